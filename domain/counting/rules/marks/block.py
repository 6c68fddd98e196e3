"""Block vote: as many crosses as places, or fewer if the rules say so; the most crosses win.

Source: The Local Elections (Principal Areas) (England and Wales) Rules 2006 (SI 2006/3304),
Schedule 2, rule 15, for wards with several councillors.  With fewer crosses than places it is the
limited vote.
"""

from __future__ import annotations

from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.marks.crosses import added, marked, overfull
from domain.counting.rules.marks.highest import WHOLE_VOTES, Added, HighestCount
from domain.counting.rules.options import whole
from domain.counting.rules.plainly import AS_MANY_AS_PLACES
from domain.counting.sheet import Sheet
from domain.counting.wording import agreeing, number_of
from domain.kernel.refusal import BadInput


class Block:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="block",
        version=1,
        title="Block vote",
        source=(
            "Local Elections (Principal Areas) (England and Wales) Rules 2006 (SI 2006/3304), "
            "Schedule 2, rule 15"
        ),
        summary=(
            "Every voter marks as many candidates as there are places, or fewer. Those with the "
            "most marks are elected, unless a quota for a group rules somebody out."
        ),
        plainly=AS_MANY_AS_PLACES,
        papers=Kind.CROSSES,
        scale=WHOLE_VOTES,
        options=(("crosses", "how many a paper may have; as many as places if not given"),),
    )

    def most(self, ballots: Ballots) -> int:
        """How many crosses a paper may have."""
        return whole(ballots.options, "crosses", ballots.contest.seats, least=1)

    def count(self, ballots: Ballots) -> Sheet:
        """Raises `BadInput` for papers with too many crosses: they are spoiled before the count."""
        most, number = self.most(ballots), ballots.papers.number
        marks = marked(ballots.papers, ballots.contest)
        over = int(number[overfull(marks, most)].sum())
        if over:
            raise BadInput(
                f"{number_of(over, 'papers')} {agreeing(over, 'has', 'have')} more than "
                f"{number_of(most, 'crosses', 'cross')}, which spoils a paper. "
                f"Leave {agreeing(over, 'it', 'them')} out before the count."
            )
        votes, papers = added(marks, number), ballots.papers.total
        used = sum(votes)
        unused = papers * most - used
        said = (
            f"{number_of(papers, 'papers')} with up to {number_of(most, 'crosses', 'cross')} each: "
            f"{number_of(used, 'votes')}; crosses not used: {unused}."
        )
        added_up = Added(votes, unused, (said,), "rule 15")
        return HighestCount(ballots, added_up, "rule 15").run()
