"""What is kept of each person, open: only the service itself reads these tables, never outsiders.

They stand in the schema `private`, hold the present alone, and lose what is erased with the act
that says so.  Without the vault they are made all the same, with nothing in them to be read.
"""

from __future__ import annotations

from typing import Final, TypeVar

from domain.bodies.access import AccessRequest
from domain.bodies.details import Person
from domain.kernel.sealed import Erased, Purpose, Sealed
from domain.meetings.meeting import Meeting
from projections.projection import Projection, RecordedAct, Rows, on

T = TypeVar("T")

_TABLES: Final = """
CREATE TABLE person_details (
    person uuid PRIMARY KEY,
    name text,
    email text,
    post_address text,
    born date,
    hold text,
    entered timestamptz NOT NULL
);
CREATE TABLE access_requests (
    access uuid PRIMARY KEY,
    person uuid NOT NULL,
    asked timestamptz NOT NULL,
    due timestamptz NOT NULL,
    ended timestamptz
);
CREATE INDEX access_requests_by_person ON access_requests (person);
CREATE TABLE person_categories (
    person uuid NOT NULL,
    purpose text NOT NULL,
    number integer NOT NULL,
    category text,
    since timestamptz NOT NULL,
    PRIMARY KEY (person, number)
);
CREATE TABLE caucus_members (
    person uuid NOT NULL,
    number integer NOT NULL,
    body uuid,
    since timestamptz NOT NULL,
    PRIMARY KEY (person, number)
);
CREATE TABLE unseen_counts (
    meeting uuid PRIMARY KEY,
    there integer
);
CREATE INDEX caucus_members_by_body ON caucus_members (body);
CREATE INDEX person_categories_by_category ON person_categories (purpose, category);
"""
_ENTER: Final = "INSERT INTO person_details (person, entered) VALUES (%s, %s)"
_SET: Final = (
    "UPDATE person_details SET name = %s, email = %s, post_address = %s, born = %s"
    " WHERE person = %s"
)
_DECLARE: Final = "INSERT INTO person_categories VALUES (%s, %s, %s, %s, %s)"
_WITHDRAW: Final = "DELETE FROM person_categories WHERE person = %s AND number = %s"
_ERASE: Final = """
UPDATE person_details SET
    name = CASE WHEN 'identity' = ANY(%(purposes)s) THEN NULL ELSE name END,
    email = CASE WHEN 'contact' = ANY(%(purposes)s) THEN NULL ELSE email END,
    post_address = CASE WHEN 'contact' = ANY(%(purposes)s) THEN NULL ELSE post_address END,
    born = CASE WHEN 'birth' = ANY(%(purposes)s) THEN NULL ELSE born END
WHERE person = %(person)s
"""
_FORGET: Final = "DELETE FROM person_categories WHERE person = %s AND purpose = ANY(%s)"
_JOIN: Final = "INSERT INTO caucus_members VALUES (%s, %s, %s, %s)"
_LEAVE: Final = "DELETE FROM caucus_members WHERE person = %s AND number = %s"
_BELONG_NOWHERE: Final = "DELETE FROM caucus_members WHERE person = %s"
_COUNT: Final = (
    "INSERT INTO unseen_counts VALUES (%s, %s)"
    " ON CONFLICT (meeting) DO UPDATE SET there = EXCLUDED.there"
)
_HOLD: Final = "UPDATE person_details SET hold = %s WHERE person = %s"
_ASK: Final = "INSERT INTO access_requests (access, person, asked, due) VALUES (%s, %s, %s, %s)"
_EXTEND: Final = "UPDATE access_requests SET due = %s WHERE access = %s"
_END: Final = "UPDATE access_requests SET ended = %s WHERE access = %s"


class PersonDetails(Projection):
    """Details, declared categories and caucuses as they are now."""

    name = "person_details"
    ddl = _TABLES

    @on(Person.Entered)
    def entered(self, cur: Rows, act: RecordedAct[Person.Entered]) -> None:
        cur.execute(_ENTER, (act.event.person, act.event.act.occurred_at))

    @on(Person.DetailsSet)
    def details_set(self, cur: Rows, act: RecordedAct[Person.DetailsSet]) -> None:
        said = act.event
        values = (said.name, said.email, said.post_address)
        row = (*(_left(value) for value in values), _left(said.born), said.person)
        cur.execute(_SET, row)

    @on(Person.CategoryDeclared)
    def declared(self, cur: Rows, act: RecordedAct[Person.CategoryDeclared]) -> None:
        said = act.event
        row = (said.person, said.purpose, said.number, _left(said.category), said.act.occurred_at)
        cur.execute(_DECLARE, row)

    @on(Person.CategoryWithdrawn)
    def withdrawn(self, cur: Rows, act: RecordedAct[Person.CategoryWithdrawn]) -> None:
        cur.execute(_WITHDRAW, (act.event.person, act.event.number))

    @on(Person.CaucusJoined)
    def joined(self, cur: Rows, act: RecordedAct[Person.CaucusJoined]) -> None:
        said = act.event
        cur.execute(_JOIN, (said.person, said.number, _left(said.body), said.act.occurred_at))

    @on(Person.CaucusLeft)
    def left(self, cur: Rows, act: RecordedAct[Person.CaucusLeft]) -> None:
        cur.execute(_LEAVE, (act.event.person, act.event.number))

    @on(Meeting.UnseenCounted)
    def unseen_counted(self, cur: Rows, act: RecordedAct[Meeting.UnseenCounted]) -> None:
        cur.execute(_COUNT, (act.event.originator_id, _left(act.event.there)))

    @on(Person.Erased)
    def erased(self, cur: Rows, act: RecordedAct[Person.Erased]) -> None:
        person, purposes = act.event.person, [Purpose(one).value for one in act.event.purposes]
        cur.execute(_ERASE, {"person": person, "purposes": purposes})
        cur.execute(_FORGET, (person, purposes))
        if Purpose.CAUCUS in purposes:
            cur.execute(_BELONG_NOWHERE, (person,))

    @on(Person.HoldPlaced)
    def hold_placed(self, cur: Rows, act: RecordedAct[Person.HoldPlaced]) -> None:
        cur.execute(_HOLD, (act.event.reason, act.event.person))

    @on(Person.HoldLifted)
    def hold_lifted(self, cur: Rows, act: RecordedAct[Person.HoldLifted]) -> None:
        cur.execute(_HOLD, (None, act.event.person))

    @on(AccessRequest.Asked)
    def asked(self, cur: Rows, act: RecordedAct[AccessRequest.Asked]) -> None:
        said = act.event
        cur.execute(_ASK, (said.originator_id, said.person, said.act.occurred_at, said.due))

    @on(AccessRequest.Extended)
    def extended(self, cur: Rows, act: RecordedAct[AccessRequest.Extended]) -> None:
        cur.execute(_EXTEND, (act.event.due, act.event.originator_id))

    @on(AccessRequest.Answered, AccessRequest.Withdrawn)
    def over(self, cur: Rows, act: RecordedAct) -> None:
        cur.execute(_END, (act.event.act.occurred_at, act.event.originator_id))


def _left(value: Sealed[T] | None) -> T | None:
    """What a table shows: nothing, of what is erased."""
    return None if isinstance(value, Erased) else value
