"""`convenor count`: files of papers in, results out; it needs no server and no organisation.

Exit codes: 0 counted, 2 unusable input, 3 a tie needs a decision.  After a file that can't be
counted the others are still counted, and the worst code is that of the command.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from pydantic import ValidationError

from domain.counting.count import count as count_papers
from domain.counting.formats.election import Election
from domain.counting.formats.reading import read
from domain.counting.result import CountResult
from domain.counting.rules.catalogue import manifests
from domain.counting.rules.catalogue import rule as counting_rule
from domain.counting.terms import ByFirstNamed, Section, Settled, Terms, TieStep
from domain.counting.ties import TieUndecided
from domain.kernel.refusal import Refusal
from services.cli.counting_outputs import Counted, Outputs
from services.cli.counting_terms import (
    Grouping,
    decision_line,
    first_fault,
    grouping_of,
    pairs,
    settled_in,
    tie_step,
)

COUNTED, UNUSABLE, UNDECIDED = 0, 2, 3
DEFAULT_RULE = "scottish-stv"
TO = "FILE|FOLDER"

Files = Annotated[list[Path] | None, typer.Argument(help="BLT, PrefLib or CSV.", metavar="FILE…")]
RuleName = Annotated[str, typer.Option(help="The counting rule; --rules lists them.")]
Seats = Annotated[
    int | None, typer.Option(min=1, help="How many places; overrules what the file says.")
]
Withdrawn = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Who withdrew; may be given again.")
]
TiesBy = Annotated[
    list[str] | None,
    typer.Option(
        help="How ties are broken: seed:TEXT, order:FILE (names, best first, one to a line), "
        "lots:FILE (names in the order in which lots were drawn), decisions:FILE (JSON), forwards, "
        "backwards. May be given again; tried in order."
    ),
]
Reopen = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who stands for reopened nominations.")
]
QuotaFile = Annotated[
    Path | None, typer.Option(help="Quotas for groups and who belongs to them, as JSON.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a file, each on a line.")]
CsvFile = Annotated[
    Path | None, typer.Option(help="Write the stages there as a table.", metavar=TO)
]
HtmlFile = Annotated[
    Path | None, typer.Option(help="Write the result sheet there as a web page.", metavar=TO)
]
PdfFile = Annotated[Path | None, typer.Option(help="Write the result sheet there.", metavar=TO)]
BltFile = Annotated[Path | None, typer.Option(help="Write the papers there as BLT.", metavar=TO)]
PrefLibFile = Annotated[
    Path | None, typer.Option(help="Write the papers there as PrefLib.", metavar=TO)
]
TermsFile = Annotated[
    Path | None,
    typer.Option(
        "--terms",
        help="Everything that was settled before, as the service publishes it beside the papers.",
    ),
]
Options = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="An option of the rule.")
]
Sections = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=WEIGHT", help="A section of an electoral college, and its weight."),
]
ListRules = Annotated[bool, typer.Option("--rules", help="List the counting rules and stop.")]


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for, for every file alike."""

    terms: Terms
    seats: int | None
    withdrawn: tuple[str, ...]
    reopen: str | None
    grouping: Grouping
    outputs: Outputs
    json: bool
    words: tuple[str, ...]
    settled: Settled | None = None

    def again(self, file: Path, seats: int) -> str:
        """The command that counts this file so again."""
        places = () if self.settled else ("--seats", str(seats))
        return shlex.join(["convenor", "count", file.name, *self.words, *places])


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(count)


def count(
    files: Files = None,
    rule: RuleName = DEFAULT_RULE,
    terms_file: TermsFile = None,
    seats: Seats = None,
    withdrawn: Withdrawn = None,
    reopen: Reopen = None,
    quota_group: QuotaFile = None,
    ties: TiesBy = None,
    option: Options = None,
    section: Sections = None,
    csv: CsvFile = None,
    html: HtmlFile = None,
    pdf: PdfFile = None,
    blt: BltFile = None,
    preflib: PrefLibFile = None,
    json: AsJson = False,
    rules: ListRules = False,
) -> None:
    """Count papers from files by a named rule, and explain every stage."""
    if rules:
        _list_rules(json=json)
        return
    try:
        counting_rule(rule)  # an unknown rule is told once, before any file is read
        grouping = grouping_of(quota_group)
        terms = Terms(
            rule=rule,
            ties=tuple(map(tie_step, ties or ())),
            quotas=grouping.quotas,
            sections=tuple(Section(name=n, weight=w) for n, w in pairs(section or ())),
            options=pairs(option or ()),
        )
    except ValidationError as error:
        raise typer.BadParameter(first_fault(error)) from None
    except Refusal as refusal:
        raise typer.BadParameter(str(refusal)) from None
    if not files:
        raise typer.BadParameter("Name at least one file of papers.")
    outputs = Outputs.asked(html=html, pdf=pdf, csv=csv, blt=blt, preflib=preflib)
    words = _words(
        ("rule", [rule] if terms_file is None or rule != DEFAULT_RULE else None),
        ("withdrawn", withdrawn),
        ("reopen", [reopen]),
        ("quota-group", [quota_group]),
        ("ties", ties),
        ("option", option),
        ("section", section),
    )
    try:
        settled = settled_in(terms_file, words, seats) if terms_file else None
        outputs.check(files)
    except Refusal as refusal:
        raise typer.BadParameter(str(refusal)) from None
    if terms_file is not None:
        words = ("--terms", terms_file.name)
    order = _Order(
        terms, seats, tuple(withdrawn or ()), reopen, grouping, outputs, json, words, settled
    )
    code = max(_count_file(file, order) for file in files)
    raise typer.Exit(code)


def _words(*given: tuple[str, Sequence[object] | None]) -> tuple[str, ...]:
    """Options as they were given, for the command that counts the same again."""
    return tuple(
        word
        for name, values in given
        for value in values or ()
        if value is not None
        for word in (f"--{name}", str(value))
    )


def _list_rules(*, json: bool) -> None:
    if json:
        for manifest in manifests():
            print(manifest.model_dump_json())
    else:
        _tables().show_rules(manifests())


def _tables() -> ModuleType:
    """What people read; loaded only for them."""
    from services.cli import counting_tables

    return counting_tables


def _count_file(file: Path, order: _Order) -> int:
    """Count one file, print what came out, and return its exit code."""
    try:
        for line in _answer(file, order):
            print(line, flush=True)
    except TieUndecided as tie:
        sentence = f"{file}: {tie} For example, in a file given with --ties decisions:FILE: "
        return _tell(file, sentence + decision_line(tie), UNDECIDED, order)
    except Refusal as refusal:
        sentence = str(refusal)
        told = sentence if str(file) in sentence else f"{file}: {sentence}"
        return _tell(file, told, UNUSABLE, order)
    except OSError as error:
        return _tell(file, f"{file} can't be read: {error.strerror}.", UNUSABLE, order)
    return COUNTED


def _tell(file: Path, sentence: str, code: int, order: _Order) -> int:
    if order.json:
        print(dumps({"file": str(file), "error": sentence}, ensure_ascii=False), flush=True)
    print(sentence, file=sys.stderr, flush=True)
    return code


def _answer(file: Path, order: _Order) -> Iterator[str]:
    data = file.read_bytes()
    election = read(data, str(file), order.seats)
    if not order.json:
        for notice in election.notices:
            print(notice, file=sys.stderr)
    settled = _settled(election, order)
    contest = settled.contest
    result = count_papers(contest, election.cast, settled.terms)
    again = order.again(file, contest.seats)
    order.outputs.write(Counted(file, data, election, contest, result, again))
    if order.json:
        yield _line(file, result)
    else:
        _tables().show(str(file), result)


def _settled(election: Election, order: _Order) -> Settled:
    """What is known before the papers are opened: all of it as published, or as the options say."""
    if order.settled is not None:
        order.settled.contest.must_have_the_names_of(election.contest)
        return order.settled
    contest = order.grouping.apply(election.contest.without(order.withdrawn))
    if order.reopen is not None:
        nobody = (contest.index(order.reopen),)
        contest = contest.model_copy(update={"reopen": nobody})
    terms = order.terms
    if election.tie_order and not terms.ties:
        own: TieStep = ByFirstNamed(order=election.tie_order)
        terms = terms.model_copy(update={"ties": (own,)})
    return Settled(contest=contest, terms=terms)


def _line(file: Path, result: CountResult) -> str:
    return dumps(
        {"file": str(file), **result.model_dump(mode="json", exclude_none=True)},
        ensure_ascii=False,
        separators=(",", ":"),
    )
