"""Answers whether what a form was filled in from still stands, and if not, what happened meanwhile.

A form carries the version that was seen of the thing that it is about.  Not every later act makes
that out of date: a proposal may get ten supporters while its text is put in other words.  So each
form names the acts that it minds.  What the store then commits rests on exactly the version that
was looked through here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.kernel.refusal import BadInput, StaleView
from domain.rules.rulebook import RULEBOOK_ID
from services.reading import journal
from services.reading.view import reading
from services.store.port import RecordedAct
from services.store.projector import NotYetThere
from services.web.visit import Visit

if TYPE_CHECKING:
    from services.web.deeds.form import Given

CATCHING_UP: Final = 5.0
MOST_ACTS: Final = 100_000
_VERSION: Final = "SELECT coalesce(max(version), 0) FROM journal WHERE stream = %(of)s"


@dataclass(frozen=True)
class Watch:
    """The thing that a form rests on, by its name in the address, and the acts that it minds.

    The acts are given by topic, without the number; `rulebook` is the one thing without an address.
    """

    thing: str
    minded: tuple[str, ...]

    def stream(self, given: Given) -> UUID:
        """The thing's id; raises `BadInput` where the address does not say it."""
        if self.thing == "rulebook":
            return RULEBOOK_ID
        return body_id(given.text("body")) if self.thing == "body" else given.id(self.thing)


NOTHING: Final = Watch("", ())
THE_TEXT: Final = Watch(
    "proposal",
    (
        "proposal.revised",
        "proposal.text_amended",
        "proposal.text_passed_on",
        "proposal.counter_proposal_considered",
        "proposal.paragraph_referred_back",
    ),
)
THE_VOTES: Final = Watch(
    "proposal",
    (
        *THE_TEXT.minded,
        "proposal.amendments_decided",
        "proposal.amendment_withdrawn",
        "proposal.amendment_divided",
        "proposal.collision_settled",
    ),
)
THE_AGENDA: Final = Watch("proposal", (*THE_VOTES.minded, "proposal.amendment_moved"))
THE_COUNTER: Final = Watch("proposal", (*THE_TEXT.minded, "proposal.counter_proposal_put"))
THE_CALENDAR: Final = Watch("cycle", ("cycle.deadline_extended", "cycle.moved_to_new_rules"))
THE_LIST: Final = Watch("cycle", ("cycle.proposal_left",))
THE_SITTINGS: Final = Watch("assembly", ("assembly.sitting_opened", "assembly.closed"))
THE_BODY: Final = Watch("body", ("body.",))
THE_RULEBOOK: Final = Watch("rulebook", ("rulebook.",))
THE_CLAIM: Final = Watch("claim", ("claim.objected_to", "claim.settled"))


class Overtaken(StaleView):
    """Others have changed what this form was filled in from; `acts` are what they did."""

    def __init__(self, acts: Sequence[journal.ActLine], version: int) -> None:
        super().__init__(
            "This has changed since you opened the form, so nothing was done. Look at what "
            "happened, and send it again if it still says what you want."
        )
        self.acts = acts
        self.version = version


def version_shown(visit: Visit, watch: Watch, given: Given) -> str:
    """The version of the thing that this page shows, for the form to carry; empty without one."""
    if watch is NOTHING:
        return ""
    return str(visit.at.rows(_VERSION, of=watch.stream(given))[0][0])


def up_to_date(visit: Visit, watch: Watch, given: Given) -> Mapping[UUID, int]:
    """The version to act on: the newest, if nothing that the form minds happened since.

    Raises `Overtaken` with what happened.  A form that says no version minds nothing.
    """
    seen = _seen(given)
    if watch is NOTHING or seen is None:
        return {}
    stream = watch.stream(given)
    acts = visit.site.office.store.acts(stream=stream, limit=MOST_ACTS)
    newest = _version(acts[-1]) if acts else 0
    minded = [act for act in acts if _version(act) > seen and _topic(act).startswith(watch.minded)]
    if minded:
        raise Overtaken(_told(visit, minded), newest)
    return {stream: newest}


def _seen(given: Given) -> int | None:
    said = given.text("seen")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise BadInput("The version that this form was opened at can't be read. Open it again.")
    return int(said)


def _told(visit: Visit, acts: Sequence[RecordedAct]) -> list[journal.ActLine]:
    """What these acts did, in words; what the pages do not show yet is left out."""
    office = visit.site.office
    try:
        office.projector.wait_for(acts[-1].position, CATCHING_UP)
    except NotYetThere:
        return []
    with office.pool.connection() as rows, reading(rows, asker=visit.asker) as at:
        return [journal.act(at, _event(act).event_id) for act in reversed(acts)]


def _event(act: RecordedAct) -> Any:
    return act.event


def _version(act: RecordedAct) -> int:
    return int(_event(act).originator_version)


def _topic(act: RecordedAct) -> str:
    return str(_event(act).TOPIC)
