"""Reading an example folder: every file, every entry, and what the entries say of each other.

It refuses the whole folder when anything is wrong, and names every fault with its file and line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from services.examples.checks import findings, findings_of_a_year
from services.examples.checks.finding import Finding
from services.examples.document import Document, ExampleRefused, Fault, read
from services.examples.expectations import faults_of
from services.examples.models import (
    FILES,
    FILES_OF_A_YEAR,
    File,
    Founding,
    Record,
    Rehearsal,
    YearRecord,
)

YEAR = "year.yaml"
"""Only an example that lives through a year has this file."""


def load(folder: Path) -> Record:
    """The record in that folder; raises `ExampleRefused` with every fault that was found."""
    files, documents = _read(folder, FILES)
    record = Record.model_validate(files)
    _refuse(findings(record), documents)
    return record


def load_year(folder: Path) -> YearRecord:
    """The year in that folder; raises `ExampleRefused` with every fault that was found."""
    files, documents = _read(folder, FILES_OF_A_YEAR)
    record = YearRecord.model_validate(files)
    _refuse(findings_of_a_year(record), documents)
    return record


def load_example(folder: Path) -> Record | YearRecord:
    """Whichever of the two the folder holds; raises `ExampleRefused`."""
    return load_year(folder) if (folder / YEAR).exists() else load(folder)


def _read(
    folder: Path, kinds: Mapping[str, type[File]]
) -> tuple[dict[str, File], dict[str, Document]]:
    """Every file as what it should hold; raises `ExampleRefused` with the faults of all of them."""
    documents, faults = _read_all(folder, kinds)
    files: dict[str, File] = {}
    for name, document in documents.items():
        try:
            files[name] = kinds[name].model_validate(document.data)
        except ValidationError as error:
            faults.extend(faults_of(error, document))
    if faults:
        raise ExampleRefused(tuple(faults))
    return files, documents


def _read_all(folder: Path, names: Iterable[str]) -> tuple[dict[str, Document], list[Fault]]:
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    for name in names:
        try:
            documents[name] = read(folder / f"{name}.yaml")
        except ExampleRefused as refused:
            faults.extend(refused.faults)
    return documents, faults


def _refuse(found: Sequence[Finding], documents: Mapping[str, Document]) -> None:
    faults = tuple(documents[one.file].fault(one.way, one.sentence) for one in found)
    if faults:
        raise ExampleRefused(faults)


def summary(record: Record | YearRecord) -> str:
    """What a record holds, a line for each kind of thing."""
    rest = _about_the_year(record) if isinstance(record, YearRecord) else _about_the_cycle(record)
    return "\n".join((*_about_the_organisation(record), *rest))


def _about_the_organisation(record: Founding) -> tuple[str, ...]:
    name, book = record.organisation.organisation, record.rulebook
    bodies, people = len(record.bodies.bodies), len(record.people.people)
    clauses, rules, changes = len(book.clauses), len(book.rules), len(book.changes)
    return (
        f"{name.name}, {name.zone}",
        f"{len(record.sources.sources)} sources",
        f"{bodies} bodies, {people} holders of posts",
        f"{clauses} clauses, {rules} rules, {changes} earlier changes",
    )


def _about_the_year(record: YearRecord) -> tuple[str, ...]:
    meetings, acts = record.bodies.meetings, record.year.acts
    refused = sum(asked.refused is not None for asked in acts)
    return (
        f"{len(meetings)} meetings",
        f"{len(acts)} acts between them, {refused} of which a rule refuses",
    )


def _about_the_cycle(record: Record) -> tuple[str, ...]:
    put, entered, electorate = (
        record.amendments,
        record.proposals,
        record.electorate.electorate,
    )
    paper = entered.on_the_paper()
    described = sum(proposal.described_in_source for proposal in paper)
    first = sum(amendment.stage is Rehearsal.FIRST for amendment in put.amendments)
    all_told, stages = len(put.amendments), len(record.calendar.stages)
    groups = record.groups.groups
    invented = sum(group.synthetic for group in groups)
    return (
        f"{len(groups)} local groups, {invented} of them invented",
        f"{stages} stages, {len(record.calendar.extensions)} extensions",
        f"{len(entered.proposals)} drafts and composites",
        f"{len(paper)} proposals on the ballot paper, {described} described in the source",
        f"{all_told} amendments, {first} of them at the first assembly",
        f"{len(put.collisions)} collisions",
        f"{len(put.minority_alternatives)} alternatives of a minority",
        f"{len(put.counter_proposals)} counter-proposal of the coordinating group",
        f"{electorate.members} generated members, seed {electorate.seed}",
    )


def main(arguments: Sequence[str]) -> int:
    """Print the summary of a folder, or every fault; 0, 1 for faults, 2 for a wrong call."""
    if len(arguments) != 1:
        print("Name one folder: python -m services.examples.load FOLDER", file=sys.stderr)
        return 2
    try:
        print(summary(load_example(Path(arguments[0]))))
    except ExampleRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
