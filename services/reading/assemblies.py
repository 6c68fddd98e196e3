"""One assembly: who was sent, when it sat, how it voted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.processes import Process, process
from services.reading.view import Answer, Reading, View, body_name_of


class AssemblyLine(Answer):
    """An assembly by itself."""

    assembly: UUID
    cycle: UUID
    stage: str
    title: str
    convened: datetime
    due: datetime
    closed: datetime | None
    governing_version: int


class Delegate(Answer):
    """A delegate and who sent them."""

    person: UUID
    name: str
    grp: UUID
    group_name: str | None
    since: datetime
    act: UUID


class Sitting(Answer):
    """A sitting, with how many were there and how many were needed."""

    present: int
    needed: int
    since: datetime
    act: UUID


class Vote(Answer):
    """A vote; `subjects` are the amendments that it decided on."""

    assembly: UUID
    assembly_title: str
    number: int
    proposal: UUID
    proposal_title: str
    question: str
    subjects: tuple[str, ...]
    in_favour: int
    against: int
    abstained: int
    present: int
    carried: bool
    because: str
    for_the_paper: bool
    since: datetime
    act: UUID


class Assembly(Answer):
    """An assembly with all that it did."""

    view: View
    assembly: AssemblyLine
    process: Process
    delegates: tuple[Delegate, ...]
    sittings: tuple[Sitting, ...]
    votes: tuple[Vote, ...]


_ASSEMBLY = """
    SELECT assembly, cycle, stage, title, convened, due, closed, governing_version
    FROM assemblies WHERE assembly = %(assembly)s AND valid @> %(as_of)s::timestamptz
"""
_DELEGATES = f"""
    SELECT person, name, grp, {body_name_of("grp")} AS group_name, since, act FROM delegates
    WHERE assembly = %(assembly)s AND since <= %(as_of)s ORDER BY group_name, position
"""
_SITTINGS = """
    SELECT present, needed, since, act FROM sittings
    WHERE assembly = %(assembly)s AND since <= %(as_of)s ORDER BY position
"""
_VOTES = """
    SELECT v.assembly, a.title AS assembly_title, v.number, v.proposal, p.title AS proposal_title,
           v.question, v.subjects, v.in_favour, v.against, v.abstained, v.present, v.carried,
           v.because, v.for_the_paper, v.since, v.act
    FROM assembly_votes v JOIN assemblies a USING (assembly) JOIN proposals p USING (proposal)
    WHERE v.since <= %(as_of)s AND a.valid @> %(as_of)s::timestamptz
      AND p.valid @> %(as_of)s::timestamptz
      AND (v.assembly = %(assembly)s OR v.proposal = %(proposal)s)
    ORDER BY v.since, v.number
"""


def assembly(at: Reading, assembly: UUID) -> Assembly:
    """One assembly; raises `NotFound`."""
    found = at.first(AssemblyLine, _ASSEMBLY, assembly=assembly)
    if found is None:
        raise NotFound(f"There is no assembly with the id {assembly} at that moment.")
    return Assembly(
        view=at.view,
        assembly=found,
        process=process(at, assembly),
        delegates=at.all(Delegate, _DELEGATES, assembly=assembly),
        sittings=at.all(Sitting, _SITTINGS, assembly=assembly),
        votes=at.all(Vote, _VOTES, assembly=assembly, proposal=None),
    )


def votes_on(at: Reading, proposal: UUID) -> tuple[Vote, ...]:
    """Every vote of an assembly on one proposal."""
    return at.all(Vote, _VOTES, assembly=None, proposal=proposal)
