"""The stages of elections as rows: nominations section by section, and the time for objections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from domain.elections.nominating import CURE_DAYS, OPEN_DAYS, NominatingTerms, Window
from domain.elections.objection import RULING_HOURS
from domain.elections.voting_terms import OBJECTION_DAYS
from projections.stages import Row

OBJECTING: Final = "objections"
RULING_DUE: Final = Row("ruling", 1, "Ruling", RULING_HOURS)


def closing(section: str) -> str:
    return f"nominations.{section}"


def settling(section: str) -> str:
    return f"candidates.{section}"


def of_window(
    terms: NominatingTerms, window: Window, since: datetime, place: int
) -> Iterator[tuple[Row, datetime, datetime]]:
    """The two stages of a section, from when and until when."""
    where = window.section.replace("_", " ")
    first = f"Nominations for {where}"
    yield (
        Row(closing(window.section), 2 * place + 1, first, terms.rule(OPEN_DAYS)),
        since,
        window.closes,
    )
    second = f"What is missing for {where} is made good"
    yield (
        Row(settling(window.section), 2 * place + 2, second, terms.rule(CURE_DAYS)),
        window.closes,
        window.cure_by,
    )


def time_to_object(rules: Iterable[str]) -> Row:
    """The time for objections to what was declared; its rule is one of those that were cited."""
    rule = next((one for one in rules if one.endswith(f".{OBJECTION_DAYS}")), None)
    return Row(OBJECTING, 1, "Time for objections", rule)
