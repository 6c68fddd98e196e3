"""Lets voters of a blind ballot draw a credential by name, and hand in a paper without one.

Whoever draws says who they are; whoever hands in a paper must not, and one that comes with a cookie
or a name is sent back unread.  Nothing here keeps an address or a time, or writes a line anywhere.
"""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from domain.ballots.blind.announcement import Announcement
from domain.ballots.blind.listed import PaperReceipt
from domain.kernel.refusal import BadInput, NotFound
from services.voting.blind.ballots import KeptBallots
from services.web.acting import BODY_HEADER, PERSON_HEADER, must_act
from services.web.api.verbs import REFUSALS
from services.web.site import Site

router = APIRouter(tags=["ballots"])
JSON: Final = "application/json"
MOST_DIGITS: Final = 200_000
NAMING: Final = ("cookie", "authorization", PERSON_HEADER, BODY_HEADER)
Digits = Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$", max_length=MOST_DIGITS)]


class Blinded(BaseModel):
    """A blinded message, in hexadecimal digits."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    blinded: Digits


class Signed(BaseModel):
    """Its signature, which only whoever blinded it can make use of."""

    signed: str


class BlindPaper(BaseModel):
    """A paper as `docs/secrecy.md` describes it, in hexadecimal digits."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    paper: Digits


@router.get("/api/ballots/{ballot}/announcement", responses=REFUSALS)
def announcement(ballot: UUID, request: Request) -> Announcement:
    """What is announced of a blind ballot: its questions, its hours, its roll's root, its keys."""
    return kept_by(request).announcement(ballot)


@router.post("/api/ballots/{ballot}/credentials", status_code=201, responses=REFUSALS)
def draw_credential(ballot: UUID, message: Blinded, request: Request) -> Signed:
    """Have one message signed: the first that you send, and no other."""
    person = must_act(request).person
    signed = kept_by(request).draw(ballot, person, bytes.fromhex(message.blinded))
    return Signed(signed=signed.hex())


@router.post("/api/ballots/{ballot}/blind-papers", status_code=201, responses=REFUSALS)
def hand_in_blind_paper(ballot: UUID, paper: BlindPaper, request: Request) -> PaperReceipt:
    """Hand in a paper, without a name.  Its receipt says where to look for it in the list."""
    if any(name in request.headers for name in NAMING):
        raise BadInput(
            "A paper comes without a name. Send it again without a cookie and without a header "
            "that says who you are."
        )
    return kept_by(request).cast(ballot, bytes.fromhex(paper.paper))


@router.get("/api/ballots/{ballot}/bundle", responses=REFUSALS)
def bundle(ballot: UUID, request: Request) -> Response:
    """Everything that is published of a blind ballot, for `convenor verify ballot`."""
    text = kept_by(request).published(ballot)
    if text is None:
        raise NotFound("Nothing is published of this ballot: it is not blind, or not counted yet.")
    saved = {"Content-Disposition": f'attachment; filename="ballot-{ballot}.json"'}
    return Response(text, media_type=JSON, headers=saved)


def kept_by(request: Request) -> KeptBallots:
    """The blind ballots of this office; raises `NotFound` where there can be none."""
    site: Site = request.app.state.site
    if site.office.blind is None:
        raise NotFound("There is no blind ballot here: the service has no master key.")
    return site.office.blind
