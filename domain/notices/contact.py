"""By which channel somebody wants to be reached, and under which entry of the address book.

The address itself is in no act: the log says who gave it, when and by what power, and names the
entry; the entry lies in a table of its own and can be sealed or destroyed there.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, PersonId, RuleId, derived
from domain.kernel.refusal import NotFound
from domain.kernel.value import Value

GIVEN_BY = RuleId("notices.contact_given_by")


class Channel(StrEnum):
    """The ways in which something can be served."""

    EMAIL = "email"
    POST = "post"


class Format(StrEnum):
    """The form in which somebody reads what is sent to them."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    PLAIN_TEXT = "plain_text"


class Reached(Value):
    """One way to reach somebody.

    `entry` is where the address lies, `language` a tag such as `en` or `cy` (BCP 47).
    """

    channel: Channel
    entry: UUID
    language: str = "en"
    format: Format = Format.STANDARD


def contact_id(person: PersonId) -> UUID:
    """The stream that always belongs to the contact of that person."""
    return derived(CONVENOR, "contact", person)


class Contact(Aggregate):
    """How one person is reached, from the first address that they give."""

    TOPIC = "contact"

    class Created(Aggregate.Created):
        """Never recorded: a contact begins by being given."""

        TOPIC = "contact.created.v1"

    class Given(Aggregate.Created):
        """Somebody's first address was given; the address itself is not in here."""

        TOPIC = "contact.given.v1"
        person: PersonId
        reached: Reached

    class Replaced(Aggregate.Event):
        """Another address was given; they are served through its channel, `former` is not used."""

        TOPIC = "contact.replaced.v1"
        person: PersonId
        reached: Reached
        former: UUID | None

    class Withdrawn(Aggregate.Event):
        """They are not to be reached through a channel any more; `entry` is not used."""

        TOPIC = "contact.withdrawn.v1"
        person: PersonId
        channel: Channel
        entry: UUID

    def __init__(self, person: PersonId, reached: Reached) -> None:
        self.person = person
        self.ways: tuple[Reached, ...] = (reached,)

    @classmethod
    def give(cls, act: Act, person: PersonId, reached: Reached) -> Contact:
        """Give a person's first address."""
        return cls._begin(
            cls.Given, contact_id(person), act.under(GIVEN_BY), person=person, reached=reached
        )

    def replace(self, act: Act, reached: Reached) -> None:
        """Give another; the last that was given says by which channel they are served."""
        if self.ways[:1] == (reached,):
            return
        before = self._by(reached.channel)
        former = None if before is None or before.entry == reached.entry else before.entry
        self._replaced(act=act.under(GIVEN_BY), person=self.person, reached=reached, former=former)

    def withdraw(self, act: Act, channel: Channel) -> None:
        """Take a channel away."""
        way = self._by(channel)
        if way is None:
            raise NotFound("There is no address of theirs for that, so none can be taken away.")
        self._withdrawn(
            act=act.under(GIVEN_BY), person=self.person, channel=channel, entry=way.entry
        )

    def forget(self, act: Act) -> None:
        """Take every channel away: where the person was reached is erased."""
        for way in self.ways:
            self.withdraw(act, way.channel)

    def _by(self, channel: Channel) -> Reached | None:
        """How they are reached through a channel."""
        return next((way for way in self.ways if way.channel is channel), None)

    @event(Replaced)
    def _replaced(self, act: Act, person: PersonId, reached: Reached, former: UUID | None) -> None:
        others = tuple(way for way in self.ways if way.channel is not reached.channel)
        self.ways = (reached, *others)

    @event(Withdrawn)
    def _withdrawn(self, act: Act, person: PersonId, channel: Channel, entry: UUID) -> None:
        self.ways = tuple(way for way in self.ways if way.channel is not channel)
