"""The electoral college: each section of the electorate has a fixed share of the whole.

Source: the form that the Labour Party (UK) used for its leader and deputy leader from 1981 to 2014
(Rule Book 2010, chapter 4, clause II B.2), by exclusion since 1993.  A candidate has, of each
section's share, the part of the section's papers that stand with the candidate.  All shares are
exact; the sheet counts in per cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from domain.counting.amounts import Amount
from domain.counting.manifest import Ballots, Kind, Manifest, Sections
from domain.counting.rules.marks.highest import Added, HighestCount
from domain.counting.rules.options import one_of
from domain.counting.rules.plainly import IN_SECTIONS
from domain.counting.rules.single.av import one_place
from domain.counting.rules.single.heads import Classed, Heads
from domain.counting.rules.single.runoff import (
    EXACT,
    Put,
    RunoffCount,
    Terms,
)
from domain.counting.sheet import Sheet
from domain.kernel.refusal import BadInput

PER_CENT = 100
CLAUSES = ("shares of the sections", "more than half of the whole", "exclusion of the last")


@dataclass(frozen=True, slots=True)
class BySection:
    """Each section's share is divided by its papers.

    `counting`: by those that still name somebody who is left, so that the shares stay whole;
    otherwise by all that were cast.
    """

    names: tuple[str, ...]
    shares: tuple[Fraction, ...]
    counting: bool

    def amounts(self, heads: Heads) -> tuple[list[Amount], Amount]:
        columns = len(heads.papers[0])
        totals: list[Amount] = [Fraction(0)] * columns
        for section, share in enumerate(self.shares):
            papers, stuck = heads.papers[section], heads.stuck[section]
            among = sum(papers) + (0 if self.counting else stuck)
            for candidate, number in enumerate(papers):
                totals[candidate] += share * number / among if among else 0
        return totals, PER_CENT - sum(totals)

    def said(self, heads: Heads, sheet: Sheet) -> Iterable[str]:
        for name, share, papers in zip(self.names, self.shares, heads.papers, strict=True):
            shown = sheet.scale.text(share)
            if not sum(papers):
                yield f"{name} ({shown} per cent): no paper counts here, and nobody has the share."
                continue
            parts = [
                f"{sheet.name(candidate)} {papers[candidate]}"
                for candidate in sorted(
                    range(len(papers)), key=lambda c: (-papers[c], sheet.name(c))
                )
                if papers[candidate]
            ]
            yield f"{name} ({shown} per cent of the whole): {', '.join(parts)}, in papers."


class ElectoralCollege:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="electoral-college",
        version=1,
        title="Electoral college of sections",
        source="Labour Party (UK) Rule Book 2010, chapter 4, clause II B.2",
        summary=(
            "Every section of the electorate has a fixed share of the whole, which is divided as "
            "its papers stand. One place; the last candidate is excluded until one has more than "
            "half."
        ),
        plainly=IN_SECTIONS,
        papers=Kind.RANKED,
        scale=EXACT,
        options=(
            (
                "method",
                "'exclusion': until one has more than half; 'first': most first preferences",
            ),
            ("share", "'counting': of papers that still count; 'cast': of all papers of a section"),
        ),
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Raises `BadInput` without sections, and `TieUndecided`."""
        one_place(ballots, self.manifest.title)
        sections = _checked(ballots)
        whole = sum(sections.weights)
        shares = tuple(PER_CENT * Fraction(weight) / whole for weight in sections.weights)
        counting = one_of(ballots.options, "share", ("counting", "cast")) == "counting"
        worth = BySection(sections.names, shares, counting)
        if one_of(ballots.options, "method", ("exclusion", "first")) == "first":
            return _by_first_preferences(ballots, worth, sections)
        put = Put(
            contest=ballots.contest,
            papers=_classed(ballots, sections),
            brought=PER_CENT,
            ties=ballots.ties,
            guard=ballots.guard,
        )
        return RunoffCount(put, Terms(EXACT, worth, CLAUSES, unit="per cent")).run()


def _by_first_preferences(ballots: Ballots, worth: BySection, sections: Sections) -> Sheet:
    contest = ballots.contest
    heads = _classed(ballots, sections).heads(len(contest.candidates), contest.standing)
    totals, stuck = worth.amounts(heads)
    blank = Sheet(contest, EXACT, PER_CENT)
    said = tuple(worth.said(heads, blank))
    added = Added(tuple(totals), stuck, said, CLAUSES[0], EXACT, "per cent")
    return HighestCount(ballots, added, "the most of the whole").run()


def _classed(ballots: Ballots, sections: Sections) -> Classed:
    return Classed(ballots.papers, sections.of, len(sections.names))


def _checked(ballots: Ballots) -> Sections:
    sections = ballots.sections
    if sections is None:
        raise BadInput("An electoral college needs to know the section of every paper.")
    if len(sections.of) != len(ballots.papers.number):
        raise BadInput("Every kind of paper belongs to one section of the electoral college.")
    if not sections.weights or min(sections.weights) < 0 or not sum(sections.weights):
        raise BadInput("The weights of the sections are none of them negative, and not all nought.")
    return sections
