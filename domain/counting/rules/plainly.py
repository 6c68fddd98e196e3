"""Kinds of count told to people who have never heard of them."""

from __future__ import annotations

from typing import Final

TRANSFERABLE: Final = (
    "Voters number the candidates in the order in which they like them. The quota is so large that "
    "only as many candidates can reach it as there are places; whoever reaches it is elected. "
    "Votes that a winner has above the quota are not wasted: they pass on, in parts, to those whom "
    "the same voters like next. When nobody reaches the quota, whoever has the fewest votes leaves "
    "the count, and their votes pass on whole. So it goes, stage by stage, until the places are "
    "filled."
)
SHARED: Final = (
    "Voters number the candidates in the order in which they like them. Whoever reaches the quota "
    "is elected and from then on keeps only as large a share of each vote as they need; the rest "
    "of it goes to whom the voter likes next. When nobody reaches the quota, whoever has the "
    "fewest votes leaves the count, and everything is shared out anew as if they had never stood. "
    "So it goes, round by round, until the places are filled."
)
ALTERNATIVE: Final = (
    "There is one place. Voters number the candidates in the order in which they like them. "
    "Whoever has more than half of the votes is elected. If nobody has, whoever has the fewest "
    "leaves the count, and their votes pass to whom these voters like next, until somebody has "
    "more than half."
)
MOST_VOTES: Final = "Each voter has one vote. Whoever has the most votes is elected."
AS_MANY_AS_PLACES: Final = (
    "Each voter has as many votes as there are places, one for each candidate. Those with the most "
    "votes are elected, unless a quota for a group keeps a place for somebody else."
)
APPROVED: Final = (
    "Voters mark every candidate whom they would accept. Those with the most marks are elected."
)
IN_SECTIONS: Final = (
    "Each section of the electorate votes by itself and has a fixed share of the whole. A "
    "candidate's share of a section's votes counts for that much of the section's share; whoever "
    "has more than half of the whole is elected."
)
YES_OR_NO: Final = (
    "Voters answer yes or no. It is carried if enough took part and enough of them said yes."
)
IN_ORDER: Final = (
    "Voters put the options in order. The result is not only a winner but the order in which all "
    "of them come."
)
