"""What a person is called: the name under which they took a seat, a post or a delegate's place.

Whoever was never named so is known by their membership number alone (see `members`).
"""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body
from domain.cycle.assembly import Assembly
from domain.meetings.attendance import Capacity
from domain.meetings.credentials import Credentials
from domain.meetings.meeting import Meeting
from projections.changing import Facts
from projections.projection import Projection, RecordedAct, Rows, on

PEOPLE = Facts(
    table="people",
    key={"person": "uuid", "position": "bigint"},
    columns={"name": "text NOT NULL", "how": "text NOT NULL", "stream": "uuid NOT NULL"},
)


class People(Projection):
    """Names as they were given; the newest is what a person is called."""

    name = "people"
    ddl = PEOPLE.ddl

    @on(Body.Seated)
    def seated(self, cur: Rows, act: RecordedAct[Body.Seated]) -> None:
        _name(cur, act, act.event.mandate.person, act.event.mandate.name, "seat")

    @on(Body.PostFilled)
    def post_filled(self, cur: Rows, act: RecordedAct[Body.PostFilled]) -> None:
        _name(cur, act, act.event.mandate.person, act.event.mandate.name, "post")

    @on(Assembly.DelegateRegistered)
    def registered(self, cur: Rows, act: RecordedAct[Assembly.DelegateRegistered]) -> None:
        delegate = act.event.delegate
        _name(cur, act, delegate.person, delegate.name, "delegate")

    @on(Meeting.Arrived)
    def came(self, cur: Rows, act: RecordedAct[Meeting.Arrived]) -> None:
        """A member has a name by their seat; observers and staff get theirs here."""
        one = act.event.attendance
        if one.capacity is not Capacity.MEMBER:
            _name(cur, act, one.person, one.name, str(one.capacity))

    @on(Credentials.DelegateAdmitted)
    def accredited(self, cur: Rows, act: RecordedAct[Credentials.DelegateAdmitted]) -> None:
        _name(cur, act, act.event.delegate.person, act.event.delegate.name, "delegate")


def _name(cur: Rows, act: RecordedAct, person: UUID, name: str, how: str) -> None:
    stream = act.event.originator_id
    row = {"person": person, "position": act.position, "name": name, "how": how, "stream": stream}
    if name.strip():
        PEOPLE.add(cur, act, row)
