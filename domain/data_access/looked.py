"""Who looked at a list of members, when and at what of it: a record beside the grant.

It does not decide who may: that is judged by whoever asks, each time anew.
"""

from __future__ import annotations

from uuid import UUID

from domain.data_access.grant_acts import Scope
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId, derived


def looks_id(access: UUID) -> UUID:
    """The id of the record of who looked through a grant."""
    return derived(access, "looks at a list of members")


class ListLooks(Aggregate):
    """The record of what was looked at through one grant."""

    TOPIC = "member_list"

    class Created(Aggregate.Created):
        """Never recorded: the record begins by being opened."""

        TOPIC = "member_list.created.v1"

    class Opened(Aggregate.Created):
        """A list can be looked at from now on, and whoever does so is recorded."""

        TOPIC = "member_list.opened.v1"
        access: UUID
        person: PersonId
        body: BodyId

    class Read(Aggregate.Event):
        """Somebody looked at the list: at names, or also at how people are reached."""

        TOPIC = "member_list.read.v1"
        person: PersonId
        body: BodyId
        scope: Scope

    def __init__(self, access: UUID, person: PersonId, body: BodyId) -> None:
        self.access = access
        self.person = person
        self.body = body
        self.looks = 0

    @classmethod
    def open(cls, act: Act, access: UUID, person: PersonId, body: BodyId) -> ListLooks:
        """Begin to record the looks of somebody at the list of a group."""
        return cls._begin(
            cls.Opened, looks_id(access), act, access=access, person=person, body=body
        )

    def read(self, act: Act, scope: Scope) -> None:
        """Record that they looked at it."""
        self._read(act=act, person=self.person, body=self.body, scope=scope)

    @event(Read)
    def _read(self, act: Act, person: PersonId, body: BodyId, scope: Scope) -> None:
        self.looks += 1
