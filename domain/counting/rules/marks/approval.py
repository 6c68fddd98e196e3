"""Approval voting: a cross for everybody one agrees with; the most crosses win.

Source: S. J. Brams and P. C. Fishburn, Approval Voting (American Political Science Review 72, 1978,
pages 831 to 847).
"""

from __future__ import annotations

from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.marks.crosses import added, marked
from domain.counting.rules.marks.highest import WHOLE_VOTES, Added, HighestCount
from domain.counting.rules.plainly import APPROVED
from domain.counting.sheet import Sheet
from domain.counting.wording import number_of


class Approval:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="approval",
        version=1,
        title="Approval voting",
        source="Brams and Fishburn, Approval Voting, American Political Science Review 72 (1978)",
        summary=(
            "Every voter marks all candidates whom they approve of. Those whom most voters approve "
            "of are elected."
        ),
        plainly=APPROVED,
        papers=Kind.CROSSES,
        scale=WHOLE_VOTES,
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Each paper brings one vote for each candidate who stands, given or not."""
        contest, papers = ballots.contest, ballots.papers
        votes = added(marked(papers, contest), papers.number)
        not_given = papers.total * len(contest.standing) - sum(votes)
        said = f"{number_of(papers.total, 'papers')} with {number_of(sum(votes), 'approvals')}."
        added_up = Added(votes, not_given, (said,), "definition of approval voting")
        return HighestCount(ballots, added_up, "the most approvals win").run()
