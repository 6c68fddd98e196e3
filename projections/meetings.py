"""Which meetings were called, what was due before each, and what each did with its items."""

from __future__ import annotations

from typing import Final

from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.meetings.agenda import Fate, Item
from domain.meetings.calendar import Due, Duty
from domain.meetings.meeting import Meeting
from domain.meetings.state import title_moved, title_of
from projections.changing import ACT, Facts, change, end, moment_of, newest, put
from projections.phrases import called
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

MEETINGS = Timeline(
    table="body_meetings",
    key={"meeting": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "title": "text NOT NULL",
        "starts": "timestamptz NOT NULL",
        "place": "text NOT NULL",
        "hours_filled_in": "boolean NOT NULL",
        "remote": "boolean NOT NULL",
        "emergency": "text",
        "is_emergency": "boolean NOT NULL",
        "confirmed": "boolean NOT NULL",
        "state": "text NOT NULL",
        "opened_at": "timestamptz",
        "ended_at": "timestamptz",
        "ended_because": "text",
        "chair": "uuid",
        "present": "integer",
        "needed": "integer",
        "quorate": "boolean NOT NULL",
        "at_least": "integer",
        "next_on": "date",
        **ACT,
    },
)
DUTIES = Timeline(
    table="meeting_duties",
    key={"meeting": "uuid", "duty": "text"},
    columns={
        "due": "timestamptz NOT NULL",
        "rule": "text NOT NULL",
        "done_at": "timestamptz",
        "missed": "boolean NOT NULL",
        **ACT,
    },
)
ITEMS = Timeline(
    table="meeting_items",
    key={"meeting": "uuid", "item": "integer"},
    columns={
        "place": "integer NOT NULL",
        "label": "text NOT NULL",
        "title": "text NOT NULL",
        "body_text": "text NOT NULL",
        "handed_in_by": "uuid",
        "admitted": "boolean NOT NULL",
        "emergency": "boolean NOT NULL",
        "purpose": "text",
        "fate": "text NOT NULL",
        "because": "text",
        **ACT,
    },
)
PAPERS = Facts(
    table="meeting_papers",
    key={"meeting": "uuid", "position": "bigint", "number": "integer"},
    columns={"title": "text NOT NULL"},
)
INTERESTS = Facts(
    table="meeting_interests",
    key={"meeting": "uuid", "person": "uuid", "item": "integer"},
    columns={"what": "text NOT NULL", "withdraws": "boolean NOT NULL"},
)
AGREEMENTS = Timeline(
    table="emergency_agreements",
    key={"meeting": "uuid", "person": "uuid"},
    columns={
        "name": "text NOT NULL",
        "route": "text NOT NULL",
        "said_at": "timestamptz NOT NULL",
        **ACT,
    },
)
CALLED, OPEN, OVER, OFF = "called", "open", "over", "called off"
DONE: Final[dict[type[Recorded], Duty]] = {
    Meeting.NoticeGiven: Duty.NOTICE,
    Meeting.ItemsClosed: Duty.ITEMS,
    Meeting.PapersCirculated: Duty.PAPERS,
}


class Meetings(Projection):
    """Meetings over time, with their duties, items, papers and interests."""

    name = "meetings"
    ddl = (
        MEETINGS.ddl
        + DUTIES.ddl
        + ITEMS.ddl
        + PAPERS.ddl
        + INTERESTS.ddl
        + AGREEMENTS.ddl
        + "CREATE INDEX body_meetings_by_id ON body_meetings (meeting);\n"
        + "CREATE INDEX body_meetings_of ON body_meetings (body, starts);\n"
        + "CREATE INDEX body_meetings_by_start ON body_meetings (starts);\n"
        + "CREATE INDEX body_meetings_by_state ON body_meetings USING gist (state, valid);\n"
        + "CREATE INDEX meeting_duties_undone ON meeting_duties USING gist (valid)"
        + " WHERE done_at IS NULL AND NOT missed;\n"
    )

    @on(Meeting.Convened)
    def convened(self, cur: Rows, act: RecordedAct[Meeting.Convened]) -> None:
        event, called = act.event, act.event.called
        title = title_of(event.body_name, called.starts, is_emergency=called.is_emergency)
        values = {
            **called.model_dump(include={"starts", "place", "remote", "emergency", "is_emergency"}),
            "body": event.body,
            "title": title,
            "hours_filled_in": called.hours_filled_in,
            "confirmed": False,
            "state": CALLED,
            "opened_at": None,
            "ended_at": None,
            "ended_because": None,
            "chair": None,
            "present": 0,
            "needed": 0,
            "quorate": False,
            "at_least": None,
            "next_on": None,
        }
        put(cur, MEETINGS, act, _of(act), values)
        _plan(cur, act, event.calendar)

    @on(Meeting.EmergencyAgreedTo)
    def agreed_to(self, cur: Rows, act: RecordedAct[Meeting.EmergencyAgreedTo]) -> None:
        told = act.event.agreement.model_dump()
        put(cur, AGREEMENTS, act, {**_of(act), "person": told.pop("person")}, told)

    @on(Meeting.EmergencyConfirmed)
    def confirmed(self, cur: Rows, act: RecordedAct[Meeting.EmergencyConfirmed]) -> None:
        change(cur, MEETINGS, act, _of(act), {"confirmed": True})

    @on(Meeting.NoticeGiven, Meeting.ItemsClosed, Meeting.PapersCirculated)
    def done(self, cur: Rows, act: RecordedAct) -> None:
        which = {**_of(act), "duty": DONE[type(act.event)]}
        change(cur, DUTIES, act, which, {"done_at": moment_of(act)})
        if isinstance(act.event, Meeting.PapersCirculated):
            rows = enumerate(act.event.papers, start=1)
            key = {**_of(act), "position": act.position}
            PAPERS.add(cur, act, *({**key, "number": n, "title": title} for n, title in rows))

    @on(Meeting.DeadlineMissed)
    def missed(self, cur: Rows, act: RecordedAct[Meeting.DeadlineMissed]) -> None:
        change(cur, DUTIES, act, {**_of(act), "duty": act.event.duty}, {"missed": True})

    @on(Meeting.Moved)
    def moved(self, cur: Rows, act: RecordedAct[Meeting.Moved]) -> None:
        event = act.event
        told = {"starts": event.starts, "place": event.place, "chair": None, "confirmed": False}
        title = title_moved(newest(cur, MEETINGS, "title", _of(act)), event.starts)
        change(cur, MEETINGS, act, _of(act), {**told, "title": title})
        for due in event.calendar:
            again = {"due": due.at, "missed": False}
            if due.duty is Duty.ITEMS:
                again["done_at"] = None
            change(cur, DUTIES, act, {**_of(act), "duty": due.duty}, again)
        end(cur, AGREEMENTS, act, _of(act))

    @on(Meeting.Cancelled)
    def cancelled(self, cur: Rows, act: RecordedAct[Meeting.Cancelled]) -> None:
        told = {"state": OFF, "ended_at": moment_of(act), "ended_because": act.event.reason}
        change(cur, MEETINGS, act, _of(act), told)

    @on(Meeting.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Meeting.Opened]) -> None:
        event = act.event
        told = {
            "state": OPEN,
            "opened_at": moment_of(act),
            "present": event.present,
            "needed": event.needed,
            "quorate": event.quorate,
        }
        change(cur, MEETINGS, act, _of(act), told)

    @on(Meeting.QuorumLost, Meeting.QuorumRegained)
    def quorum(self, cur: Rows, act: RecordedAct) -> None:
        event = act.event
        assert isinstance(event, Meeting.QuorumLost | Meeting.QuorumRegained)
        told = {
            "present": event.present,
            "needed": event.needed,
            "quorate": isinstance(event, Meeting.QuorumRegained),
        }
        change(cur, MEETINGS, act, _of(act), told)

    @on(Meeting.ChairTaken, Meeting.ChairChallenged, Meeting.ChallengeSettled)
    def chair(self, cur: Rows, act: RecordedAct) -> None:
        chair: PersonId | None
        match act.event:
            case Meeting.ChairTaken(person=person):
                chair = person
            case Meeting.ChairChallenged(challenge=challenge):
                chair = challenge.taken_by
            case Meeting.ChallengeSettled(chair=back):
                chair = back
        change(cur, MEETINGS, act, _of(act), {"chair": chair})

    @on(Meeting.Departed)
    def departed(self, cur: Rows, act: RecordedAct[Meeting.Departed]) -> None:
        which = {**_of(act), "chair": act.event.person}
        change(cur, MEETINGS, act, which, {"chair": None})

    @on(Meeting.NextDateFixed)
    def next_date(self, cur: Rows, act: RecordedAct[Meeting.NextDateFixed]) -> None:
        change(cur, MEETINGS, act, _of(act), {"next_on": act.event.on})

    @on(Meeting.Closed)
    def closed(self, cur: Rows, act: RecordedAct[Meeting.Closed]) -> None:
        told = {"state": OVER, "ended_at": moment_of(act), "ended_because": "it ended"}
        change(cur, MEETINGS, act, _of(act), {**told, "at_least": act.event.at_least})
        taken = {**_of(act), "fate": Fate.BEFORE_THE_MEETING}
        change(cur, ITEMS, act, taken, {"fate": Fate.TAKEN})
        left = {**_of(act), "item": list(act.event.left)}
        why = "The meeting did not come to it."
        change(cur, ITEMS, act, left, {"fate": Fate.DEFERRED, "because": why})
        come_to = {**_of(act), "fate": Fate.WAITING}
        change(cur, ITEMS, act, come_to, {"fate": Fate.TAKEN})

    @on(Meeting.ItemHandedIn, Meeting.ItemAdmitted)
    def handed_in(self, cur: Rows, act: RecordedAct) -> None:
        assert isinstance(act.event, Meeting.ItemHandedIn | Meeting.ItemAdmitted)
        item = act.event.item
        put(cur, ITEMS, act, {**_of(act), "item": item.number}, _row(item))

    @on(Meeting.AgendaDrafted)
    def agenda(self, cur: Rows, act: RecordedAct[Meeting.AgendaDrafted]) -> None:
        for place, item in enumerate(act.event.order, start=1):
            change(cur, ITEMS, act, {**_of(act), "item": item}, {"place": place})

    @on(Meeting.ItemTaken)
    def taken(self, cur: Rows, act: RecordedAct[Meeting.ItemTaken]) -> None:
        before = {**_of(act), "fate": Fate.BEFORE_THE_MEETING}
        change(cur, ITEMS, act, before, {"fate": Fate.TAKEN})
        now = {**_of(act), "item": act.event.item}
        change(cur, ITEMS, act, now, {"fate": Fate.BEFORE_THE_MEETING})

    @on(Meeting.ItemLeft)
    def left(self, cur: Rows, act: RecordedAct[Meeting.ItemLeft]) -> None:
        event = act.event
        to = f" To: {called(event.remitted_to)}." if event.remitted_to else ""
        told = {"fate": event.fate, "because": f"{event.reason}{to}"}
        change(cur, ITEMS, act, {**_of(act), "item": event.item}, told)

    @on(Meeting.InterestDeclared)
    def interest(self, cur: Rows, act: RecordedAct[Meeting.InterestDeclared]) -> None:
        INTERESTS.add(cur, act, {**_of(act), **act.event.interest.model_dump()})


def _of(act: RecordedAct) -> dict[str, object]:
    return {"meeting": act.event.originator_id}


def _plan(cur: Rows, act: RecordedAct, calendar: tuple[Due, ...]) -> None:
    for due in calendar:
        values = {"due": due.at, "rule": due.rule, "done_at": None, "missed": False}
        put(cur, DUTIES, act, {**_of(act), "duty": due.duty}, values)


def _row(item: Item) -> dict[str, object]:
    return {
        "place": item.number,
        "label": item.label,
        "title": item.title,
        "body_text": item.text,
        "handed_in_by": item.by,
        "admitted": item.admitted,
        "emergency": item.emergency,
        "purpose": item.purpose,
        "fate": item.fate,
        "because": None,
    }
