"""Reading an example folder: every file, every entry, and what the entries say of each other.

It refuses the whole folder when anything is wrong, and names every fault with its file and line.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from services.examples.checks import findings
from services.examples.document import Document, ExampleRefused, Fault, read
from services.examples.expectations import faults_of
from services.examples.models import FILES, File, Record, Rehearsal


def load(folder: Path) -> Record:
    """The record in that folder; raises `ExampleRefused` with every fault that was found."""
    documents, faults = _read_all(folder)
    files = {}
    for name, document in documents.items():
        try:
            files[name] = FILES[name].model_validate(document.data)
        except ValidationError as error:
            faults.extend(faults_of(error, document))
    if faults:
        raise ExampleRefused(tuple(faults))
    record = _record(files)
    _refuse_what_does_not_fit(record, documents)
    return record


def _read_all(folder: Path) -> tuple[dict[str, Document], list[Fault]]:
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    for name in FILES:
        try:
            documents[name] = read(folder / f"{name}.yaml")
        except ExampleRefused as refused:
            faults.extend(refused.faults)
    return documents, faults


def _record(files: Mapping[str, File]) -> Record:
    return Record.model_validate(dict(files))


def _refuse_what_does_not_fit(record: Record, documents: Mapping[str, Document]) -> None:
    faults = tuple(
        documents[found.file].fault(found.way, found.sentence) for found in findings(record)
    )
    if faults:
        raise ExampleRefused(faults)


def summary(record: Record) -> str:
    """What a record holds, a line for each kind of thing."""
    return "\n".join((*_about_the_organisation(record), *_about_the_cycle(record)))


def _about_the_organisation(record: Record) -> tuple[str, ...]:
    name, book, groups = (
        record.organisation.organisation,
        record.rulebook,
        record.groups.groups,
    )
    invented = sum(group.synthetic for group in groups)
    bodies, people = len(record.bodies.bodies), len(record.people.people)
    clauses, rules, changes = len(book.clauses), len(book.rules), len(book.changes)
    return (
        f"{name.name}, {name.zone}",
        f"{len(record.sources.sources)} sources",
        f"{bodies} bodies, {people} holders of posts",
        f"{len(groups)} local groups, {invented} of them invented",
        f"{clauses} clauses, {rules} rules, {changes} earlier changes",
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
    return (
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
        print(summary(load(Path(arguments[0]))))
    except ExampleRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
