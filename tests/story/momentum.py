"""The rules of the founding example, with the small numbers of the tests.

So a story can be told under every rule that the example has, in its own force and clause.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from domain.rules.values import Flag, Force, Rule
from services.examples.load import load
from services.examples.models import Record
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.organisation import Organisation
from tests.story import afterwards, balloted
from tests.story.refounding import Story
from tests.support.hands import Hands
from tests.support.rulebook import VALUES

EXAMPLE = Path(__file__).parents[2] / "examples" / "momentum"
OPENING = date(2021, 7, 26)


@cache
def founding_file() -> Record:
    """The example, read once: nothing in it can be changed."""
    return load(EXAMPLE)


def rules_then(record: Record, day: date) -> tuple[Rule, ...]:
    """Every rule that stood that day; the officers are those of 2017, whom the stories tell of."""
    book = record.rulebook
    (posts,) = (rule.as_rule() for rule in book.rules if rule.id == "ncg.officers.posts")
    return tuple(posts if rule.id == posts.id else rule for rule in book.rules_in_force(day))


def rules_of_the_example(record: Record) -> tuple[Rule, ...]:
    """Every rule that stood when Refounding opened."""
    small = VALUES | {"constitution.amend_power": afterwards.AMENDED_BY} | afterwards.PERIODS
    small |= balloted.BLIND | {"ballots.scrutineer": Flag(holds=False)}
    found = rules_then(record, OPENING)
    return tuple(rule.with_value(small[rule.id]) if rule.id in small else rule for rule in found)


def told_under_the_rules_of_the_example() -> Organisation:
    """The story and what it leaves out, in memory."""
    record = founding_file()
    store = MemoryStore()
    hands = Hands(store, MemoryBoxes(store))
    org = Organisation(hands, rules_of_the_example(record), record.rulebook.clauses_as_adopted())
    Story(hands, org).tell()
    afterwards.tell(org)
    return org


def directory(rules: tuple[Rule, ...]) -> set[str]:
    return {rule.id for rule in rules if rule.force is Force.DIRECTORY}
