"""`convenor compare`: the same papers under every rule that can read them, side by side.

For an organisation that has yet to choose a rule, and for whoever asks what the choice did.  It
needs no server.  Exit codes are those of `convenor count`: 0 compared, 2 unusable input, 3 a tie
under the rule that the others stand beside.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.counting.explaining import Elsewhere, Outcome, beside, others, outcome
from domain.counting.formats.reading import read
from domain.counting.rules.catalogue import rule as counting_rule
from domain.counting.terms import ByFirstNamed, Terms, TieStep
from domain.kernel.refusal import Refusal
from services.cli.counting import DEFAULT_RULE, AsJson, Seats, TiesBy, Withdrawn
from services.cli.counting_terms import tie_step

COMPARED, UNUSABLE, UNDECIDED = 0, 2, 3
SAME = "the same people"

Files = Annotated[list[Path], typer.Argument(help="BLT, PrefLib or CSV.", metavar="FILE…")]
Beside = Annotated[str, typer.Option("--rule", help="The rule that the others stand beside.")]
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="RULE", help="Only this one of the others; may be given again."),
]


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for, for every file alike."""

    terms: Terms
    names: tuple[str, ...]
    seats: int | None
    withdrawn: tuple[str, ...]
    json: bool


@dataclass(frozen=True, slots=True)
class _Compared:
    """A file: the outcome under the rule, and the others beside it."""

    file: str
    by: Outcome
    others: tuple[Elsewhere, ...]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(compare)


def compare(
    files: Files,
    rule: Beside = DEFAULT_RULE,
    only: With = None,
    seats: Seats = None,
    withdrawn: Withdrawn = None,
    ties: TiesBy = None,
    json: AsJson = False,
) -> None:
    """Count papers by every rule that can read them, and show where the results differ."""
    try:
        counting_rule(rule)
        names = tuple(counting_rule(name).manifest.id for name in only or others(rule))
        terms = Terms(rule=rule, ties=tuple(map(tie_step, ties or ())))
    except Refusal as refusal:
        raise typer.BadParameter(str(refusal)) from None
    order = _Order(terms, names, seats, tuple(withdrawn or ()), json)
    codes, found = [], []
    for file in files:
        code, one = _file(file, order)
        codes.append(code)
        found += [one] if one is not None else []
    if len(found) > 1 and not json:
        _show_all(found, rule)
    raise typer.Exit(max(codes))


def _file(file: Path, order: _Order) -> tuple[int, _Compared | None]:
    """Compare one file and print it."""
    try:
        one = _compared(file, order)
    except Refusal as refusal:
        sentence = str(refusal)
        return _tell(file, sentence if str(file) in sentence else f"{file}: {sentence}", order)
    except OSError as error:
        return _tell(file, f"{file} can't be read: {error.strerror}.", order)
    if one.by.unfit:
        return _tell(file, f"{file}: {one.by.unfit}", order)
    print(_line(one)) if order.json else _show(one)
    return (UNDECIDED if one.by.undecided else COMPARED), one


def _tell(file: Path, sentence: str, order: _Order) -> tuple[int, None]:
    if order.json:
        print(dumps({"file": str(file), "error": sentence}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return UNUSABLE, None


def _compared(file: Path, order: _Order) -> _Compared:
    election = read(file.read_bytes(), str(file), order.seats)
    contest = election.contest.without(order.withdrawn)
    terms = order.terms
    if election.tie_order and not terms.ties:
        own: TieStep = ByFirstNamed(order=election.tie_order)
        terms = terms.model_copy(update={"ties": (own,)})
    by = outcome(contest, election.cast, terms)
    found = (outcome(contest, election.cast, terms.by(name)) for name in order.names)
    return _Compared(str(file), by, tuple(beside(one, by.elected) for one in found))


def _line(one: _Compared) -> str:
    told = {
        "file": one.file,
        "rule": one.by.rule,
        "elected": one.by.elected,
        "undecided": one.by.undecided,
        "others": [other.model_dump(mode="json") for other in one.others],
    }
    return dumps(told, ensure_ascii=False, separators=(",", ":"))


def _show(one: _Compared) -> None:
    """A file for people: a line for each rule that can read it."""
    console = Console(highlight=False)
    console.rule(Text(one.file, style="bold"), align="left")
    title = counting_rule(one.by.rule).manifest.title
    console.print(Text(f"{title}: {_elected(one.by)}"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("Rule", "Beside it", "Elects"):
        table.add_column(heading)
    for other in one.others:
        if not other.unfit and not one.by.undecided:
            table.add_row(Text(other.rule), Text(_verdict(other)), Text(_elected(other)))
    console.print(table)
    unfit = [other.rule for other in one.others if other.unfit]
    if unfit:
        console.print(Text(f"These can't count such papers: {', '.join(unfit)}.", style="dim"))


def _elected(one: Outcome) -> str:
    return one.undecided or ", ".join(one.elected) or "nobody"


def _verdict(one: Elsewhere) -> str:
    if one.undecided:
        return "a tie to be decided"
    if one.same:
        return SAME
    return f"{', '.join(one.instead) or 'nobody'} instead of {', '.join(one.of) or 'nobody'}"


def _show_all(found: Sequence[_Compared], by: str) -> None:
    """How often each rule elects somebody else, over all files."""
    console = Console(highlight=False)
    console.print()
    console.print(Text(f"{len(found)} files, beside {by}", style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Rule")
    for heading in ("Tried", "The same people", "Somebody else", "A tie to decide"):
        table.add_column(heading, justify="right")
    decided = [one for one in found if not one.by.undecided]
    for name in dict.fromkeys(other.rule for one in decided for other in one.others):
        alike = [o for one in decided for o in one.others if o.rule == name and not o.unfit]
        if alike:
            table.add_row(name, *map(str, _numbers(alike)))
    console.print(table)
    changed = sum(any(other.instead or other.of for other in one.others) for one in decided)
    console.print(Text(f"In {changed} of {len(decided)} some rule elects somebody else."))


def _numbers(alike: Iterable[Elsewhere]) -> tuple[int, int, int, int]:
    """How many were tried, gave the same people, somebody else, and a tie."""
    told = list(alike)
    same, ties = sum(one.same for one in told), sum(bool(one.undecided) for one in told)
    return len(told), same, len(told) - same - ties, ties
