"""The result sheet of a count: who is elected, how, and every figure, to be signed and kept.

It is made from the published result alone, so that it says the same wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.counting.explaining import PRIORITIES, YES_NO
from domain.counting.manifest import Manifest
from domain.counting.result import CountResult, StageResult
from domain.counting.rules import catalogue
from services.counting.in_words import closest, has_quota, passes_on, shown, words_of
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

STAGES_ON_A_GRID, OF_LONG_FIGURES, LONG = 6, 4, 9
SIGNING = ("Returning officer", "Scrutineer")


@dataclass(frozen=True)
class About:
    """What is printed beside the result: whose count, its title, where the papers are from.

    `moments` are names and moments in words, such as ("Declared", "5 pm on …").  `again` is the
    command that counts the same again, where it is not the plain one.  `settled` is what was known
    before the papers were opened, `reasons` are decisions on ties with who took them and why.
    """

    organisation: str
    title: str
    origin: str = ""
    sha256: str = ""
    moments: tuple[tuple[str, str], ...] = ()
    again: str = ""
    settled: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


def count_sheet(result: CountResult, about: About) -> Sheet:
    """The sheet of a count."""
    manifest = catalogue.rule(result.rule).manifest
    blocks: list[Block] = [
        *_who(result),
        *_what(result, manifest, about),
        *_figures(result),
        *_stages(result),
        *_ties(result, about),
        Signatures(SIGNING),
    ]
    return Sheet(about.organisation, "Result of a count", about.title, blocks)


def _who(result: CountResult) -> Iterator[Block]:
    at = {name: n for n, stage in enumerate(result.stages, start=1) for name in stage.elected}
    stages = len(result.stages) > 1
    if not result.elected:
        yield Paragraph("Nobody is elected.")
    else:
        yield Heading(_over(result))
        when = {name: f" (at stage {stage})" if stages else "" for name, stage in at.items()}
        yield Numbered([f"{name}{when.get(name, '')}" for name in result.elected])
    if result.reopened:
        of = f"{result.reopened} of {result.seats} places"
        yield Paragraph(f"Nominations are to be reopened for {of}.")
    empty = result.seats - len(result.elected) - result.reopened
    if empty:
        yield Paragraph(f"{empty} of {result.seats} places stay empty.")
    if close := closest(result):
        yield Paragraph(close)


def _over(result: CountResult) -> str:
    if result.rule == YES_NO:
        return "The answer"
    return "Elected, in the order of their election" if len(result.elected) > 1 else "Elected"


def _what(result: CountResult, manifest: Manifest, about: About) -> Iterator[Block]:
    papers = result.papers
    invalid = [("Blank", papers.blank), *papers.spoiled.items()]
    yield Heading("What was counted")
    yield Facts(
        [
            ("Places", str(result.seats)),
            ("Papers that count", f"{papers.valid:,}"),
            *([("Of these, valid in part", f"{papers.in_part:,}")] if papers.in_part else []),
            *((f"Do not count: {why.lower()}", f"{number:,}") for why, number in invalid if number),
            *([("Quota", shown(result.quota))] if has_quota(result) else []),
            *([("Withdrawn", ", ".join(result.withdrawn))] if result.withdrawn else []),
            *([("Papers from", about.origin)] if about.origin else []),
            *about.moments,
            *about.settled,
        ]
    )
    yield from _how(result, manifest, about)


def _how(result: CountResult, manifest: Manifest, about: About) -> Iterator[Block]:
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
    told = words_of(result)
    if told:
        yield Heading("The words, with the figures of this count")
        yield Facts([(one.word, one.meaning) for one in told])


def _figures(result: CountResult) -> Iterator[Block]:
    """The votes at the end of each stage, a few stages to a grid so that they fit a page."""
    one, at_once = len(result.stages) == 1, _stages_on_a_grid(result)
    yield Heading("The votes" if one else "Votes at the end of each stage")
    if result.rule == PRIORITIES:
        yield Paragraph("These are first preferences; the order is decided by the method.")
    for first in range(0, len(result.stages), at_once):
        stages = result.stages[first : first + at_once]
        numbers = range(first + 1, first + len(stages) + 1)
        names = [name for name in stages[0].totals if name not in result.withdrawn]
        rows = [[name, *(shown(stage.totals[name]) for stage in stages)] for name in names]
        yield Grid(
            caption="" if one else f"Stages {numbers[0]} to {numbers[-1]}; elected are bold",
            columns=["Candidate", *("Votes" if one else f"Stage {n}" for n in numbers)],
            rows=[*rows, *_other_rows(result, stages)],
            marks=frozenset(n for n, name in enumerate(names) if name in result.elected),
        )


def _stages_on_a_grid(result: CountResult) -> int:
    """How many stages fit beside each other: fewer if their figures are long."""
    amounts = [amount for stage in result.stages for amount in stage.totals.values()]
    long = any(len(shown(amount)) > LONG for amount in amounts)
    return OF_LONG_FIGURES if long else STAGES_ON_A_GRID


def _other_rows(result: CountResult, stages: Sequence[StageResult]) -> Iterator[list[str]]:
    """What no candidate has, and the quota where it changes; nothing that is nought throughout."""
    stuck = "Not transferable" if passes_on(result) else "Not used"
    rows = [
        [stuck, *(stage.non_transferable for stage in stages)],
        ["Lost by rounding", *(stage.rounding_loss for stage in stages)],
    ]
    if len({stage.quota for stage in result.stages}) > 1:
        rows.append(["Quota", *(stage.quota for stage in stages)])
    for name, *amounts in rows:
        if any(map(Fraction, amounts)):
            yield [name, *map(shown, amounts)]


def _stages(result: CountResult) -> Iterator[Block]:
    yield Heading("What happened at each stage" if len(result.stages) > 1 else "What happened")
    for number, stage in enumerate(result.stages, start=1):
        clauses = f" ({', '.join(stage.clauses)})" if stage.clauses else ""
        before = f"Stage {number}. " if len(result.stages) > 1 else ""
        yield Paragraph(f"{before}{stage.explanation}{clauses}")


def _ties(result: CountResult, about: About) -> Iterator[Block]:
    if not result.ties:
        return
    yield Heading("Ties")
    for tie in result.ties:
        between = " and ".join(tie.between)
        yield Paragraph(
            f"Stage {tie.stage}: {between} were tied over {tie.question.value}; {tie.chosen} "
            f"{tie.how}."
        )
    if about.reasons:
        yield Facts([(f"Decided for {chosen}", why) for chosen, why in about.reasons])
