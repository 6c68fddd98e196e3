"""The terms that people were elected to, and how many of them followed on one another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.bodies.mandate import Mandate, Origin
from domain.kernel.ids import PersonId
from domain.kernel.moments import months_after
from domain.kernel.value import Value
from domain.rules.values import Period


class Term(Value):
    """One elected term in a seat, or in a post; `ended` is none while it runs."""

    person: PersonId
    post: str | None
    began: datetime
    ended: datetime | None = None


def in_a_row(terms: Iterable[Term], mandate: Mandate, now: datetime, length: Period) -> int:
    """How many terms in the same seat or post lead up to this moment without a break.

    A break is as long as a term: who pauses for less has not paused.
    """
    row, upto = 0, now
    theirs = [one for one in terms if (one.person, one.post) == (mandate.person, mandate.post)]
    for term in sorted(theirs, key=lambda one: one.began, reverse=True):
        if term.ended is not None and months_after(term.ended, length.months) <= upto:
            return row
        row, upto = row + 1, term.began
    return row


def begun(terms: tuple[Term, ...], mandate: Mandate, moment: datetime) -> tuple[Term, ...]:
    """The terms once a mandate has begun; only those that were elected have served one."""
    if mandate.origin is not Origin.ELECTION:
        return terms
    return (*terms, Term(person=mandate.person, post=mandate.post, began=moment))


def over(
    terms: tuple[Term, ...], person: PersonId, post: str | None, moment: datetime
) -> tuple[Term, ...]:
    """The terms once the one that a person was serving in that seat or post is over."""
    return tuple(
        one.model_copy(update={"ended": moment})
        if (one.person, one.post, one.ended) == (person, post, None)
        else one
        for one in terms
    )
