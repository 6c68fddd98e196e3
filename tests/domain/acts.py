"""Envelopes and aggregates for tests of single aggregates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from domain.cycle.asked import Asked, Drafter
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.act import Act, Authority
from domain.kernel.ids import CONVENOR, CommandId, PersonId, ProcessId
from domain.rules.rulebook import Governing, Rulebook
from domain.rules.values import RuleValue
from domain.text.text import Text
from tests.support.rulebook import CLAUSE, rules

START = datetime(2021, 7, 15, 16, 0, tzinfo=UTC)
SOMEBODY = PersonId(uuid5(CONVENOR, "somebody"))
SOMEBODY_ELSE = PersonId(uuid5(CONVENOR, "somebody else"))


def an_id(name: str) -> UUID:
    return uuid5(CONVENOR, f"test {name}")


def act(after: timedelta = timedelta(), *, name: str = "act") -> Act:
    """An act that takes effect so long after the start."""
    return Act(
        occurred_at=START + after,
        actor=SOMEBODY,
        recorded_by=SOMEBODY,
        authority=Authority(kind="rule", name="a test"),
        command_id=CommandId(an_id(name)),
    )


def days(count: float) -> timedelta:
    return timedelta(days=count)


def rulebook(**other: RuleValue) -> Rulebook:
    return Rulebook.found(act(), "Rules", (CLAUSE,), rules(**other))


def governing(**other: RuleValue) -> Governing:
    edition = rulebook(**other).editions[0]
    return Governing(opening=edition, current=edition)


def cycle(**other: RuleValue) -> Cycle:
    return Cycle.open(an_id("cycle"), act(), "Refounding", rulebook(**other).editions[0])


def proposal(plain: str = "One two three.\n\nFour five six.", **asked: object) -> Proposal:
    """A member's draft."""
    wanted = Asked.model_validate({"text": Text.from_plain(plain), **asked})
    drafter = Drafter(person=SOMEBODY)
    return Proposal.draft(
        an_id("proposal"), act(), ProcessId(an_id("cycle")), "A proposal", wanted, drafter
    )
