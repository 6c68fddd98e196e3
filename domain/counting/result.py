"""The result of a count: what is kept, shown, and handed on.

One object for everybody: the command prints it, an election of the service stores it, pages and
printed sheets are made from it.  Amounts are decimal numbers in text, candidates are names, and
nothing in it depends on the order of the papers or of the candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from pydantic import Field

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.manifest import Manifest
from domain.counting.outcomes import declared
from domain.counting.papers import Account
from domain.counting.sheet import Deed, Question, Sheet, Stage, Tie
from domain.kernel.value import Value


class StageResult(Value):
    """One stage; votes are those at its end.

    `totals` has every candidate, in the order of the contest.  `of`: whose votes were moved.
    `keep`: the share that each candidate keeps, under rules that have it.  `rounding_loss`: what
    the other figures leave of the votes, so that all figures together are all votes; below nothing
    where a rule's rounding makes votes.
    """

    totals: dict[str, str]
    elected: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    non_transferable: str
    rounding_loss: str
    explanation: str
    deed: Deed
    of: tuple[str, ...] = ()
    quota: str
    clauses: tuple[str, ...] = ()
    keep: dict[str, str] | None = None


class TieResult(Value):
    """A tie and how it was broken."""

    stage: int
    question: Question
    between: tuple[str, ...]
    chosen: str
    how: str


class PapersResult(Value):
    """Every paper, by what became of it.

    `valid` are all that count, `in_part` those of them of which not every mark counts; `invalid`
    are blank or spoiled for a reason.
    """

    valid: int
    invalid: int
    in_part: int = 0
    blank: int = 0
    spoiled: dict[str, int] = Field(default_factory=dict)
    turnout: int


class CountResult(Value):
    """A whole count.

    `quota` is the one with which the count begins; each stage has its own.  `reopened` places were
    won by reopened nominations, who is nobody and not among those elected; if these together are
    fewer than the seats, the others are not filled.
    """

    rule: str
    rule_version: int
    title: str = ""
    seats: int
    quota: str
    elected: tuple[str, ...]
    stages: tuple[StageResult, ...]
    ties: tuple[TieResult, ...] = ()
    papers: PapersResult
    reopened: int = 0
    withdrawn: tuple[str, ...] = ()


def result_of(manifest: Manifest, sheet: Sheet, account: Account) -> CountResult:
    """What a finished sheet says."""
    contest, outcome = sheet.contest, declared(sheet)
    return CountResult(
        rule=manifest.id,
        rule_version=manifest.version,
        title=contest.title,
        seats=contest.seats,
        quota=sheet.text(sheet.stages[0].quota) if sheet.stages else sheet.text(0),
        elected=outcome.elected,
        reopened=outcome.reopened,
        stages=tuple(_stage(sheet, stage) for stage in sheet.stages),
        ties=tuple(_tie(sheet, tie) for stage in sheet.stages for tie in stage.ties),
        papers=_papers(account),
        withdrawn=_by_name(sheet, contest.withdrawn),
    )


def _stage(sheet: Sheet, stage: Stage) -> StageResult:
    totals = _by_candidate(sheet, stage.totals)
    return StageResult(
        totals=totals,
        elected=tuple(map(sheet.name, stage.elected)),
        excluded=tuple(map(sheet.name, stage.excluded)),
        non_transferable=sheet.text(stage.non_transferable),
        rounding_loss=_left_over(sheet, stage, totals.values()),
        explanation=" ".join(stage.sentences),
        deed=stage.deed,
        of=tuple(map(sheet.name, stage.of)),
        quota=sheet.text(stage.quota),
        clauses=stage.clauses,
        keep=None if stage.keep is None else _by_candidate(sheet, stage.keep),
    )


def _left_over(sheet: Sheet, stage: Stage, totals: Iterable[str]) -> str:
    """What was lost by rounding; in a count in fractions, what the decimals shown leave out."""
    if sheet.scale.places is not None:
        return sheet.text(stage.rounding_loss)
    figures = (*totals, sheet.text(stage.non_transferable))
    return sheet.text(sheet.papers - sum(map(Fraction, figures)))


def _tie(sheet: Sheet, tie: Tie) -> TieResult:
    return TieResult(
        stage=tie.stage,
        question=tie.question,
        between=_by_name(sheet, tie.between),
        chosen=sheet.name(tie.chosen),
        how=tie.how,
    )


def _papers(account: Account) -> PapersResult:
    return PapersResult(
        valid=account.counted,
        invalid=account.invalid,
        in_part=account.in_part,
        blank=account.blank,
        spoiled={defect.value: number for defect, number in account.spoiled},
        turnout=account.turnout,
    )


def _by_candidate(sheet: Sheet, amounts: Sequence[Amount]) -> dict[str, str]:
    return {sheet.name(i): sheet.text(amount) for i, amount in enumerate(amounts)}


def _by_name(sheet: Sheet, candidates: Iterable[Index]) -> tuple[str, ...]:
    return tuple(sorted(map(sheet.name, candidates)))
