"""Breaking ties in the open: by earlier stages, by a recorded decision, or by a published lot.

A rule asks for one of the tied; each step in turn narrows the tied down or leaves them as they are,
and the last one must decide.  Where none can, `TieUndecided` is raised with the tied and the
question, and the count waits for a decision.  The order in which candidates stand on the paper
never decides.

The lot is drawn as Rivest proposed for audits and OpenTally does for counts: draw k, numbered from
0 in each count, is SHA-256 of the seed, a comma and k, taken modulo the number of the tied, who
stand in order of name; draws that would favour the first of them are thrown away, and their numbers
with them.  `lots` makes a seed that nobody could choose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from domain.counting.contest import Index
from domain.counting.draws import Draws
from domain.counting.sheet import Question, Sheet, Tie
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value


class TieUndecided(Exception):
    """A tie that the rule leaves to a decision or a lot, and none was given."""

    def __init__(self, sheet: Sheet, question: Question, between: tuple[Index, ...]) -> None:
        self.stage = sheet.number
        self.question = question
        self.between = tuple(sorted(sheet.name(candidate) for candidate in between))
        super().__init__(
            f"Stage {self.stage}: {sheet.names(between)} are tied, and it has to be decided "
            f"{question.value}. Record the returning officer's decision, or draw a lot."
        )


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie to be broken.  `highest`: the one chosen is the one that stood best, not worst."""

    question: Question
    between: tuple[Index, ...]
    highest: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Those still tied after a step, and how it told them apart."""

    left: tuple[Index, ...]
    how: str


class Step(Protocol):
    """One way to break a tie."""

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        """Those of the tied whom this step can't tell apart; all of them if it can't at all."""
        ...


class Backwards:
    """The latest earlier stage at which they differed decides."""

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        return _by_stages(tied, sheet, tuple(range(len(sheet.stages) - 1, -1, -1)))


class Forwards:
    """The first stage at which they differed decides."""

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        return _by_stages(tied, sheet, tuple(range(len(sheet.stages))))


def _by_stages(tied: Tied, sheet: Sheet, order: Sequence[int]) -> Narrowed:
    left, at = tied.between, []
    best: Callable[..., object] = max if tied.highest else min
    for place in order:
        totals = sheet.stages[place].totals
        wanted = best(totals[candidate] for candidate in left)
        fewer = tuple(candidate for candidate in left if totals[candidate] == wanted)
        if fewer != left:
            at.append(str(place + 1))
        left = fewer
        if len(left) == 1:
            break
    more = "most" if tied.highest else "fewest"
    return Narrowed(left, f"had the {more} votes at stage {' and then at stage '.join(at)}")


class Decision(Value):
    """A recorded decision: in a tie between these, this one.

    `chosen` is the one elected, transferred first, or excluded, as the question is; `by` says who
    decided, where it is known.
    """

    question: Question
    between: tuple[str, ...]
    chosen: str
    by: str = ""

    @model_validator(mode="after")
    def _is_about_one_of_the_tied(self) -> Self:
        if self.chosen not in self.between:
            raise PydanticCustomError(
                "not_tied",
                "'{chosen}' is chosen and is not one of the tied, who are {tied}; choose one of "
                "those named there",
                {"chosen": self.chosen, "tied": ", ".join(sorted(self.between)) or "nobody"},
            )
        return self


class Decided:
    """Decisions that were recorded for this count."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._decisions = decisions

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        between = frozenset(sheet.name(candidate) for candidate in tied.between)
        for decision in self._decisions:
            if decision.question is tied.question and set(decision.between) == between:
                chosen = sheet.contest.index(decision.chosen)
                return Narrowed((chosen,), f"was chosen by {decision.by or 'a recorded decision'}")
        return Narrowed(tied.between, "")


class Lot:
    """Draws from a published seed, numbered from 0 through each count."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._draws = Draws(seed)
        self._sheet: Sheet | None = None

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        if sheet is not self._sheet:  # another count, which has to come out the same again
            self._sheet, self._draws = sheet, Draws(self._seed)
        by_name = sorted(tied.between, key=sheet.name)
        place, draw = self._draws.among(len(by_name))
        how = (
            f"was drawn by lot: draw {draw} from the seed {self._seed} is {place + 1} "
            f"among {len(by_name)} by name"
        )
        return Narrowed((by_name[place],), how)


class Listed:
    """An order of all candidates that was fixed before the count, best first."""

    def __init__(self, order: Sequence[str]) -> None:
        self._order = order

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        places = {sheet.contest.index(name): at for at, name in enumerate(self._order)}
        missing = [sheet.name(candidate) for candidate in tied.between if candidate not in places]
        if missing:
            raise BadInput(
                f"The order for breaking ties does not name '{missing[0]}'. Add the name."
            )
        ordered = sorted(tied.between, key=places.__getitem__)
        chosen = ordered[0] if tied.highest else ordered[-1]
        return Narrowed((chosen,), "comes next in the order that was fixed before the count")


class Ties:
    """The steps by which ties of this count are broken, in order.

    `by_the_rule` is false where an organisation adopted a way of counting and not what its source
    says about ties.
    """

    def __init__(self, *steps: Step, by_the_rule: bool = True) -> None:
        self._steps = steps
        self._by_the_rule = by_the_rule

    def after(self, *first: Step) -> Ties:
        """The same, with the steps that the counting rule itself puts first."""
        return Ties(*first, *self._steps) if self._by_the_rule else self

    def break_(self, tied: Tied, sheet: Sheet) -> Index:
        """The one chosen, entered on the sheet; raises `TieUndecided`."""
        left, how = tied.between, []
        for step in self._steps:
            narrowed = step.narrow(Tied(tied.question, left, tied.highest), sheet)
            if not narrowed.left or not set(narrowed.left) <= set(left):
                raise ArithmeticError(f"{type(step).__name__} left others than those who were tied")
            if narrowed.left != left:
                how.append(narrowed.how)
            left = narrowed.left
            if len(left) == 1:
                return self._entered(tied, left[0], how, sheet)
        raise TieUndecided(sheet, tied.question, left)

    def _entered(self, tied: Tied, chosen: Index, how: Sequence[str], sheet: Sheet) -> Index:
        words = "; of those left, ".join(how)
        between = tuple(sorted(tied.between, key=sheet.name))
        sheet.tied(Tie(sheet.number, tied.question, between, chosen, words))
        sheet.say(f"{sheet.names(tied.between)} were tied: {sheet.name(chosen)} {words}.")
        return chosen
