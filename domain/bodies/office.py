"""The terms of one body's offices, as something that is waited for: each ends at its own moment.

It keeps no terms itself: they stand with the mandates of the body.
"""

from __future__ import annotations

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

    class Over(Aggregate.Event):
        """The body is no more, and no term of its is waited for."""

        TOPIC = "terms_of_office.over.v1"

    def __init__(self, body: BodyId, body_name: str) -> None:
        self.body = body
        self.is_over = False

    @classmethod
    def watch(cls, act: Act, body: Body) -> TermsOfOffice:
        """Begin to see to the terms of a body."""
        stream = terms_id(body.id)
        return cls._begin(cls.Watched, stream, act, body=BodyId(body.id), body_name=body.name)

    def end(self, act: Act) -> None:
        """See to the terms of the body no longer."""
        if not self.is_over:
            self._over(act=act)

    @event(Over)
    def _over(self, act: Act) -> None:
        self.is_over = True
