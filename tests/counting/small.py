"""Small elections in a line: candidates are letters, groups small letters, papers strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from domain.counting.amounts import Scale
from domain.counting.contest import Candidate, Contest, Index
from domain.counting.papers import Papers
from domain.counting.quotas import QuotaGroup
from domain.counting.sheet import Deed, Sheet, Votes

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def contest(seats: int, groups: str | Iterable[str], withdrawn: str = "") -> Contest:
    """A candidate for each word: `"w wx -"` is A of w, B of w and x, C of no group."""
    words = groups.split() if isinstance(groups, str) else list(groups)
    candidates = tuple(
        Candidate(name=LETTERS[i], groups=frozenset(word.replace("-", "")))
        for i, word in enumerate(words)
    )
    out = frozenset(LETTERS.index(letter) for letter in withdrawn)
    return Contest(seats=seats, candidates=candidates, withdrawn=out)


def papers(lines: str | Mapping[str, int]) -> Papers:
    """`"ABC AB - B"`, or how many papers say each; `-` is a paper that names nobody."""
    number = dict.fromkeys(lines.split(), 0) if isinstance(lines, str) else dict(lines)
    for word in lines.split() if isinstance(lines, str) else ():
        number[word] += 1
    rows = [[LETTERS.index(letter) + 1 for letter in word.strip("-")] for word in number]
    longest = max((len(row) for row in rows), default=0)
    ranks = np.zeros((len(rows), longest), dtype=np.int32)
    for at, row in enumerate(rows):
        ranks[at, : len(row)] = row
    return Papers(ranks, np.array(list(number.values()), dtype=np.int64))


def letters(sheet: Sheet, candidates: Iterable[Index]) -> str:
    return "".join(sheet.name(candidate) for candidate in candidates)


def elected(sheet: Sheet) -> str:
    return letters(sheet, sheet.elected)


def said(sheet: Sheet) -> str:
    """All that the sheet says, in one string."""
    return " ".join(sentence for stage in sheet.stages for sentence in stage.sentences)


def sheet_at(given: Contest, elected: str = "", excluded: str = "") -> Sheet:
    """A sheet of no papers on which these were elected and excluded."""
    sheet = Sheet(given, Scale(places=0), 0)
    sheet.begin(Deed.FIRST)
    for letter in elected:
        sheet.elect(LETTERS.index(letter))
    for letter in excluded:
        sheet.exclude(LETTERS.index(letter))
    sheet.close(Votes([0] * len(given.candidates), 0, 0, 0))
    return sheet


def kept(given: Contest, quotas: Iterable[QuotaGroup], chosen: Iterable[Index]) -> bool:
    """The quotas read plainly: how many of those chosen belong to each group?"""
    groups = [given.candidates[candidate].groups for candidate in chosen]
    return all(
        quota.least
        <= sum(quota.group in of for of in groups)
        <= (len(groups) if quota.most is None else quota.most)
        for quota in quotas
    )


def possible(given: Contest, quotas: tuple[QuotaGroup, ...]) -> list[frozenset[Index]]:
    """Every choice that keeps the quotas and fills as many places as can be, by trying them all."""
    for places in range(min(given.seats, len(given.people)), -1, -1):
        found = [
            frozenset(chosen)
            for chosen in combinations(given.people, places)
            if kept(given, quotas, chosen)
        ]
        if found:
            return found
    return []


def contests(most: int = 7) -> st.SearchStrategy[Contest]:
    words = st.lists(st.sampled_from(["-", "w", "x", "y", "wx", "wy", "xy"]), max_size=most)
    return st.builds(contest, st.integers(1, 4), words.map(lambda some: ["w", *some]))


def quotas() -> st.SearchStrategy[tuple[QuotaGroup, ...]]:
    ends = st.tuples(st.integers(0, 3), st.none() | st.integers(0, 2))
    one = st.tuples(st.sampled_from("wxy"), ends).map(
        lambda of: QuotaGroup(
            group=of[0], least=of[1][0], most=None if of[1][1] is None else of[1][0] + of[1][1]
        )
    )
    return st.lists(one, max_size=3, unique_by=lambda quota: quota.group).map(tuple)


def cast(given: Contest, most: int = 12) -> st.SearchStrategy[Papers]:
    """Some papers for the contest; each ranks some candidates once each."""
    names = LETTERS[: len(given.candidates)]
    paper = st.tuples(st.permutations(names), st.integers(0, len(names))).map(
        lambda cut: "".join(cut[0][: cut[1]]) or "-"
    )
    return st.dictionaries(paper, st.integers(1, 5), max_size=most).map(papers)
