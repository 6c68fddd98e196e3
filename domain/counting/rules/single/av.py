"""The alternative vote: one place, preferences, and the last goes out until somebody has half.

Source: Parliamentary Voting System and Constituencies Act 2011, section 9, which wrote rules 37A
and 45A into the Parliamentary Elections Rules (Representation of the People Act 1983, Schedule 1).
It was not brought into force, and is the form that most organisations follow.
"""

from __future__ import annotations

from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.marks.highest import WHOLE_VOTES
from domain.counting.rules.options import one_of
from domain.counting.rules.plainly import ALTERNATIVE
from domain.counting.rules.single.heads import in_one_class
from domain.counting.rules.single.runoff import ByValue, Put, RunoffCount, Terms
from domain.counting.sheet import Sheet
from domain.counting.ties import Forwards
from domain.kernel.refusal import BadInput


class Av:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="av",
        version=1,
        title="Alternative vote",
        source="Parliamentary Voting System and Constituencies Act 2011, section 9 (rule 45A)",
        summary=(
            "One place. Whoever has more votes than all the others together is elected; until "
            "somebody has, the candidate with the fewest votes is excluded."
        ),
        plainly=ALTERNATIVE,
        papers=Kind.RANKED,
        scale=WHOLE_VOTES,
        options=(
            ("until", "'half': stop when somebody has more than half; 'two': until two are left"),
        ),
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Of those tied for the fewest, the one who first had fewer is excluded; then by lot."""
        one_place(ballots, self.manifest.title)
        to_two = one_of(ballots.options, "until", ("half", "two")) == "two"
        clauses = ("rule 45A(1)", "rule 45A(2)", "rule 45A(3)")
        terms = Terms(WHOLE_VOTES, ByValue((1,)), clauses, to_two=to_two)
        put = Put(
            contest=ballots.contest,
            papers=in_one_class(ballots.papers),
            brought=ballots.papers.total,
            ties=ballots.ties.after(Forwards()),
            guard=ballots.guard,
        )
        return RunoffCount(put, terms).run()


def one_place(ballots: Ballots, title: str) -> None:
    """Raises `BadInput` if there is more than one place to fill."""
    if ballots.contest.seats != 1:
        raise BadInput(
            f"{title} fills one place, and this contest has {ballots.contest.seats}. Choose a rule "
            "for several places, such as the single transferable vote."
        )
