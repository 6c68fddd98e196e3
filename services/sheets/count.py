"""The result sheet of a count: who is elected, how, and every figure, to be signed and kept.

It is made from the published result alone, so that it says the same wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.counting.manifest import Manifest
from domain.counting.result import CountResult
from domain.counting.rules import catalogue
from services.sheets.blocks import (
    Block,
    Facts,
    Grid,
    Heading,
    Numbered,
    Paragraph,
    Sheet,
    Signatures,
)

STAGES_ON_A_GRID = 6
SIGNING = ("Returning officer", "Scrutineer")


@dataclass(frozen=True)
class About:
    """What is printed beside the result: whose count, its title, where the papers are from.

    `moments` are names and moments in words, such as ("Declared", "5 pm on …").  `again` is the
    command that counts the same again, where it is not the plain one.
    """

    organisation: str
    title: str
    origin: str = ""
    sha256: str = ""
    moments: tuple[tuple[str, str], ...] = ()
    again: str = ""


def count_sheet(result: CountResult, about: About) -> Sheet:
    """The sheet of a count."""
    manifest = catalogue.rule(result.rule).manifest
    blocks: list[Block] = [
        *_who(result),
        *_what(result, manifest, about),
        *_figures(result),
        *_stages(result),
        *_ties(result),
        Signatures(SIGNING),
    ]
    return Sheet(about.organisation, "Result of a count", about.title, blocks)


def _who(result: CountResult) -> Iterator[Block]:
    at = {name: n for n, stage in enumerate(result.stages, start=1) for name in stage.elected}
    if not result.elected:
        yield Paragraph("Nobody is elected.")
    else:
        yield Heading("Elected, in the order of their election")
        yield Numbered([f"{name} (at stage {at[name]})" for name in result.elected if name in at])
    if result.reopened:
        of = f"{result.reopened} of {result.seats} places"
        yield Paragraph(f"Nominations are to be reopened for {of}.")
    empty = result.seats - len(result.elected) - result.reopened
    if empty:
        yield Paragraph(f"{empty} of {result.seats} places stay empty.")


def _what(result: CountResult, manifest: Manifest, about: About) -> Iterator[Block]:
    papers = result.papers
    invalid = [("Blank", papers.blank), *papers.spoiled.items()]
    yield Heading("What was counted")
    yield Facts(
        [
            ("Places", str(result.seats)),
            ("Papers that count", f"{papers.valid:,}"),
            *((f"Do not count: {why.lower()}", f"{number:,}") for why, number in invalid if number),
            ("Quota", shown(result.quota)),
            *([("Withdrawn", ", ".join(result.withdrawn))] if result.withdrawn else []),
            *([("Papers from", about.origin)] if about.origin else []),
            *about.moments,
        ]
    )
    yield Heading("How this kind of count works")
    yield Paragraph(manifest.plainly or manifest.summary)
    version = f"{manifest.title} ({manifest.id}, version {manifest.version})"
    yield Paragraph(f"{version}. Source: {manifest.source}.", quiet=True)
    if about.sha256:
        plain = f"convenor count FILE --rule {result.rule} --seats {result.seats}"
        yield Paragraph(
            f"The file of the papers has the SHA-256 {about.sha256}. Whoever has it can count "
            f"again: {about.again or plain}",
            quiet=True,
        )


def _figures(result: CountResult) -> Iterator[Block]:
    """The votes at the end of each stage, a few stages to a grid so that they fit a page."""
    yield Heading("Votes at the end of each stage")
    for first in range(0, len(result.stages), STAGES_ON_A_GRID):
        stages = result.stages[first : first + STAGES_ON_A_GRID]
        numbers = range(first + 1, first + len(stages) + 1)
        names = [name for name in stages[0].totals if name not in result.withdrawn]
        rows = [[name, *(shown(stage.totals[name]) for stage in stages)] for name in names]
        rows.append(["Not transferable", *(shown(stage.non_transferable) for stage in stages)])
        rows.append(["Lost by rounding", *(shown(stage.rounding_loss) for stage in stages)])
        yield Grid(
            caption=f"Stages {numbers[0]} to {numbers[-1]}",
            columns=["Candidate", *(f"Stage {number}" for number in numbers)],
            rows=rows,
            marks=frozenset(n for n, name in enumerate(names) if name in result.elected),
        )


def _stages(result: CountResult) -> Iterator[Block]:
    yield Heading("What happened at each stage")
    for number, stage in enumerate(result.stages, start=1):
        clauses = f" ({', '.join(stage.clauses)})" if stage.clauses else ""
        yield Paragraph(f"Stage {number}. {stage.explanation}{clauses}")


def _ties(result: CountResult) -> Iterator[Block]:
    if not result.ties:
        return
    yield Heading("Ties")
    for tie in result.ties:
        between = " and ".join(tie.between)
        yield Paragraph(
            f"Stage {tie.stage}: {between} were tied over {tie.question.value}; {tie.chosen} "
            f"{tie.how}."
        )


def shown(amount: str) -> str:
    """An amount without the noughts at its end."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount
