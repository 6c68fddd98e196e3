"""Every rule for tests that hold for all of them, with ballots that it can count."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from domain.counting.contest import Contest
from domain.counting.manifest import Ballots, CountingRule, Sections
from domain.counting.papers import Papers
from domain.counting.quotas import QuotaGroup, Quotas
from domain.counting.rules.marks.approval import Approval
from domain.counting.rules.marks.block import Block
from domain.counting.rules.marks.fptp import Fptp
from domain.counting.rules.meek.nz import MeekNz
from domain.counting.rules.meek.prf import MeekPrf
from domain.counting.rules.priorities.ranked_priorities import METHODS, RankedPriorities
from domain.counting.rules.single.av import Av
from domain.counting.rules.single.electoral_college import ElectoralCollege
from domain.counting.rules.stv.ers97 import Ers97
from domain.counting.rules.stv.scottish import ScottishStv
from domain.counting.rules.stv.wigm import WigmExact, WigmPrf
from domain.counting.ties import Lot, Ties

RULES: tuple[tuple[CountingRule, dict[str, str]], ...] = (
    (ScottishStv(), {}),
    (Ers97(), {}),
    (MeekPrf(), {}),
    (MeekNz(), {}),
    (WigmExact(), {}),
    (WigmPrf(), {}),
    (Fptp(), {}),
    (Block(), {"crosses": "9"}),
    (Approval(), {}),
    (Av(), {}),
    (Av(), {"until": "two"}),
    (ElectoralCollege(), {"share": "cast"}),
    (ElectoralCollege(), {"method": "first"}),
    *((RankedPriorities(), {"method": method}) for method in METHODS),
)


def named(rule: tuple[CountingRule, dict[str, str]]) -> str:
    """How a rule with its options is called in the list of tests."""
    return " ".join((rule[0].manifest.id, *rule[1].values()))


NAMES = [named(rule) for rule in RULES]
ONE_PLACE = ("av", "electoral-college")


def ballots(
    rule: tuple[CountingRule, dict[str, str]],
    contest: Contest,
    papers: Papers,
    quotas: tuple[QuotaGroup, ...] = (),
) -> Ballots:
    """Ballots for that rule; its contest has one place if it can fill only one."""
    if rule[0].manifest.id in ONE_PLACE:
        contest = contest.model_copy(update={"seats": 1})
    found = Ballots(contest, papers, Ties(Lot("seed")), options=rule[1], sections=sections(papers))
    return replace(found, guard=Quotas(contest, quotas)) if quotas else found


def sections(papers: Papers) -> Sections:
    """The kinds of paper in turn to two sections, one of which weighs half as much again."""
    of = np.arange(len(papers.number), dtype=np.int64) % 2
    return Sections(("Members", "Affiliates"), (Fraction(3, 5), Fraction(2, 5)), of)
