"""What a report on a meeting is made from: its own acts, and what was done by its decisions.

It is read from the log itself.  What any of it means is for `from_meeting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from domain.actions.action import Action
from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.formation.formation import Formation
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import PersonId
from domain.meetings.cards import CardVote
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.reports.report import Report
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan

PAGE: Final = 1_000
LOOKED_THROUGH: Final = 12
"""How many of a body's newest meetings are looked through."""
FOLLOWS: Final = (
    Body.Established,
    Body.Seated,
    Body.PostFilled,
    Body.SeatVacated,
    Body.PostVacated,
    Body.Prolonged,
    Body.Renamed,
    Body.Dissolved,
    CoOption.Proposed,
    CoOption.Agreed,
    CoOption.Rejected,
    CoOption.Accepted,
    CoOption.Declined,
    CoOption.Renewed,
    Formation.Opened,
    Formation.Ratified,
    Formation.Refused,
    Formation.ConvenorNamed,
    Formation.GivenUp,
    Action.Given,
    Report.Agreed,
    Report.Noted,
    Report.Referred,
    Meeting.DecisionSettled,
    Resolution.LaterSettled,
)
"""The acts by which a decision of a meeting is carried out."""
ANSWERS: Final = (CoOption.Accepted, CoOption.Declined)
"""Acts that name no cause: they follow from whatever went before in their own stream."""


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


def _cause(act: RecordedAct) -> UUID | None:
    cause: UUID | None = act.event.act.cause
    return cause


def _place(act: RecordedAct) -> int:
    return act.position


CAUSED = Scan(tuple(kind.TOPIC for kind in FOLLOWS), _cause, _place)
ANSWERED = Scan(tuple(kind.TOPIC for kind in ANSWERS), _stream, _place)
"""Where in the log stands what was done because of an act, or as an answer in a stream."""
CALLED = Scan((Meeting.Convened.TOPIC,), lambda act: act.event.body, _stream)
"""The meetings of each body, in the order of calling."""


@dataclass(frozen=True)
class Held:
    """A meeting as the log has it.

    `followed` are acts elsewhere whose cause is one of its decisions, or an act that followed from
    one; `roots` is by which decision each of the latter came; `roster` is who sat in the body when
    it was opened; `titles` is what each thing is called that `followed` is about.  `card_votes` are
    kept by its credentials.
    """

    acts: Sequence[Recorded]
    followed: Sequence[Recorded] = ()
    roster: Mapping[PersonId, str] = field(default_factory=dict)
    titles: Mapping[UUID, str] = field(default_factory=dict)
    votes_published: bool = False
    roots: Mapping[UUID, UUID] = field(default_factory=dict)
    card_votes: Sequence[CardVote] = ()

    def of(self, *kinds: type[Recorded]) -> Iterator[Any]:
        """The acts of these kinds, in their order."""
        return (act for act in self.acts if isinstance(act, kinds))

    def one(self, kind: type[Recorded]) -> Any | None:
        """The newest act of that kind, if there is one."""
        return next((act for act in reversed(self.acts) if isinstance(act, kind)), None)

    @property
    def hours_mark(self) -> str:
        """What stands after an hour that was filled in, as only the day is on record."""
        convened = self.one(Meeting.Convened)
        filled_in = convened is not None and convened.called.hours_filled_in
        return " (filled in: the hour is not on record)" if filled_in else ""

    def caused_by(self, cause: UUID) -> tuple[Any, ...]:
        """What was done by a decision, by the id of its act, and what came of that."""
        return tuple(act for act in self.followed if self._root(act) == cause)

    def _root(self, act: Recorded) -> UUID | None:
        return self.roots.get(act.event_id, act.act.cause)

    @property
    def names(self) -> Mapping[PersonId, str]:
        """What everybody is called of whom these acts speak."""
        named = dict(self.roster)
        named |= {act.person: act.name for act in self.of(Meeting.ApologiesSent)}
        named |= {act.attendance.person: act.attendance.name for act in self.of(Meeting.Arrived)}
        return named


def held(store: Store, meeting: UUID, *, votes_published: bool = False) -> Held:
    """The meeting of that id, read from the log."""
    recorded = tuple(_all(store, stream=meeting))
    acts = tuple(act.event for act in recorded)
    begun = next((act for act in acts if isinstance(act, Meeting.Opened)), acts[0])
    body = next(act.body for act in acts if isinstance(act, Meeting.Convened))
    decisions = {act.event_id for act in acts if isinstance(act, Meeting.Decided)}
    credentials = store.find(Credentials, credentials_id(meeting))
    followed, roots = _traced(_later(store, decisions), decisions)
    return Held(
        acts=acts,
        followed=followed,
        roster=roster(store, body, begun.act.occurred_at),
        titles={act.originator_id: _title_of(store, act) for act in followed},
        votes_published=votes_published,
        roots=roots,
        card_votes=() if credentials is None else credentials.votes,
    )


def _later(store: Store, decisions: set[UUID]) -> Iterator[Any]:
    """Whatever may go back to these decisions, in the order of recording."""
    found: dict[int, Any] = {}
    near: set[UUID] = decisions
    while near:
        places = {*CAUSED.of(store, *near), *ANSWERED.of(store, *near)} - found.keys()
        for place in places:
            (recorded,) = store.acts(after=place - 1, limit=1)
            found[place] = recorded.event
        near = {
            one for place in places for one in (found[place].event_id, found[place].originator_id)
        }
    return (found[place] for place in sorted(found))


def _traced(later: Iterator[Any], decisions: set[UUID]) -> tuple[list[Any], dict[UUID, UUID]]:
    """The acts that go back to a decision, however many acts lie between; and to which of them."""
    followed: list[Any] = []
    roots: dict[UUID, UUID] = {one: one for one in decisions}
    streams: dict[UUID, UUID] = {}
    for act in later:
        asked = isinstance(act, ANSWERS) and streams.get(act.originator_id)
        root = asked or roots.get(act.act.cause)
        if root:
            followed.append(act)
            roots[act.event_id] = streams[act.originator_id] = root
    return followed, roots


def _title_of(store: Store, act: Any) -> str:
    """What the thing is called that an act is about."""
    match act:
        case Report.Agreed() | Report.Noted() | Report.Referred():
            return store.load(Report, act.originator_id).subject.title
        case Resolution.LaterSettled():
            return store.load(Resolution, act.originator_id).title
        case Meeting.DecisionSettled():
            return store.load(Meeting, act.originator_id).title
        case Action.Given():
            return act.task.text
    return _name_of(store.load(Aggregate, act.originator_id))


def _name_of(found: Aggregate) -> str:
    match found:
        case CoOption():
            return found.asked.name
        case Formation():
            return found.parent_name
        case Body():
            return found.name
    return "it"


def meetings_of(store: Store, body: UUID) -> list[Meeting]:
    """A body's newest meetings, by their beginning."""
    called = CALLED.of(store, body)
    found = [store.load(Meeting, one) for one in called[-LOOKED_THROUGH:]]
    return sorted(found, key=lambda one: one.starts)


def roster(store: Store, body: UUID, moment: datetime) -> dict[PersonId, str]:
    """Who had a voting seat in a body at a moment."""
    sat: dict[PersonId, str] = {}
    for recorded in _all(store, stream=body):
        event: Any = recorded.event
        if event.act.occurred_at > moment:
            break
        if isinstance(event, Body.Seated) and event.mandate.voting:
            sat[event.mandate.person] = event.mandate.name
        elif isinstance(event, Body.SeatVacated):
            sat.pop(event.person, None)
    return sat


def _all(store: Store, *, after: int = 0, **which: Any) -> Iterator[Any]:
    while found := store.acts(after=after, limit=PAGE, **which):
        yield from found
        after = found[-1].position
