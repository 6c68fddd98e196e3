"""What may be kept of a person, each part under the purpose that it is kept for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

from domain.kernel.ids import BodyId
from domain.kernel.moments import days_after, months_after
from domain.kernel.sealed import ERASED, Purpose, Seal, Sealed
from domain.kernel.value import Value

Name = Annotated[Sealed[str] | None, Seal(Purpose.IDENTITY)]
Address = Annotated[Sealed[str] | None, Seal(Purpose.CONTACT)]
Birthday = Annotated[Sealed[date] | None, Seal(Purpose.BIRTH)]
Category = Annotated[Sealed[str], Seal(purpose_in="purpose")]
Caucus = Annotated[Sealed[BodyId], Seal(Purpose.CAUCUS)]

DECLARED_FOR: Final = (Purpose.CAUCUS, Purpose.QUOTA)
"""The purposes for which people say themselves what they are."""


class Given(Value):
    """What a person is called, where they are reached, and when they were born, as far as known."""

    name: Sealed[str] | None = None
    email: Sealed[str] | None = None
    post_address: Sealed[str] | None = None
    born: Sealed[date] | None = None


_FIELDS: Final = {
    Purpose.IDENTITY: ("name",),
    Purpose.CONTACT: ("email", "post_address"),
    Purpose.BIRTH: ("born",),
}


def without(given: Given, purposes: tuple[Purpose, ...]) -> Given:
    """The same with what was kept for these purposes erased."""
    gone = [name for purpose in purposes for name in _FIELDS.get(purpose, ())]
    held = {name: ERASED for name in gone if getattr(given, name) is not None}
    return given.model_copy(update=held)


def access_due(asked: datetime, days: int) -> datetime:
    """By when somebody who asked must be answered: after so many days, a month at the most.

    A month is the law's (UK GDPR, article 12(3)), so no rule can make it longer; it ends on the
    day of the same number in the next month, or on that month's last day.
    """
    return min(months_after(asked, 1), days_after(asked, days, clear=False))


def extended_due(asked: datetime, due: datetime, days: int) -> datetime:
    """By when they must be answered after an extension: two further months at the most.

    That is the law's too (UK GDPR, article 12(3)).
    """
    return min(months_after(asked, 3), days_after(due, days, clear=False))
