"""First past the post: the candidate whom most papers put first is elected.

Source: Representation of the People Act 1983, Schedule 1 (Parliamentary Elections Rules), rules 18
and 49.  A paper with one cross is a paper with one preference; of a paper with more, the
first counts.  With several places it is the single non-transferable vote.
"""

from __future__ import annotations

from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.piles import Piles
from domain.counting.rules.marks.highest import WHOLE_VOTES, Added, HighestCount
from domain.counting.rules.plainly import MOST_VOTES
from domain.counting.sheet import Sheet
from domain.counting.wording import number_of


class Fptp:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="fptp",
        version=1,
        title="First past the post",
        source="Representation of the People Act 1983, Schedule 1, rules 18 and 49",
        summary=(
            "Every paper is one vote, for the candidate marked or put first. The candidate with "
            "the most votes is elected; with several places, those with the most votes."
        ),
        plainly=MOST_VOTES,
        papers=Kind.RANKED,
        scale=WHOLE_VOTES,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Candidates with equal votes: by lot, as rule 49 has it, or as was laid down instead."""
        contest, papers = ballots.contest, ballots.papers
        moved = Piles(papers, len(contest.candidates), WHOLE_VOTES).deal(contest.standing)
        said = (
            "Each paper gives one vote to the candidate whom it puts first: "
            f"{number_of(papers.total, 'papers')}."
        )
        if moved.stuck:
            said += f" Papers among them that name nobody who stands: {moved.stuck}."
        votes = tuple(int(amount) for amount in moved.credited)
        return HighestCount(ballots, Added(votes, moved.stuck, (said,), "rule 18"), "rule 18").run()
