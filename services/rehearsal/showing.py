"""`convenor demo`: plays the record before the visitor's eyes, says what came of it, and goes on.

Progress goes to standard error; the figures go to standard output.  With `--check` it ends by
itself and compares the log with the committed digest of an undisturbed run; whether it kept to its
time is printed, and counts only where that was asked for.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table

from services.bootstrap import office
from services.config import Settings
from services.examples.load import load_example
from services.examples.models import Record, YearRecord
from services.places import masters_of, reset_state
from services.rehearsal.budget import Took
from services.rehearsal.house import Servers
from services.rehearsal.outcome import Outcome
from services.rehearsal.run import Programme, Run
from services.rehearsal.year_outcome import YearOutcome
from services.rehearsal.year_run import YearProgramme, YearRun
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import SkippingTemporal
from services.serving import Told, serve_all

DIGEST = "expected-digest"
WORKFLOW_EVENTS_ALLOWED = 200
MADE_UP_OF_A_YEAR = (
    "This is a rehearsal of a year of an organisation that does not exist. The organisation, its "
    "rules, its members and all that they do are invented."
)
MADE_UP = (
    "This is a rehearsal on the published record of Momentum, 2016 to 2022. The calendar of the "
    "cycle and six of the seventeen proposals are from sources; all texts, amendments, members, "
    "votes and persons who act are invented."
)
CUT_SHORT = "This rehearsal was not played to its end: start the demo again to see it whole."


@dataclass(frozen=True)
class Wanted:
    """How the record is to be played.

    `check`: end by itself and compare.  `strict_time`: over its time is a failed check too.
    `renew`: keep the digest of an undisturbed run.
    """

    check: bool = False
    strict_time: bool = False
    disturbed: bool = True
    renew: bool = False

    @property
    def going_on(self) -> bool:
        return not self.check and not self.renew


def show(settings: Settings, example: Path, wanted: Wanted) -> int:
    """Play, print, and compare or go on.  Returns the exit code."""
    record = load_example(example)
    made_up = MADE_UP_OF_A_YEAR if isinstance(record, YearRecord) else MADE_UP
    reset_state(settings)
    name = f"{record.organisation.organisation.name} (rehearsal)"
    Told(name=name, notice=f"{CUT_SHORT} {made_up}").leave(settings)
    found, took = asyncio.run(_play(settings, record, wanted))
    print_outcome(found)
    print_time(took)
    if wanted.renew:
        (example / DIGEST).write_text(found.digest + "\n", "ascii")
        print(f"Kept as the digest of an undisturbed run: {found.digest}")
        return 0
    code = _compare(found, example)
    if wanted.check:
        return code or int(wanted.strict_time and not took.in_time)
    Told(name=name, notice=made_up).leave(settings)
    serve_all(settings)
    return code


async def _play(
    settings: Settings, record: Record | YearRecord, wanted: Wanted
) -> tuple[Outcome | YearOutcome, Took]:
    console = Console(stderr=True, highlight=False)
    started = monotonic()

    def tell(sentence: str) -> None:
        console.print(f"[dim]{monotonic() - started:6.1f} s[/dim]  {sentence}")

    state = settings.state_dir
    with EmbeddedPostgres(state) as database, SkippingTemporal(state) as engine:
        tell("PostgreSQL and Temporal's test server are up")
        with office(database.url, masters=masters_of(settings)) as at:
            at.projector.start()
            try:
                run = _run(Servers(at, engine, settings, tell), record, wanted)
                found = await run.play()
                at.projector.wait_for(at.store.head(), 60)
            finally:
                at.projector.stop()
            at.store.clock.release()
    shutil.rmtree(state / "skipping-temporal", ignore_errors=True)
    tell("The rehearsal is over")
    return found, Took(whole=monotonic() - started, voting=run.voting_seconds)


def _run(servers: Servers, record: Record | YearRecord, wanted: Wanted) -> Run | YearRun:
    disturbed, going_on = wanted.disturbed, wanted.going_on
    if isinstance(record, YearRecord):
        return YearRun(servers, YearProgramme(record, disturbed, into_the_present=going_on))
    return Run(servers, Programme(record, disturbed, into_the_present=going_on))


def print_outcome(found: Outcome | YearOutcome) -> None:
    """Print the figures, every one read from the log."""
    console = Console(file=sys.stdout, highlight=False)
    if isinstance(found, YearOutcome):
        print("\n".join(found.sentences()))
        return
    table = Table(title="The ballot of all members", title_justify="left")
    for heading in ("No.", "Proposal", "Yes", "No", "Blank", "Result"):
        figures = heading in ("No.", "Yes", "No", "Blank")
        table.add_column(heading, justify="right" if figures else "left")
    for result in found.results:
        tally = result.tally
        word = "carried" if result.verdict.carried else "lost"
        table.add_row(
            str(result.question.number),
            result.question.title,
            f"{tally.yes:,}",
            f"{tally.no:,}",
            f"{tally.blank:,}",
            word,
        )
    console.print(table)
    for sentence in _sentences(found):
        console.print(sentence)


def print_time(took: Took) -> None:
    """Print how long it took; over the budget in a way that nobody overlooks."""
    console = Console(file=sys.stdout, highlight=False)
    for sentence in took.sentences():
        console.print(sentence, style=None if took.in_time else "bold red")


def _sentences(found: Outcome) -> list[str]:
    return [
        f"Acts on record: {found.acts:,}",
        f"Amendments: {found.amendments_carried} of {found.amendments} carried",
        f"Papers: {found.papers:,} of {found.on_the_roll:,} on the roll",
        f"Papers of the blind ballot: {found.blind_papers:,}",
        f"Proposals carried: {found.carried} of {found.on_the_paper}",
        f"Rulebook: version {found.edition_before} when the cycle opened, "
        f"version {found.edition_after} now",
        f"Next election to the coordinating group: {found.election_method.upper()}, "
        f"{found.election_places} places",
        f"The engine's history of the ballot: {found.ballot_history_length} events "
        f"(allowed: {WORKFLOW_EVENTS_ALLOWED})",
        f"Digest of the log: {found.digest}",
    ]


def _compare(found: Outcome | YearOutcome, example: Path) -> int:
    expected = (example / DIGEST).read_text("ascii").strip()
    if found.digest != expected:
        print(f"The log differs from that of an undisturbed run, whose digest is {expected}.")
        return 1
    length = found.ballot_history_length if isinstance(found, Outcome) else None
    if (length or 0) >= WORKFLOW_EVENTS_ALLOWED:
        print("The engine's history of the ballot is longer than allowed.")
        return 1
    print("The log is that of an undisturbed run.")
    return 0
