"""What a count with keep factors says of a distribution, and where its rule says it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.counting.rules.meek.shares import Shares
from domain.counting.sheet import Sheet
from domain.counting.wording import first_preferences, number_of


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the rule says each thing, as it is cited at the stages."""

    distribution: str
    quota: str
    elected: str
    enough: str
    keep: str
    exclusion: str
    last: str
    tie: str


def say_what_was_distributed(sheet: Sheet, shares: Shares, clauses: Clauses, times: int) -> None:
    """The last distribution of a round, the quota it gave, and how often papers were shared."""
    if sheet.stages:
        _say_how_papers_were_shared(sheet, clauses, times)
        _say_what_the_elected_keep(sheet, shares, clauses)
    else:
        sheet.say(first_preferences(sheet.papers), clauses.distribution)
    sheet.say(
        f"The quota is {sheet.shown(shares.quota)}: the {sheet.votes(shares.total)} that "
        f"candidates have, divided by {sheet.contest.seats + 1}, and the least bit more.",
        clauses.quota,
    )
    if shares.exhausted:
        sheet.say(
            f"{sheet.votes(shares.exhausted)} can't be passed on: these papers name nobody else "
            "who is still in the count."
        )


def _say_how_papers_were_shared(sheet: Sheet, clauses: Clauses, times: int) -> None:
    sheet.say(
        "Each paper goes from candidate to candidate in its own order; the elected keep their part "
        "of it, and the first who is neither elected nor excluded gets the rest. All papers were "
        f"shared out so {number_of(times, 'times')}.",
        clauses.distribution,
    )


def _say_what_the_elected_keep(sheet: Sheet, shares: Shares, clauses: Clauses) -> None:
    whole = sheet.scale.unit
    kept = [
        f"{sheet.name(candidate)} {sheet.shown(shares.keep[candidate])}"
        for candidate in sheet.elected
        if shares.keep[candidate] < whole
    ]
    if not kept:
        return
    sheet.say(f"Of what reaches them, the elected keep: {', '.join(kept)}.", clauses.keep)
    surplus = shares.surplus(sheet.elected)
    sheet.say(
        f"Together they have {sheet.votes(surplus)} more than they need.",
        clauses.enough,
    )
