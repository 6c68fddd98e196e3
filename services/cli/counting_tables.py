"""How `convenor count` shows a result to people: the outcome first, then stage by stage."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.counting.manifest import Manifest
from domain.counting.result import CountResult, StageResult
from domain.counting.rules.catalogue import rule

_OTHERS = ("Non-transferable", "Lost by rounding", "Quota")


def show(name: str, result: CountResult) -> None:
    """Print one result."""
    console = Console(highlight=False)
    console.rule(Text(result.title or name, style="bold"), align="left")
    for line in _outcome(result):
        console.print(Text(line))
    before: StageResult | None = None
    for number, stage in enumerate(result.stages, start=1):
        console.print()
        console.print(Text(_heading(number, stage), style="bold"))
        console.print(Text(stage.explanation))
        if stage.clauses:
            console.print(Text(f"Clauses: {', '.join(stage.clauses)}", style="dim"))
        console.print(_table(result, number, before))
        before = stage
    console.print()


def _outcome(result: CountResult) -> Iterable[str]:
    title = rule(result.rule).manifest.title
    yield f"{title} ({result.rule}, version {result.rule_version})"
    yield f"Elected: {', '.join(result.elected) or 'nobody'}"
    if result.reopened:
        yield f"Nominations are to be reopened for {result.reopened} of {result.seats} places."
    unfilled = result.seats - len(result.elected) - result.reopened
    if unfilled:
        yield f"{unfilled} of {result.seats} places are not filled."
    papers = result.papers
    yield f"Papers: {papers.valid} valid, {papers.invalid} invalid{_reasons(result)}"
    if papers.in_part:
        yield f"Of the valid papers {papers.in_part} count in part."
    if result.withdrawn:
        yield f"Withdrawn: {', '.join(result.withdrawn)}"
    for tie in result.ties:
        yield f"Tie at stage {tie.stage}, {tie.question.value}: {tie.chosen} {tie.how}."


def _reasons(result: CountResult) -> str:
    papers = result.papers
    parts = [f"{number} where {reason}" for reason, number in papers.spoiled.items()]
    if papers.blank:
        parts.insert(0, f"{papers.blank} blank")
    return f" ({', '.join(parts)})" if parts else ""


def _heading(number: int, stage: StageResult) -> str:
    of = f" ({', '.join(stage.of)})" if stage.of else ""
    return f"Stage {number}: {stage.deed.value}{of}"


def _table(result: CountResult, number: int, before: StageResult | None) -> Table:
    stage = result.stages[number - 1]
    keeps = stage.keep or {}
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Candidate")
    table.add_column("Votes", justify="right")
    table.add_column("Change", justify="right")
    if keeps:
        table.add_column("Keeps", justify="right")
    table.add_column("")
    standing = _standing(result, number)
    for name in stage.totals:
        change = _change(stage.totals[name], before.totals[name] if before else None)
        keep = [keeps[name]] if keeps else []
        table.add_row(Text(name), stage.totals[name], change, *keep, standing.get(name, ""))
    empty = [""] if keeps else []
    for words, votes, was in zip(_OTHERS, _others(stage), _others(before), strict=True):
        table.add_row(Text(words, style="dim"), votes, _change(votes or "", was), *empty, "")
    return table


def _others(stage: StageResult | None) -> tuple[str | None, str | None, str | None]:
    """What is no candidate's: as in `_OTHERS`."""
    if stage is None:
        return None, None, None
    return stage.non_transferable, stage.rounding_loss, stage.quota


def _change(votes: str, before: str | None) -> str:
    if before is None or votes == before:
        return ""
    return f"{Decimal(votes) - Decimal(before):+f}"


def _standing(result: CountResult, number: int) -> dict[str, str]:
    """What each candidate is by this stage, in words."""
    words = dict.fromkeys(result.withdrawn, "withdrawn")
    for at, stage in enumerate(result.stages[:number], start=1):
        now = "" if at == number else f" at stage {at}"
        words |= dict.fromkeys(stage.elected, f"elected{now}")
        words |= dict.fromkeys(stage.excluded, f"excluded{now}")
    return words


def show_rules(manifests: Iterable[Manifest]) -> None:
    """Print what there is to choose from."""
    console = Console(highlight=False)
    for manifest in manifests:
        places = manifest.scale.places
        exact = "exact fractions" if places is None else f"{places} decimals"
        console.print(Text(f"{manifest.id}, version {manifest.version}", style="bold"))
        console.print(Text(f"  {manifest.title}; {manifest.papers.value} papers, {exact}"))
        console.print(Text(f"  {manifest.summary}"))
        console.print(Text(f"  Source: {manifest.source}", style="dim"))
        for name, words in manifest.options:
            console.print(Text(f"  --option {name}=…: {words}"))
