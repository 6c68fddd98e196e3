"""Whether somebody may be given data of members: trained not too long ago, and signed for it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.data_access.rules import KEPT_BY, SIGNED, TRAINED_DAYS
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, PersonId, derived
from domain.kernel.moments import LONDON
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.rules.edition import Edition
from domain.rules.values import Days, Flag


def readiness_id(person: PersonId) -> UUID:
    """The id of what somebody did to be given data."""
    return derived(CONVENOR, "ready for data", person)


class DataReadiness(Aggregate):
    """What one person did for it."""

    TOPIC = "data_readiness"

    class Created(Aggregate.Created):
        """Never recorded: it begins by being opened."""

        TOPIC = "data_readiness.created.v1"

    class Opened(Aggregate.Created):
        """From now on it is kept what somebody did for it."""

        TOPIC = "data_readiness.opened.v1"
        person: PersonId

    class Trained(Aggregate.Event):
        """Somebody was trained in the protection of data on that day."""

        TOPIC = "data_readiness.trained.v1"
        person: PersonId
        day: date
        course: str

    class Signed(Aggregate.Event):
        """Somebody signed the agreement in that version."""

        TOPIC = "data_readiness.signed.v1"
        person: PersonId
        number: int

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.trained: date | None = None
        self.signed: int | None = None

    @classmethod
    def open(cls, act: Act, person: PersonId) -> DataReadiness:
        """Begin to keep what somebody did for it."""
        return cls._begin(cls.Opened, readiness_id(person), act, person=person)

    def train(self, act: Act, day: date, course: str) -> None:
        """Record that they were trained; raises `BadInput` for a day to come."""
        if day > act.occurred_at.astimezone(LONDON).date():
            raise BadInput("Nobody was trained on a day to come. Enter it once it was held.")
        if not course.strip():
            raise BadInput("Say which training it was.")
        if self.trained is not None and day <= self.trained:
            raise OutOfOrder("A training of that day or later is on record.", rule=KEPT_BY)
        self._trained(act=act.under(TRAINED_DAYS), person=self.person, day=day, course=course)

    def sign(self, act: Act, number: int, in_force: int) -> None:
        """Record that they signed the version in force, and no other."""
        if number != in_force:
            raise RuleBroken(f"Version {in_force} of the agreement is to be signed.", rule=SIGNED)
        if self.signed == number:
            raise OutOfOrder("They have signed this version.", rule=SIGNED)
        self._signed(act=act.under(SIGNED), person=self.person, number=number)

    @event(Trained)
    def _trained(self, act: Act, person: PersonId, day: date, course: str) -> None:
        self.trained = day

    @event(Signed)
    def _signed(self, act: Act, person: PersonId, number: int) -> None:
        self.signed = number


def must_be_ready(
    found: DataReadiness | None, in_force: int | None, moment: datetime, edition: Edition
) -> None:
    """Refuse whoever is not trained, or signed no agreement in force; raises `NotAllowed`."""
    within = edition.value(TRAINED_DAYS, Days).count
    trained = None if found is None else found.trained
    today = moment.astimezone(LONDON).date()
    if trained is None or (today - trained).days > within:
        raise NotAllowed(
            f"They were not trained in the protection of data within {within} days.",
            rule=TRAINED_DAYS,
        )
    if not edition.value(SIGNED, Flag).holds:
        return
    if in_force is None or found is None or found.signed != in_force:
        raise NotAllowed("They have not signed the agreement that is in force.", rule=SIGNED)
