"""What of a paper counts, and that every paper is accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting import admission
from domain.counting.admission import admit
from domain.counting.papers import END, GAP, UNKNOWN, Account, Cast, Defect, Effect, Papers, Policy
from domain.kernel.refusal import BadInput
from tests.counting.given import Ranks, cast, contest, messy_papers, simple
from tests.support.examples import examples


@dataclass
class _Plain:
    """The policy read aloud: one paper after another, one rank after another."""

    policy: Policy
    withdrawn: frozenset[int]
    found: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[int, Ranks]] = field(default_factory=list)

    def read(self, number: int, ranks: Ranks) -> None:
        while ranks and set(ranks[-1]) == {GAP}:
            ranks = ranks[:-1]
        kept: list[tuple[int, ...]] = []
        seen: set[int] = set()
        at_fault: list[Defect] = []
        for rank in ranks:
            fresh, defects = self._rank(rank, seen)
            by_effect = {
                self._effect(defect): defect
                for defect in reversed(list(Defect))
                if defect in defects
            }
            if Effect.SPOILS in by_effect:
                self.found[by_effect[Effect.SPOILS].value] += number
                return
            if Effect.STOPS in by_effect:
                at_fault.append(by_effect[Effect.STOPS])
                break
            if Effect.SKIPS in by_effect:
                at_fault.append(by_effect[Effect.SKIPS])
            if fresh and not (Defect.EQUAL in defects and self.policy.equal is Effect.SKIPS):
                kept.append(fresh)
        self._account(number, ranks, tuple(kept), at_fault)

    def _rank(self, rank: tuple[int, ...], seen: set[int]) -> tuple[tuple[int, ...], set[Defect]]:
        fresh: list[int] = []
        defects = set()
        for mark in rank:
            if mark == GAP:
                defects.add(Defect.GAP)
            elif mark == UNKNOWN:
                defects.add(Defect.UNKNOWN)
            elif mark - 1 in self.withdrawn:
                continue
            elif mark in seen:
                defects.add(Defect.REPEAT)
            else:
                fresh.append(mark)
                seen.add(mark)
        if len(fresh) > 1:
            defects.add(Defect.EQUAL)
        return tuple(fresh), defects

    def _effect(self, defect: Defect) -> Effect:
        return {
            Defect.GAP: self.policy.gap,
            Defect.UNKNOWN: self.policy.unknown,
            Defect.REPEAT: self.policy.repeat,
            Defect.EQUAL: self.policy.equal,
        }.get(defect, Effect.COUNTS)

    def _account(self, number: int, ranks: Ranks, kept: Ranks, at_fault: list[Defect]) -> None:
        most = self.policy.most
        if not ranks:
            self.found["blank"] += number
        elif most is not None and sum(map(len, kept)) > most:
            self.found[Defect.TOO_MANY.value] += number
        elif kept or self._only_withdrawn_counts(ranks, at_fault):
            self.kept.append((number, kept))
            self.found["in part" if at_fault else "valid"] += number
        elif at_fault:
            self.found[at_fault[0].value] += number
        elif any(UNKNOWN in rank for rank in ranks):
            self.found[Defect.UNKNOWN.value] += number
        else:
            self.found[Defect.WITHDRAWN.value] += number

    def _only_withdrawn_counts(self, ranks: Ranks, at_fault: list[Defect]) -> bool:
        known = not any(UNKNOWN in rank for rank in ranks)
        return self.policy.only_withdrawn is Effect.COUNTS and known and not at_fault


def _figures(account: Account) -> Counter[str]:
    found = Counter({"valid": account.valid, "in part": account.in_part, "blank": account.blank})
    found.update({defect.value: number for defect, number in account.spoiled})
    return +found


def _ranks(papers: Papers) -> list[tuple[int, Ranks]]:
    joined = papers.joined
    rows = []
    for place, (row, number) in enumerate(zip(papers.ranks, papers.number, strict=True)):
        ranks: list[tuple[int, ...]] = []
        for at, mark in enumerate(int(mark) for mark in row if mark != END):
            if joined is not None and joined[place, at]:
                ranks[-1] += (mark,)
            else:
                ranks.append((mark,))
        rows.append((int(number), tuple(ranks)))
    return rows


policies = st.builds(
    Policy,
    gap=st.sampled_from(Effect),
    repeat=st.sampled_from(Effect),
    equal=st.sampled_from(Effect),
    unknown=st.sampled_from(Effect),
    only_withdrawn=st.sampled_from((Effect.SPOILS, Effect.COUNTS)),
    most=st.none() | st.integers(1, 3),
)


@settings(max_examples=examples(100), deadline=None)
@given(papers=messy_papers(4), policy=policies, withdrawn=st.frozensets(st.integers(0, 3)))
def test_a_paper_is_read_as_the_policy_says_rank_by_rank(
    papers: list[tuple[int, Ranks]], policy: Policy, withdrawn: frozenset[int]
) -> None:
    plain = _Plain(policy, withdrawn)
    for number, ranks in papers:
        plain.read(number, ranks)
    found, account = admit(cast(papers), contest(withdrawn=tuple(withdrawn)), policy, True)
    assert _figures(account) == plain.found
    assert _ranks(found) == plain.kept
    assert account.total == sum(number for number, _ in papers)
    assert found.total == account.counted


@settings(max_examples=examples(15), deadline=None)
@given(papers=messy_papers(4), policy=policies)
def test_it_makes_no_difference_in_how_large_blocks_papers_are_read(
    papers: list[tuple[int, Ranks]], policy: Policy
) -> None:
    whole, account = admit(cast(papers), contest(), policy, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(admission, "BLOCK", 2)
        divided, again = admit(cast(papers), contest(), policy, True)
    assert (_ranks(whole), account) == (_ranks(divided), again)


def test_candidates_beyond_the_sixty_fourth_are_told_apart() -> None:
    papers = cast([(1, tuple((mark,) for mark in (1, 65, 129, 130))), (1, ((1,), (65,), (65,)))])
    found, account = admit(papers, contest(candidates=130), Policy(repeat=Effect.SPOILS))
    assert _ranks(found) == [(1, ((1,), (65,), (129,), (130,)))]
    assert account.spoiled == ((Defect.REPEAT, 1),)


def test_papers_without_a_defect_are_not_copied() -> None:
    papers = simple((5, "ABC"), (3, "CA"))
    assert admit(papers, contest(), Policy())[0].ranks is papers.marks


def test_a_paper_that_marks_only_who_withdrew_is_spoiled_unless_the_policy_says_otherwise() -> None:
    papers, without = simple((5, "A"), (2, "B")), contest(withdrawn=(1,))
    assert admit(papers, without, Policy())[1].spoiled == ((Defect.WITHDRAWN, 2),)
    counting = Policy(only_withdrawn=Effect.COUNTS)
    assert admit(papers, without, counting)[1].valid == 7


def test_turnout_is_what_the_policy_says() -> None:
    papers = cast([(5, ((1,),)), (3, ()), (2, ((UNKNOWN,),))])
    account = admit(papers, contest(), Policy())[1]
    assert (account.turnout, account.blank, account.invalid) == (10, 3, 5)
    strict = Policy(turnout_with_blank=False, turnout_with_spoiled=False)
    assert admit(papers, contest(), strict)[1].turnout == 5


def test_equal_ranks_are_refused_where_the_rule_cannot_read_them() -> None:
    with pytest.raises(BadInput, match="same rank"):
        admit(simple((1, "A")), contest(), Policy(equal=Effect.COUNTS))


def test_a_mark_that_is_nobodys_is_refused() -> None:
    with pytest.raises(BadInput, match="candidate 9"):
        admit(cast([(1, ((9,),))]), contest(), Policy())


def test_no_papers_are_nothing_to_account_for() -> None:
    none = Cast(np.zeros((0, 0), dtype=np.int32), np.zeros(0, dtype=np.int64))
    found, account = admit(none, contest(), Policy())
    assert (found.total, account.total) == (0, 0)
