"""An order of priorities from ranked papers, by one of several documented methods.

The order runs over all who stand, and as many as there are places are chosen from the top; give as
many places as priorities to have the whole order.  Methods, and where each is described:

* `borda`: J.-C. de Borda (1784), those left out sharing the points left; `borda-zero`: the same
  with no points for them; `borda-modified`: P. Emerson, Social Choice and Welfare 40 (2013), so
  that ranking few gives few points; `dowdall`: 1, 1/2, 1/3 …, as in Nauru (Electoral Act 1965);
* `schulze`: M. Schulze, Social Choice and Welfare 36 (2011); `ranked-pairs`: T. N. Tideman, Social
  Choice and Welfare 4 (1987); both by winning votes;
* `proportional`: J. Otten, Ordered list selection, Voting matters 9 (1998): place by place one more
  is chosen by the single transferable vote with those before protected, so that the first few are
  a fair picture of the voters whatever number of them is taken up.

The stage of each place shows first preferences, so that every paper is accounted for; the figures
of the method stand in its sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol

from domain.counting.contest import Index
from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.quotas import Quotas
from domain.counting.rules.options import one_of
from domain.counting.rules.plainly import IN_ORDER
from domain.counting.rules.priorities import pairwise, points
from domain.counting.rules.single.heads import in_one_class
from domain.counting.rules.single.runoff import EXACT
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.sheet import Deed, Question, Sheet, Tie, Votes
from domain.counting.ties import Tied
from domain.counting.wording import number_of

POINTS: dict[str, tuple[points.Points, points.LeftOut]] = {
    "borda": (points.borda, points.shared),
    "borda-zero": (points.borda, points.nothing),
    "borda-modified": (points.modified, points.nothing),
    "dowdall": (points.harmonic, points.nothing),
}
METHODS = (*POINTS, "schulze", "ranked-pairs", "proportional")


class RankedPriorities:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="ranked-priorities",
        version=1,
        title="Order of priorities",
        source="de Borda 1784; Emerson 2013; Schulze 2011; Tideman 1987; Otten 1998",
        summary=(
            "Ranked papers give an order of all that stands, place by place, by the method that "
            "is chosen; as many as there are places are taken from the top."
        ),
        plainly=IN_ORDER,
        papers=Kind.RANKED,
        scale=EXACT,
        options=(("method", f"one of {', '.join(METHODS)}"),),
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Raises `BadInput` for an unknown method, and `TieUndecided`."""
        method = one_of(ballots.options, "method", METHODS)
        sheet = Sheet(ballots.contest, EXACT, ballots.papers.total)
        standing = ballots.contest.standing
        heads = in_one_class(ballots.papers).heads(len(ballots.contest.candidates), standing)
        firsts = Votes([Fraction(n) for n in heads.papers[0]], Fraction(heads.stuck[0]), 0, 0)
        order: _Order | None = None
        while sheet.places_left and (able := _able(ballots, sheet)):
            sheet.begin(Deed.TOTAL)
            order = order or _order(method, ballots, sheet)
            chosen = order.next_of(able)
            sheet.elect(chosen)
            sheet.say(f"Place {len(sheet.elected)}: {sheet.name(chosen)}.", SOURCES[method])
            sheet.close(firsts)
        return sheet


SOURCES = {
    "borda": "Borda count, the rest shared",
    "borda-zero": "Borda count",
    "borda-modified": "Emerson 2013, modified Borda count",
    "dowdall": "Dowdall's count",
    "schulze": "Schulze 2011, section 2",
    "ranked-pairs": "Tideman 1987",
    "proportional": "Otten 1998",
}


def _able(ballots: Ballots, sheet: Sheet) -> tuple[Index, ...]:
    doomed = ballots.guard.bound(sheet).doomed
    return tuple(candidate for candidate in sheet.hopeful if candidate not in doomed)


class _Order(Protocol):
    """A method: who comes next, said on the sheet."""

    def next_of(self, able: Sequence[Index]) -> Index: ...


def _order(method: str, ballots: Ballots, sheet: Sheet) -> _Order:
    if method == "proportional":
        return _Proportional(ballots, sheet)
    placed = pairwise.places(ballots.papers, ballots.contest)
    if method in POINTS:
        number, standing = ballots.papers.number, ballots.contest.standing
        return _ByPoints(ballots, sheet, points.added(placed, number, standing, POINTS[method]))
    return _TwoByTwo(ballots, sheet, pairwise.before(placed, ballots.papers.number), method)


class _ByPoints:
    def __init__(self, ballots: Ballots, sheet: Sheet, total: dict[Index, Fraction]) -> None:
        self._ballots, self._sheet, self._total = ballots, sheet, total

    def next_of(self, able: Sequence[Index]) -> Index:
        most = max(self._total[candidate] for candidate in able)
        level = tuple(candidate for candidate in able if self._total[candidate] == most)
        chosen = _one_of(self._ballots, self._sheet, level)
        self._sheet.say(f"{self._sheet.name(chosen)} has {number_of(EXACT.text(most), 'points')}.")
        return chosen


class _TwoByTwo:
    def __init__(self, ballots: Ballots, sheet: Sheet, votes: pairwise.Before, method: str) -> None:
        self._ballots, self._sheet, self._votes = ballots, sheet, votes
        standing = ballots.contest.standing
        self._over = (
            pairwise.schulze(votes, standing)
            if method == "schulze"
            else pairwise.ranked_pairs(votes, standing, self._choose)
        )

    def next_of(self, able: Sequence[Index]) -> Index:
        first = tuple(c for c in able if not any((other, c) in self._over for other in able))
        chosen = _one_of(self._ballots, self._sheet, first)
        self._say_the_closest(chosen, [candidate for candidate in able if candidate != chosen])
        return chosen

    def _choose(self, between: tuple[Index, ...], highest: bool) -> Index:
        question = Question.ELECTION if highest else Question.EXCLUSION
        self._sheet.say("Decisions of the same weight can't all stand together.")
        return self._ballots.ties.break_(Tied(question, between, highest), self._sheet)

    def _say_the_closest(self, chosen: Index, rest: Sequence[Index]) -> None:
        if not rest:
            return
        votes, name = self._votes, self._sheet.name
        rival = min(rest, key=lambda c: (votes[chosen][c] - votes[c][chosen], name(c)))
        mine, theirs = votes[chosen][rival], votes[rival][chosen]
        self._sheet.say(
            f"Papers that put {name(chosen)} before {name(rival)}: {mine}; {name(rival)} first: "
            f"{theirs}. Of those left, it is the closest."
        )


class _Proportional:
    """Each place is one more place of a count in which those before are protected."""

    def __init__(self, ballots: Ballots, sheet: Sheet) -> None:
        self._ballots, self._sheet = ballots, sheet

    def next_of(self, able: Sequence[Index]) -> Index:
        contest, before = self._ballots.contest, frozenset(self._sheet.elected)
        standing = before | set(able)
        out = frozenset(range(len(contest.candidates))) - standing
        smaller = contest.model_copy(update={"seats": len(before) + 1, "withdrawn": out})
        ballots = Ballots(
            contest=smaller,
            papers=self._ballots.papers,
            ties=self._ballots.ties,
            guard=Quotas(smaller, sitting=before),
        )
        counted = ScottishStv().count(ballots)
        self._enter_ties(stage.ties for stage in counted.stages)
        (chosen,) = set(counted.elected) - before
        text = counted.text(counted.stages[-1].quota)
        self._sheet.say(
            f"A count for {number_of(len(standing & before) + 1, 'places')}, with a quota of "
            f"{text} and those before protected, elects {self._sheet.name(chosen)} besides."
        )
        return chosen

    def _enter_ties(self, found: Iterable[tuple[Tie, ...]]) -> None:
        """The ties of the inner count are ties of this place."""
        sheet = self._sheet
        for tie in (one for ties in found for one in ties):
            how = f"{tie.how}, at stage {tie.stage} of the count for this place"
            sheet.tied(Tie(sheet.number, tie.question, tie.between, tie.chosen, how))
            sheet.say(f"{sheet.names(tie.between)} were tied: {sheet.name(tie.chosen)} {how}.")


def _one_of(ballots: Ballots, sheet: Sheet, level: tuple[Index, ...]) -> Index:
    if len(level) == 1:
        return level[0]
    return ballots.ties.break_(Tied(Question.ELECTION, level, highest=True), sheet)
