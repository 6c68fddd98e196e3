"""Whether proposals name rules, groups, members and each other rightly, and were in time."""

from __future__ import annotations

from domain.cycle.calendar import StageName
from services.examples.checks.finding import Finding, Findings, twice, unknown
from services.examples.checks.rulebook import changes_fit
from services.examples.document import Way
from services.examples.models import Mover, Outcome, Proposal, Record


def check(record: Record) -> Findings:
    """Everything that a proposal refers to."""
    proposals = record.proposals.proposals
    yield from twice("proposals", "proposals", [proposal.id for proposal in proposals])
    yield from _numbers(record)
    for n, proposal in enumerate(proposals):
        way = ("proposals", n)
        yield from twice_in(way, proposal)
        yield from changes_fit("proposals", (*way, "rule_changes"), proposal.rule_changes, record)
        yield from _drafted(way, proposal, record)
        yield from _merged(way, proposal, record)
        yield from _known_outcome(way, proposal)


def mover_fits(file: str, way: Way, mover: Mover, record: Record) -> Findings:
    """A mover that is an invented group or a member of the generated electorate."""
    invented = [group.id for group in record.groups.groups if group.synthetic]
    if mover.group is not None:
        yield from unknown(file, (*way, "group"), "invented group", mover.group, invented)
    highest = record.electorate.electorate.members
    if mover.member is not None and mover.member > highest:
        yield Finding(
            file,
            (*way, "member"),
            f"Member {mover.member} is not in the electorate. Choose a number up to {highest}.",
        )


def twice_in(way: Way, proposal: Proposal) -> Findings:
    """A paragraph id that an earlier paragraph of the same text has."""
    ids = [paragraph.id for paragraph in proposal.text]
    for n, paragraph in enumerate(ids):
        if paragraph in ids[:n]:
            yield Finding(
                "proposals",
                (*way, "text", n),
                f"Paragraph {paragraph} is there already. Number it anew.",
            )


def _numbers(record: Record) -> Findings:
    paper = record.proposals.on_the_paper()
    for expected, proposal in enumerate(paper, 1):
        if proposal.number != expected:
            at = record.proposals.proposals.index(proposal)
            yield Finding(
                "proposals",
                ("proposals", at, "number"),
                f"Number {proposal.number} stands where number {expected} is next on the paper. "
                "Numbers run from one without a gap.",
            )
            return


def _drafted(way: Way, proposal: Proposal, record: Record) -> Findings:
    drafted = proposal.drafted
    if drafted is None:
        return
    where = (*way, "drafted")
    yield from mover_fits("proposals", (*where, "by"), drafted.by, record)
    drafting = record.calendar.stage(StageName.DRAFTING)
    in_order = drafting.opens_at <= drafted.drafted_at <= drafted.submitted_at < drafting.closes_at
    if not in_order:
        yield Finding(
            "proposals",
            (*where, "submitted_at"),
            f"A draft is made and then handed in between {drafting.opens_at.isoformat()} and "
            f"{drafting.closes_at.isoformat()}. Correct the moments.",
        )


def _merged(way: Way, proposal: Proposal, record: Record) -> Findings:
    by_id = {known.id: known for known in record.proposals.proposals}
    parents = proposal.composite.parents if proposal.composite else ()
    for n, parent in enumerate(parents):
        where = (*way, "composite", "parents", n)
        yield from unknown("proposals", where, "proposal", parent, by_id)
        if parent in by_id and by_id[parent].merged_into != proposal.id:
            yield Finding(
                "proposals",
                where,
                f"{parent} does not say that it was merged into {proposal.id}. Add it there.",
            )
    into = proposal.merged_into
    composite = by_id[into].composite if into in by_id else None
    if into is not None and (composite is None or proposal.id not in composite.parents):
        yield Finding(
            "proposals",
            (*way, "merged_into"),
            f"{into} does not name {proposal.id} among its parents. Add it there.",
        )


def _known_outcome(way: Way, proposal: Proposal) -> Findings:
    if (proposal.outcome is Outcome.CARRIED) != proposal.described_in_source:
        yield Finding(
            "proposals",
            (*way, "outcome"),
            "An outcome is known for what the source describes, and for nothing else.",
        )
