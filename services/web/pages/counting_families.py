"""Answers how counting rules are told to people who have to choose: those that work alike together.

What a rule does stands with the rule itself; here is what it asks of voters and what comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.counting.rules import plainly

SEVERAL, ONE, EITHER, NONE = "several places", "one place", "one place or several", "a question"


@dataclass(frozen=True)
class Family:
    """Rules that work alike: what they fill, what voters write, what comes of it."""

    name: str
    plainly: str
    fills: str
    asks: str
    effect: str


NUMBERS: Final = "numbers: 1 for whom they like best, 2 for the next, as far as they care to"
FAMILIES: Final = (
    Family(
        "Single transferable vote, in stages",
        plainly.TRANSFERABLE,
        SEVERAL,
        NUMBERS,
        "Groups of voters win places about in proportion to their numbers, whoever they are and "
        "without being named beforehand. Nobody wastes a vote on somebody who has enough or "
        "who has no chance. Rules of this kind differ in how they pass on parts of votes and how "
        "they round; that decides a place more often than people think.",
    ),
    Family(
        "Single transferable vote, shared out anew each round",
        plainly.SHARED,
        SEVERAL,
        NUMBERS,
        "As above, and fairer still: votes also pass to those who were elected earlier, so it does "
        "not matter in which order people were elected. It takes a computer to count and to check.",
    ),
    Family(
        "Alternative vote",
        plainly.ALTERNATIVE,
        ONE,
        NUMBERS,
        "The winner has a majority of the votes that still count. Like-minded candidates do not "
        "take votes from each other. For several places it gives no proportion.",
    ),
    Family(
        "Most votes",
        plainly.MOST_VOTES,
        EITHER,
        "one mark",
        "Quick to count and to understand. With three candidates or more the winner may have a "
        "minority of the votes, and like-minded candidates take votes from each other.",
    ),
    Family(
        "As many votes as places",
        plainly.AS_MANY_AS_PLACES,
        SEVERAL,
        "as many marks as there are places, or fewer",
        "The largest group of voters can win every place, even with less than half of the votes.",
    ),
    Family(
        "Approval",
        plainly.APPROVED,
        EITHER,
        "a mark for everybody whom they would accept",
        "It finds those whom most can live with. It knows no second choice, and for several places "
        "it gives no proportion.",
    ),
    Family(
        "Sections with fixed shares",
        plainly.IN_SECTIONS,
        ONE,
        NUMBERS,
        "Parts of the electorate have a weight that does not depend on how many of them vote; so "
        "one person's vote may weigh more than another's.",
    ),
    Family(
        "Yes or no",
        plainly.YES_OR_NO,
        NONE,
        "yes or no",
        "For one question at a time. Staying away may count like no where a quorum is asked for.",
    ),
    Family(
        "An order of all",
        plainly.IN_ORDER,
        "a list in order",
        NUMBERS,
        "For priorities rather than for places. Which of its methods is used changes the order.",
    ),
)
