"""Who took part in which meeting, by which route and when, and who sent apologies."""

from __future__ import annotations

from domain.meetings.meeting import Meeting
from projections.changing import ACT, end, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

ATTENDANCE = Timeline(
    table="meeting_attendance",
    key={"meeting": "uuid", "person": "uuid"},
    columns={
        "name": "text NOT NULL",
        "capacity": "text NOT NULL",
        "route": "text NOT NULL",
        "votes": "boolean NOT NULL",
        "is_there": "boolean NOT NULL",
        "held_by": "uuid",
        **ACT,
    },
)
APOLOGIES = Timeline(
    table="meeting_apologies",
    key={"meeting": "uuid", "person": "uuid"},
    columns={"name": "text NOT NULL", "note": "text NOT NULL", **ACT},
)


class MeetingAttendance(Projection):
    """Attendance over time; whoever left has no row from then on."""

    name = "meeting_attendance"
    ddl = (
        ATTENDANCE.ddl
        + APOLOGIES.ddl
        + "CREATE INDEX meeting_attendance_of ON meeting_attendance (person);\n"
    )

    @on(Meeting.ApologiesSent)
    def apologies(self, cur: Rows, act: RecordedAct[Meeting.ApologiesSent]) -> None:
        event = act.event
        key = {"meeting": event.originator_id, "person": event.person}
        put(cur, APOLOGIES, act, key, {"name": event.name, "note": event.note})

    @on(Meeting.Arrived)
    def arrived(self, cur: Rows, act: RecordedAct[Meeting.Arrived]) -> None:
        one = act.event.attendance
        key = {"meeting": act.event.originator_id, "person": one.person}
        values = one.model_dump(exclude={"person", "since"})
        put(cur, ATTENDANCE, act, key, {**values, "is_there": one.route.is_there})

    @on(Meeting.Moved)
    def moved(self, cur: Rows, act: RecordedAct[Meeting.Moved]) -> None:
        """Whoever had come to the first date, or had sent apologies for it, is asked anew."""
        meeting = {"meeting": act.event.originator_id}
        for timeline in (ATTENDANCE, APOLOGIES):
            end(cur, timeline, act, meeting)

    @on(Meeting.Departed)
    def departed(self, cur: Rows, act: RecordedAct[Meeting.Departed]) -> None:
        meeting = {"meeting": act.event.originator_id}
        end(cur, ATTENDANCE, act, {**meeting, "person": act.event.person})
        end(cur, ATTENDANCE, act, {**meeting, "held_by": act.event.person})
