"""When a person's data must stay though they ask that it is destroyed, and which of it.

It decides on what it is told stands in the way: a hold, a case, a vote whose result can still be
challenged, a place that is public record.  It refuses to know what the data says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from domain.kernel.ids import RuleId
from domain.kernel.moments import in_words
from domain.kernel.refusal import RuleBroken
from domain.kernel.sealed import Purpose
from domain.kernel.value import Value

CHALLENGE_DAYS: Final = RuleId("people.challenge_days")
OFFICE_PUBLISHED: Final = RuleId("people.office_published")
HELD: Final = RuleId("people.erasure_decided_by")

_PROVES_A_VOTE: Final = (Purpose.IDENTITY, Purpose.CONTACT, Purpose.BIRTH, Purpose.QUOTA)
"""What shows who could vote, how they were told, and towards which quota somebody counted."""


class OpenVote(Value):
    """A ballot or election that is not over for good: until when, once it was declared."""

    title: str
    until: datetime | None = None


class InTheWay(Value):
    """What may keep a person's data from being destroyed."""

    hold: str | None = None
    cases: tuple[str, ...] = ()
    votes: tuple[OpenVote, ...] = ()
    offices: tuple[str, ...] = ()

    def on_hold(self, reason: str | None) -> InTheWay:
        return self.model_copy(update={"hold": reason})


class Bar(NamedTuple):
    """Why data that is kept for some purposes must stay."""

    purposes: tuple[Purpose, ...]
    sentence: str
    rule: RuleId


def bars(found: InTheWay) -> Iterator[Bar]:
    """Everything that stands in the way, the strongest first."""
    everything = tuple(Purpose)
    if found.hold is not None:
        said = found.hold.rstrip(".")
        yield Bar(everything, f"It is kept under a legal hold: {said}.", HELD)
    for case in found.cases:
        yield Bar(everything, f"It is needed in a case that is not closed: {case}.", HELD)
    for vote in found.votes:
        yield Bar(_PROVES_A_VOTE, _still_open(vote), CHALLENGE_DAYS)
    for office in found.offices:
        said = f"The name stands in the public record: {office}."
        yield Bar((Purpose.IDENTITY,), said, OFFICE_PUBLISHED)


def free(purposes: Iterable[Purpose], found: InTheWay) -> tuple[Purpose, ...]:
    """Those of these purposes that nothing stands in the way of."""
    kept = {purpose for bar in bars(found) for purpose in bar.purposes}
    return tuple(purpose for purpose in purposes if purpose not in kept)


def must_be_free(purposes: tuple[Purpose, ...], found: InTheWay) -> None:
    """Raises `RuleBroken` with all that stands in the way, and what could be erased even so."""
    stopping = [bar for bar in bars(found) if set(bar.purposes) & set(purposes)]
    if not stopping:
        return
    left = free(purposes, found)
    also = f" What is kept for {_listed(left)} can be erased now: ask for that alone." * bool(left)
    sentences = " ".join(bar.sentence for bar in stopping)
    raise RuleBroken(f"This can't be erased yet. {sentences}{also}", rule=stopping[0].rule)


def _still_open(vote: OpenVote) -> str:
    if vote.until is None:
        return f"“{vote.title}” has not been declared yet, and whoever could vote can challenge it."
    return f"The result of “{vote.title}” can be challenged until {in_words(vote.until)}."


def _listed(purposes: tuple[Purpose, ...]) -> str:
    return " and ".join(filter(None, (", ".join(purposes[:-1]), *purposes[-1:])))
