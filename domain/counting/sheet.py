"""The sheet of a count: what was done at each stage, in words and figures, and that it adds up.

A rule writes here and nowhere else.  Closing a stage checks that the votes of the candidates, those
that no longer count and those lost by rounding are together exactly the valid papers; a count that
does not add up ends in `ArithmeticError`, because no result of it may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.counting.amounts import Amount, Scale
from domain.counting.contest import Contest, Index
from domain.counting.wording import number_of


class Standing(StrEnum):
    """Where a candidate is in the count."""

    HOPEFUL = "hopeful"
    ELECTED = "elected"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"
    # A further place for reopened nominations: it comes in when the one before has been won.
    WAITING = "not in the count yet"


class Deed(StrEnum):
    """What a stage does with votes."""

    FIRST = "first preferences"
    SURPLUS = "transfer of a surplus"
    EXCLUSION = "exclusion"
    ITERATION = "distribution by keep factors"
    TOTAL = "count of votes"
    FILLING = "filling of the last places"


class Question(StrEnum):
    """What a tie leaves open."""

    ELECTION = "who is elected"
    SURPLUS = "whose surplus is transferred first"
    EXCLUSION = "who is excluded"


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie and how it was broken: never silently.

    `between` and `chosen` are indices; `how` is the step that decided, in words that let anybody
    repeat it.
    """

    stage: int
    question: Question
    between: tuple[Index, ...]
    chosen: Index
    how: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; amounts are in units of the count's scale, by candidate index where a tuple."""

    number: int
    deed: Deed
    of: tuple[Index, ...]
    totals: tuple[Amount, ...]
    non_transferable: Amount
    rounding_loss: Amount
    quota: Amount
    elected: tuple[Index, ...]
    excluded: tuple[Index, ...]
    sentences: tuple[str, ...]
    clauses: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    keep: tuple[Amount, ...] | None = None


@dataclass(slots=True)
class _Open:
    deed: Deed
    of: tuple[Index, ...] = ()
    elected: list[Index] = field(default_factory=list)
    excluded: list[Index] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes at the end of a stage."""

    totals: Sequence[Amount]
    non_transferable: Amount
    rounding_loss: Amount
    quota: Amount
    keep: Sequence[Amount] | None = None


class Sheet:
    """The stages so far, where each candidate stands, and the stage being written."""

    def __init__(self, contest: Contest, scale: Scale, papers: int) -> None:
        self.contest = contest
        self.scale = scale
        self.papers = papers
        self.stages: list[Stage] = []
        self.elected: list[Index] = []
        self.excluded: list[Index] = []
        self._open: _Open | None = None
        self._standing = [_at_first(contest, i) for i in range(len(contest.candidates))]

    def standing(self, candidate: Index) -> Standing:
        return self._standing[candidate]

    @property
    def hopeful(self) -> tuple[Index, ...]:
        """Those neither elected nor out, in order of index."""
        return tuple(i for i, at in enumerate(self._standing) if at is Standing.HOPEFUL)

    @property
    def places_left(self) -> int:
        return self.contest.seats - len(self.elected)

    @property
    def waiting(self) -> int:
        """How many further places may still come in for reopened nominations."""
        copies = [self._standing[i] for i in self.contest.reopen]
        return 0 if Standing.EXCLUDED in copies else copies.count(Standing.WAITING)

    def leaves_room_for(self, candidates: Iterable[Index]) -> bool:
        """Whether the places left are enough for these, and for all that still may come in."""
        return len(tuple(candidates)) + self.waiting <= self.places_left

    @property
    def number(self) -> int:
        """The number of the stage being written, from 1."""
        return len(self.stages) + 1

    def name(self, candidate: Index) -> str:
        return self.contest.candidates[candidate].name

    def names(self, candidates: Iterable[Index]) -> str:
        """Names as a list in a sentence, by name, so that the order of the paper says nothing."""
        *most, last = sorted(self.name(candidate) for candidate in candidates)
        return f"{', '.join(most)} and {last}" if most else last

    def text(self, amount: Amount) -> str:
        """The amount to all places of the count, as figures need it."""
        return self.scale.text(amount)

    def shown(self, amount: Amount) -> str:
        """The amount as a sentence needs it: without noughts at its end."""
        text = self.scale.text(amount)
        return text.rstrip("0").rstrip(".") if "." in text else text

    def votes(self, amount: Amount, unit: str = "votes") -> str:
        """The amount with its unit, as a sentence needs it: "1 vote", "2.5 votes"."""
        return number_of(self.shown(amount), unit)

    def begin(self, deed: Deed) -> None:
        if self._open is not None:
            raise ArithmeticError("a stage was begun before the one before it was closed")
        self._open = _Open(deed=deed)

    def about(self, *candidates: Index) -> None:
        """The stage moves the votes of these candidates."""
        self._writing.of = candidates

    def say(self, sentence: str, clause: str = "") -> None:
        """Add a sentence to the stage, with the clause of the rule that it follows."""
        self._writing.sentences.append(sentence)
        if clause:
            self.cite(clause)

    def cite(self, clause: str) -> None:
        """Note a clause of the rule that the stage follows."""
        if clause not in self._writing.clauses:
            self._writing.clauses.append(clause)

    def tied(self, tie: Tie) -> None:
        self._writing.ties.append(tie)

    def elect(self, candidate: Index) -> None:
        self._move(candidate, Standing.ELECTED)
        self.elected.append(candidate)
        self._writing.elected.append(candidate)
        if candidate in self.contest.reopen:
            self._bring_in_the_next()

    def exclude(self, candidate: Index) -> None:
        self._move(candidate, Standing.EXCLUDED)
        self.excluded.append(candidate)
        self._writing.excluded.append(candidate)

    def close(self, votes: Votes) -> Stage:
        """Close the stage; raises `ArithmeticError` if votes in and votes out differ."""
        self._balances(votes)
        writing = self._writing
        if writing.deed is not Deed.FILLING:  # there the order is that of who came nearest
            self._say_who_is_level(votes.totals)
        stage = Stage(
            number=self.number,
            deed=writing.deed,
            of=writing.of,
            totals=tuple(votes.totals),
            non_transferable=votes.non_transferable,
            rounding_loss=votes.rounding_loss,
            quota=votes.quota,
            elected=tuple(writing.elected),
            excluded=tuple(writing.excluded),
            sentences=tuple(writing.sentences),
            clauses=tuple(writing.clauses),
            ties=tuple(writing.ties),
            keep=None if votes.keep is None else tuple(votes.keep),
        )
        self.stages.append(stage)
        self._open = None
        return stage

    def _say_who_is_level(self, totals: Sequence[Amount]) -> None:
        """Of those elected with equal votes and without a tie, the order says nothing."""
        for level in _level(self._writing.elected, totals):
            drawn = {tie.chosen for tie in self._writing.ties if len({*tie.between} & level) > 1}
            if len(left := level - drawn - {*self.contest.reopen}) > 1:
                self.say(
                    f"{self.names(left)} have equal votes. They are named in the order of the "
                    "alphabet, which decides nothing."
                )

    @property
    def _writing(self) -> _Open:
        if self._open is None:
            raise ArithmeticError("no stage is being written")
        return self._open

    def _move(self, candidate: Index, to: Standing) -> None:
        if self._standing[candidate] is not Standing.HOPEFUL:
            raise ArithmeticError(f"{self.name(candidate)} is {self._standing[candidate]} already")
        self._standing[candidate] = to

    def _bring_in_the_next(self) -> None:
        for candidate in self.contest.reopen:
            if self._standing[candidate] is Standing.WAITING:
                self._standing[candidate] = Standing.HOPEFUL
                return

    def _balances(self, votes: Votes) -> None:
        out = sum(votes.totals) + votes.non_transferable + votes.rounding_loss
        if out != self.scale.of(self.papers):
            raise ArithmeticError(
                f"stage {self.number}: {self.text(self.scale.of(self.papers))} votes in, "
                f"{self.text(out)} votes out"
            )


def _level(candidates: Iterable[Index], totals: Sequence[Amount]) -> Iterable[set[Index]]:
    """The candidates by their votes."""
    by_votes: dict[Amount, set[Index]] = {}
    for candidate in candidates:
        by_votes.setdefault(totals[candidate], set()).add(candidate)
    return by_votes.values()


def _at_first(contest: Contest, candidate: Index) -> Standing:
    if candidate in contest.withdrawn:
        return Standing.WITHDRAWN
    return Standing.WAITING if candidate in contest.reopen[1:] else Standing.HOPEFUL
