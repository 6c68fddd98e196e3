"""The stages of nominations as rows: for each section their close, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.elections.nominating import CURE_DAYS, OPEN_DAYS, NominatingTerms, Window
from projections.stages import Row


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
