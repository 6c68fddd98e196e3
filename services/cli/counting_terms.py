"""What `convenor count` is told about ties and groups: words and small files, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json import JSONDecodeError, dumps, loads
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from domain.counting.contest import Candidate, Contest
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.sheet import Question
from domain.counting.terms import (
    ByDecisions,
    ByFirstNamed,
    ByOrder,
    BySeed,
    ByStages,
    Settled,
    TieStep,
)
from domain.counting.ties import Decision, TieUndecided
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value

_DECISIONS = TypeAdapter(tuple[Decision, ...])


def tie_step(given: str) -> TieStep:
    """What `--ties` says; raises `BadInput`."""
    kind, _, value = given.partition(":")
    match kind:
        case "seed" if value:
            return BySeed(seed=value)
        case "order" if value:
            return ByOrder(order=_names(Path(value)))
        case "lots" if value:
            return ByFirstNamed(order=_names(Path(value)))
        case "decisions" if value:
            return ByDecisions(decisions=_decisions(Path(value)))
        case "forwards" | "backwards" if not value:
            return ByStages(by=kind)
    raise BadInput(
        f"'{given}' says nothing about ties. Give seed:TEXT, order:FILE, lots:FILE, "
        "decisions:FILE, forwards or backwards."
    )


def _names(file: Path) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(file).splitlines() if line.strip())


def _decisions(file: Path) -> tuple[Decision, ...]:
    """Decisions as JSON: a list, or one object to a line.  A question may be named for short."""
    text = _text(file).strip()
    given = _json(file, text if text.startswith("[") else f"[{','.join(text.splitlines())}]")
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict) and str(each.get("question")).upper() in Question.__members__:
            each["question"] = Question[str(each["question"]).upper()].value
    try:
        return _DECISIONS.validate_python(given)
    except ValidationError as error:
        raise BadInput(f"{file}: {first_fault(error)}") from None


def decision_line(tie: TieUndecided) -> str:
    """A decision of this tie, as such a file has it, to be completed."""
    return dumps(
        {
            "question": tie.question.name.lower(),
            "between": list(tie.between),
            "chosen": tie.between[0],
            "by": "the returning officer",
        },
        ensure_ascii=False,
    )


class Grouping(Value):
    """Quotas for groups, and who belongs to which: `groups` has names by the group's name."""

    quotas: tuple[QuotaGroup, ...] = ()
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def apply(self, contest: Contest) -> Contest:
        """The contest with the groups of its candidates; raises `BadInput` for an unknown name."""
        for names in self.groups.values():
            for name in names:
                contest.index(name)
        candidates = tuple(self._grouped(candidate) for candidate in contest.candidates)
        return contest.model_copy(update={"candidates": candidates})

    def _grouped(self, candidate: Candidate) -> Candidate:
        of = {group for group, names in self.groups.items() if candidate.name in names}
        groups = tuple(sorted({*candidate.groups, *of}))
        return candidate.model_copy(update={"groups": groups})


def grouping_of(file: Path | None) -> Grouping:
    """What `--quota-group` says."""
    if file is None:
        return Grouping()
    try:
        return Grouping.model_validate(_json(file, _text(file)))
    except ValidationError as error:
        raise BadInput(f"{file}: {first_fault(error)}") from None


def settled_in(file: Path, others: Sequence[str], seats: int | None) -> Settled:
    """What `--terms` says; raises `BadInput`, also if another option says anything beside it."""
    if others or seats is not None:
        beside = others[0] if others else "--seats"
        raise BadInput(f"{file} says everything that {beside} could say. Give one of them.")
    try:
        return Settled.model_validate(_json(file, _text(file)))
    except ValidationError as error:
        raise BadInput(f"{file}: {first_fault(error)}") from None


def pairs(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What is written NAME=VALUE, taken apart; raises `BadInput`."""
    found = []
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals):
            raise BadInput(f"'{each}' can't be read: write NAME=VALUE.")
        found.append((name, value))
    return tuple(found)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} can't be read: {error}.") from None


def _json(file: Path, text: str) -> Any:
    try:
        return loads(text)
    except JSONDecodeError as error:
        raise BadInput(f"{file}, line {error.lineno}: this is not JSON ({error.msg}).") from None


def first_fault(error: ValidationError) -> str:
    """What is wrong first, and where."""
    found = error.errors()[0]
    where = ", ".join(str(part) for part in found["loc"])
    return f"{where}: {found['msg']}." if where else f"{found['msg']}."
