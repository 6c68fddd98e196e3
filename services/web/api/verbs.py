"""Lets programs act: one address for each verb, with the command's own schema.

A key in `Idempotency-Key` makes a repeat harmless; a version in `If-Match` refuses the act if
somebody else was quicker.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from domain.bodies.body import body_id
from domain.kernel.ids import CommandId, derived
from domain.rules.rulebook import RULEBOOK_ID
from services.application.asker import Asker
from services.application.catalogue import VERBS
from services.application.command import Command
from services.store.port import Receipt
from services.web.acting import BODY_HEADER, PERSON_HEADER, must_act
from services.web.problems import JSON_PROBLEM, BadHeader, Problem
from services.web.site import Site

router = APIRouter(tags=["acts"])
ABOUT: Final = ("proposal", "assembly", "ballot", "claim", "cooption", "cycle", "formation")
BODIES: Final = ("body", "group")
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": words,
        "content": {JSON_PROBLEM: {"schema": Problem.model_json_schema()}},
    }
    for status, words in {
        400: "A header can't be read.",
        403: "The person has no power to do this.",
        404: "It is about something that is not there.",
        409: "A rule or the moment forbids it.",
        412: "It has changed since the version in `If-Match`.",
        413: "It is larger than 4 megabytes.",
        422: "The fields can't be read or make no sense.",
    }.items()
}
TAG: Final = re.compile(r'(?:W/)?"?(?:([0-9a-fA-F-]{36}):)?([0-9]{1,9})(?:-[0-9a-f]+)?"?')
PLACES: Final = {
    "cycle": "/cycles/",
    "proposal": "/proposals/",
    "assembly": "/assemblies/",
    "ballot": "/ballots/",
    "election": "/elections/",
    "endorsement": "/endorsements/",
    "claim": "/claims/",
    "cooption": "/cooptions/",
    "formation": "/formations/",
    "suggested_change": "/shortlists/",
}


class Verb(BaseModel):
    """Something that can be asked for."""

    verb: str
    about: str
    href: str
    fields: dict[str, Any]


class Verbs(BaseModel):
    """Everything that can be asked for."""

    verbs: list[Verb]


class Recorded(BaseModel):
    """One act as it was recorded."""

    act: UUID
    stream: UUID
    version: int
    position: int | None = None


class Done(BaseModel):
    """What a command recorded.  `repeated`: an earlier request under the same key did it."""

    acts: list[Recorded]
    began: list[UUID]
    repeated: bool


@router.get("/api/verbs")
def verbs() -> Verbs:
    """Every verb with the schema of its fields."""
    return _every()


@cache
def _every() -> Verbs:
    """They are the same as long as the service runs."""
    return Verbs(
        verbs=[
            Verb(
                verb=verb,
                about=_about(command),
                href=f"/api/acts/{verb}",
                fields=command.model_json_schema(),
            )
            for verb, command in VERBS
        ]
    )


def add_to(router: APIRouter) -> None:
    """One address for each verb."""
    for verb, command in VERBS:
        router.add_api_route(
            f"/api/acts/{verb}",
            _route(command),
            methods=["POST"],
            tags=["acts"],
            name=verb,
            summary=_about(command),
            response_model=Done,
            status_code=201,
            responses=REFUSALS,
        )


def perform(site: Site, asker: Asker, command: Command, request: Request) -> Receipt:
    """Carry it out under the request's key and against the version that it saw."""
    key = command_key(asker, request.headers.get("idempotency-key"))
    expected = expected_versions(command, request.headers.get("if-match"))
    return site.office.desk.perform(command, asker, key, expected=expected)


def command_key(asker: Asker, named: str | None) -> CommandId:
    """The same key of the same person is the same command; without one, each request is new."""
    return CommandId(derived(asker.person, named) if named else uuid4())


def expected_versions(command: Command, if_match: str | None) -> dict[UUID, int]:
    """The version seen, of what the command is about, or of the thing that is named with it.

    The tag of an answer names its thing and its version, so it can be sent back as it is.
    """
    if if_match is None or if_match.strip() == "*":
        return {}
    found = TAG.fullmatch(if_match.strip())
    subject = subject_of(command) if found is None or found[1] is None else _id(found[1])
    if found is None or subject is None:
        raise BadHeader(
            'The header If-Match holds the version that you saw, such as "7", or a thing and its '
            'version, such as "0190…:7", or the ETag of its JSON.'
        )
    return {subject: int(found[2])}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def subject_of(command: Command) -> UUID | None:
    """What a command is about."""
    for name in ABOUT:
        if isinstance(found := getattr(command, name, None), UUID):
            return found
    for name in BODIES:
        if isinstance(slug := getattr(command, name, None), str):
            return body_id(slug)
    return RULEBOOK_ID if command.verb() in ("revise_rulebook", "make_ruling") else None


def done(receipt: Receipt) -> Done:
    """What was recorded, by ids."""
    refs = receipt.result.acts
    positions = receipt.positions or (None,) * len(refs)
    acts = [
        Recorded(act=ref.act, stream=ref.stream, version=ref.version, position=position)
        for ref, position in zip(refs, positions, strict=True)
    ]
    began = [ref.stream for ref in refs if ref.version == 1]
    return Done(acts=acts, began=began, repeated=receipt.repeated)


def location(site: Site, receipt: Receipt) -> str | None:
    """The page of what was begun, or else of what the first act is about."""
    refs = sorted(receipt.result.acts, key=lambda ref: ref.version != 1)
    if not refs:
        return None
    first = site.office.store.acts(stream=refs[0].stream, limit=1)
    kind = str(getattr(first[0].event, "TOPIC", "")).partition(".")[0]
    if kind in PLACES:
        return f"{PLACES[kind]}{refs[0].stream}"
    return "/rulebook" if kind == "rulebook" else f"/acts/{refs[0].act}"


def _route(command: type[Command]) -> Callable[..., Response]:
    def act(
        request: Request,
        asked: Command,
        idempotency_key: Annotated[str | None, Header(description="Repeats are done once.")] = None,
        if_match: Annotated[str | None, Header(description="The version that you saw.")] = None,
        act_as: Annotated[str | None, Header(alias=PERSON_HEADER)] = None,
        on_behalf_of: Annotated[str | None, Header(alias=BODY_HEADER)] = None,
    ) -> Response:
        site: Site = request.app.state.site
        receipt = perform(site, must_act(request).asker, asked, request)
        status = 201 if receipt.positions else 200
        answer = Response(done(receipt).model_dump_json(), status, media_type="application/json")
        place = location(site, receipt)
        if place is not None:
            answer.headers["Location"] = place
        return answer

    act.__annotations__["asked"] = command
    act.__doc__ = command.__doc__
    return act


def _about(command: type[Command]) -> str:
    return (command.__doc__ or "").splitlines()[0]
