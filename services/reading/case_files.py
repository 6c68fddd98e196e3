"""Answers what stands in the file of a case, for one who may see it: a side its part, a panel all.

It is read from the acts themselves and kept in no table, so that what is said in a case lies in the
open nowhere.  It does not decide who may see it: whoever asks has had that judged and recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from domain.cases.complaint import Complaint
from domain.cases.panel import Instance, Panel, panel_id
from domain.cases.panel_lot import PanelLot, lot_id
from domain.cases.sides import Side, reference_of
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.kernel.sealed import unless_erased
from projections.case_sentences import SEALED
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan

GONE: Final = "This was erased."
PAGE: Final = 500


class Entry(NamedTuple):
    """One entry of a file: when, what it is, and what it says; whom it is about, and until when.

    `moment` is that of a hearing, or the end of a measure or of the time for evidence.
    """

    at: datetime
    heading: str
    text: str
    person: PersonId | None = None
    moment: datetime | None = None


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


RECEIVED: Final = Scan((Complaint.Received.TOPIC,), lambda act: reference_of(_stream(act)), _stream)
"""Cases by their reference, which tells nothing of them."""


_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def topic_of(kind: type[Recorded]) -> str:
    """The name under which acts of a kind are stored."""
    return str(getattr(kind, "TOPIC", kind.__qualname__))


_RUN: Final = Scan(
    tuple(topic for topic in map(topic_of, SEALED) if topic.startswith(f"{Complaint.TOPIC}.")),
    lambda act: True if hasattr(act.event, "clocks") else None,
    lambda act: (_stream(act), min((one.due for one in act.event.clocks), default=None)),
)
"""What runs first in a case after each of its acts, which tells of no person."""
_SAT: Final = Scan(
    (Panel.Appointed.TOPIC, Panel.Replaced.TOPIC),
    lambda act: True,
    lambda act: (
        act.event.case,
        act.event.chosen.people if isinstance(act.event, Panel.Appointed) else (act.event.by,),
    ),
)


def every_case(store: Store) -> tuple[UUID, ...]:
    """Every case: what is late or due first, first; those that are over last."""
    due = dict(_RUN.of(store, True))
    return tuple(sorted(due, key=lambda one: (due[one] is None, due[one] or _NEVER, one)))


def sat_on(store: Store, person: PersonId) -> frozenset[UUID]:
    """The cases whose panel somebody was ever on."""
    return frozenset(case for case, people in _SAT.of(store, True) if person in people)


def case_called(store: Store, reference: str) -> UUID | None:
    """The case of that reference, if there is one."""
    return next(iter(RECEIVED.of(store, reference.strip().upper())), None)


def entries(store: Store, case: UUID, side: Side) -> tuple[Entry, ...]:
    """The part of a file that is a side's."""
    acts = list(_acts(store, case))
    told = any(isinstance(one, Complaint.DecisionTold) for one in acts)
    return tuple(found for one in acts for found in _seen(one, side, told=told))


def whole_file(store: Store, case: UUID) -> tuple[Entry, ...]:
    """Everything that is in a file, for the panel and for who keeps it, but how anybody voted."""
    streams = (case, *(panel_id(case, one) for one in Instance))
    lot = store.find(PanelLot, lot_id(case))
    acts = sorted(
        (one for stream in streams for one in _recorded(store, stream)),
        key=lambda one: one.position,
    )
    brought_on: UUID | None = None
    found: list[Entry] = []
    for one in (act.event for act in acts):
        if isinstance(one, (Complaint.TakenUp, Complaint.Appealed)):
            brought_on = one.event_id
        if isinstance(one, Panel.Appointed):
            drawn = _drawn(one, lot, brought_on)
            found.append(Entry(one.act.occurred_at, "The panel was drawn", drawn))
        elif (shown := _WHOLE.get(type(one))) is not None:
            heading, text = shown
            found.append(
                Entry(one.act.occurred_at, heading(one), text(one), _person(one), _moment(one))
            )
    return tuple(found)


def _drawn(event: Panel.Appointed, lot: PanelLot | None, brought_on: UUID | None) -> str:
    """What the seed was made of, for whoever draws the panel again: told after the draw alone."""
    if lot is None:
        return f"The seed was {event.chosen.seed}."
    value = unless_erased(lot.values[event.instance], "erased")
    return (
        f"The seed {event.chosen.seed} is SHA-256 of the value {value}, the act {brought_on}, "
        f"the words “{event.instance}” and “first”, with commas between them. The commitment "
        f"to the value, of the day on which the complaint was received, is "
        f"{lot.commitments[event.instance]}."
    )


def _person(event: Any) -> PersonId | None:
    """Who came onto a panel, left it or was challenged; the sides are named nowhere."""
    if isinstance(event, Panel.Replaced):
        return event.by
    on_panel = isinstance(event, tuple(_OF_PANEL)) and hasattr(event, "person")
    return PersonId(event.person) if on_panel else None


def _moment(event: Any) -> datetime | None:
    name = _MOMENTS.get(type(event))
    return None if name is None else getattr(event, name)


def _acts(store: Store, case: UUID) -> Iterator[Any]:
    return (act.event for act in _recorded(store, case))


def _recorded(store: Store, stream: UUID) -> Iterator[RecordedAct]:
    after = 0
    while acts := store.acts(after=after, stream=stream, limit=PAGE):
        yield from acts
        after = acts[-1].position


def _seen(event: Any, side: Side, *, told: bool) -> Iterator[Entry]:
    if isinstance(event, Complaint.Found) and not told:
        return
    if isinstance(event, Complaint.EvidenceGiven) and event.side is not side:
        return
    shown = {**_BOTH, **(_COMPLAINANTS if side is Side.COMPLAINANT else {})}.get(type(event))
    if shown is not None:
        heading, text = shown
        yield Entry(event.act.occurred_at, heading, text(event), moment=_moment(event))


def _decision(event: Any) -> str:
    outcome = unless_erased(event.outcome, "erased").replace("_", " ")
    sanction = "" if event.sanction is None else unless_erased(event.sanction, "erased")
    with_it = f", with the sanction “{sanction.replace('_', ' ')}”" if sanction else ""
    return f"The complaint is {outcome}{with_it}. {unless_erased(event.reasons, GONE)}"


def _field(name: str) -> Callable[[Any], str]:
    def read(event: Any) -> str:
        said: str = unless_erased(getattr(event, name), GONE)
        return said

    return read


_Shown = dict[type[Recorded], tuple[str, Callable[[Any], str]]]
_BOTH: Final[_Shown] = {
    Complaint.MeasureTaken: ("Something holds for the time being", _field("measure")),
    Complaint.RespondentTold: ("What the complaint is about", _field("allegations")),
    Complaint.EvidenceGiven: ("Your evidence", _field("text")),
    Complaint.EvidenceExtended: ("There is more time for evidence", _field("reason")),
    Complaint.HearingFixed: ("A hearing was fixed", _field("where")),
    Complaint.Found: ("The decision", _decision),
    Complaint.AppealDecided: ("The decision on the appeal", _decision),
}
_COMPLAINANTS: Final[_Shown] = {
    Complaint.Received: ("Your complaint", _field("text")),
    Complaint.TakenUp: ("It was taken up", _field("reasons")),
    Complaint.Settled: ("It was settled", _field("how")),
    Complaint.Merged: ("It is heard with another complaint", _field("reasons")),
    Complaint.Refused: ("It was not taken up", _field("reasons")),
    Complaint.RefusalUpheld: ("It stays so after a review", _field("reasons")),
}


def _says(heading: str) -> Callable[[Any], str]:
    return lambda _: heading


def _of_side(what: str) -> Callable[[Any], str]:
    return lambda event: f"{what} of the {event.side}"


def _heard(event: Any) -> str:
    there = " and ".join(f"the {side}" for side in event.sides) or "neither side"
    return f"Heard: {there}. {unless_erased(event.record, GONE)}"


def _measure(event: Any) -> str:
    return f"{unless_erased(event.measure, GONE)}: {unless_erased(event.reasons, GONE)}"


def _interest(event: Any) -> str:
    return "Nothing, they say." if event.interest is None else _field("interest")(event)


_MOMENTS: Final[dict[type[Recorded], str]] = {
    Complaint.MeasureTaken: "until",
    Complaint.EvidenceExtended: "due",
    Complaint.HearingFixed: "at",
}
_Told = dict[type[Recorded], tuple[Callable[[Any], str], Callable[[Any], str]]]
_OF_PANEL: Final[_Told] = {
    Panel.InterestDeclared: (_says("What ties one of the panel to the case"), _interest),
    Panel.Challenged: (
        lambda event: f"One of the panel was challenged by the {event.side}",
        _field("grounds"),
    ),
    Panel.ChallengeDismissed: (
        _says("The challenge was dismissed: they go on sitting"),
        _field("reasons"),
    ),
    Panel.Recused: (_says("One of the panel does not decide any more"), _field("reasons")),
    Panel.Replaced: (_says("A place of the panel was filled"), lambda event: ""),
}
_WHOLE: Final[_Told] = {
    Complaint.Received: (_says("The complaint"), _field("text")),
    Complaint.TakenUp: (_says("It was taken up"), _field("reasons")),
    Complaint.Settled: (_says("It was settled"), _field("how")),
    Complaint.Merged: (_says("It is heard with another complaint"), _field("reasons")),
    Complaint.Refused: (_says("It was not taken up"), _field("reasons")),
    Complaint.ReviewAsked: (_says("A review was asked for"), _field("grounds")),
    Complaint.RefusalUpheld: (_says("It stays so after a review"), _field("reasons")),
    Complaint.MeasureTaken: (_says("Something holds for the time being"), _measure),
    Complaint.MeasureEnded: (_says("A measure was ended"), _field("reasons")),
    Complaint.RespondentTold: (_says("What the respondent was told"), _field("allegations")),
    Complaint.EvidenceGiven: (_of_side("Evidence"), _field("text")),
    Complaint.EvidenceExtended: (_says("There is more time for evidence"), _field("reason")),
    Complaint.HearingFixed: (_says("A hearing was fixed"), _field("where")),
    Complaint.HearingHeld: (_says("The hearing"), _heard),
    Complaint.Found: (_says("The decision"), _decision),
    Complaint.Appealed: (_of_side("Appeal"), _field("grounds")),
    Complaint.AppealDecided: (_says("The decision on the appeal"), _decision),
    Complaint.ContactRecorded: (
        _says("Somebody approached the panel"),
        _field("what"),
    ),
    Complaint.RecordReviewed: (_says("What was learnt from it"), _field("learnt")),
    **_OF_PANEL,
}
