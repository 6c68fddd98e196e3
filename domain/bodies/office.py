"""The terms of one body's offices, as something that is waited for: each ends at its own moment.

It keeps no terms itself: they stand with the mandates of the body.  What it keeps is the moments at
which a change of the rules gives other posts a seat in the body.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.bodies.body import Body
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, derived


def terms_id(body: UUID) -> UUID:
    """The id of the process that waits for the terms of a body."""
    return derived(body, "terms of office")


class TermsOfOffice(Aggregate):
    """From the first mandate with a term on, the service sees to the end of each."""

    TOPIC = "terms_of_office"

    class Created(Aggregate.Created):
        """Never recorded: it begins by being watched."""

        TOPIC = "terms_of_office.created.v1"

    class Watched(Aggregate.Created):
        """From now on the end of each term in a body is seen to."""

        TOPIC = "terms_of_office.watched.v1"
        body: BodyId
        body_name: str

    class ChangeAhead(Aggregate.Event):
        """From a moment on, other posts or seats give a seat in the body: the rules change then."""

        TOPIC = "terms_of_office.change_ahead.v1"
        at: datetime

    class ChangeFollowed(Aggregate.Event):
        """The seats in the body are those that the changed rules give."""

        TOPIC = "terms_of_office.change_followed.v1"
        at: datetime

    class Over(Aggregate.Event):
        """The body is no more, and no term of its is waited for."""

        TOPIC = "terms_of_office.over.v1"

    def __init__(self, body: BodyId, body_name: str) -> None:
        self.body = body
        self.is_over = False
        self.changes: tuple[datetime, ...] = ()

    @classmethod
    def watch(cls, act: Act, body: Body) -> TermsOfOffice:
        """Begin to see to the terms of a body."""
        stream = terms_id(body.id)
        return cls._begin(cls.Watched, stream, act, body=BodyId(body.id), body_name=body.name)

    def look_ahead(self, act: Act, at: datetime) -> None:
        """See to the seats of the body at a moment at which the rules on them change."""
        if not self.is_over and at not in self.changes:
            self._change_ahead(act=act, at=at)

    def follow(self, act: Act, at: datetime) -> None:
        """Record that the seats have been seen to."""
        self._change_followed(act=act, at=at)

    def changes_by(self, moment: datetime) -> tuple[datetime, ...]:
        """The changes that have come by a moment and are not followed yet, earliest first."""
        return tuple(sorted(at for at in self.changes if at <= moment))

    def end(self, act: Act) -> None:
        """See to the terms of the body no longer."""
        if not self.is_over:
            self._over(act=act)

    @event(ChangeAhead)
    def _change_ahead(self, act: Act, at: datetime) -> None:
        self.changes += (at,)

    @event(ChangeFollowed)
    def _change_followed(self, act: Act, at: datetime) -> None:
        self.changes = tuple(one for one in self.changes if one != at)

    @event(Over)
    def _over(self, act: Act) -> None:
        self.is_over = True
