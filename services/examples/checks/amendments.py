"""Whether amendments fit the texts, moments and rules that they are for, and clashes end."""

from __future__ import annotations

from collections.abc import Iterator

from domain.cycle.assembly import MAJORITY, MINORITY
from domain.cycle.calendar import StageName
from domain.rules.values import Count, RuleValue, Share
from services.examples.checks.finding import Finding, Findings, twice, unknown
from services.examples.checks.proposals import mover_fits
from services.examples.checks.rulebook import changes_fit
from services.examples.document import Way
from services.examples.models import (
    Amendment,
    Delete,
    Insert,
    Proposal,
    Record,
    Rehearsal,
)

FILE = "amendments"
WINDOW = {
    Rehearsal.FIRST: StageName.FIRST_ASSEMBLY,
    Rehearsal.SECOND: StageName.AMENDMENTS,
}
"""The stage in which amendments to each assembly are sent."""


def check(record: Record) -> Findings:
    """Everything that an amendment, a collision or an alternative refers to."""
    amendments = record.amendments.amendments
    yield from twice(FILE, "amendments", [amendment.id for amendment in amendments])
    paper = {proposal.id: proposal for proposal in record.proposals.on_the_paper()}
    for n, amendment in enumerate(amendments):
        way = ("amendments", n)
        yield from mover_fits(FILE, (*way, "moved_by"), amendment.moved_by, record)
        yield from changes_fit(FILE, (*way, "rule_edits"), amendment.rule_edits, record)
        yield from _in_time(way, amendment, record)
        yield from _related(way, amendment, record)
        yield from unknown(FILE, (*way, "proposal"), "proposal", amendment.proposal, paper)
        if amendment.proposal in paper:
            yield from _paragraphs(way, amendment, paper[amendment.proposal], record)
    yield from _collisions(record)
    yield from _minorities(record)
    yield from _counter_proposals(record)


def carried(amendment: Amendment, record: Record) -> bool:
    """Whether its support reaches the majority that the rulebook asks of an assembly."""
    return _share(record, MAJORITY).met_by(amendment.support, 1000)


def _in_time(way: Way, amendment: Amendment, record: Record) -> Findings:
    stage = record.calendar.stage(WINDOW[amendment.stage])
    if not stage.opens_at <= amendment.moved_at < stage.closes_at:
        yield Finding(
            FILE,
            (*way, "moved_at"),
            f"Amendments to this assembly are sent from {stage.opens_at.isoformat()} until "
            f"{stage.closes_at.isoformat()}. Correct the moment.",
        )


def _related(way: Way, amendment: Amendment, record: Record) -> Findings:
    by_id = {known.id: known for known in record.amendments.amendments}
    first = [a.id for a in by_id.values() if a.stage is Rehearsal.FIRST]
    for n, earlier in enumerate(amendment.after):
        where = (*way, "after", n)
        yield from unknown(FILE, where, "amendment to the first assembly", earlier, first)
    if amendment.amends is None:
        return
    siblings = [
        a.id
        for a in by_id.values()
        if (a.proposal, a.stage) == (amendment.proposal, amendment.stage) and a != amendment
    ]
    where = (*way, "amends")
    yield from unknown(FILE, where, "amendment to this text", amendment.amends, siblings)


def _paragraphs(way: Way, amendment: Amendment, proposal: Proposal, record: Record) -> Findings:
    known = set(_standing(amendment, proposal, record))
    for n, change in enumerate(amendment.changes):
        where = (*way, "changes", n)
        named = change.after if isinstance(change, Insert) else change.paragraph
        if named is not None and named not in known:
            yield Finding(
                FILE,
                where,
                f"{proposal.id} has no paragraph {named} at this point. "
                f"It has {', '.join(sorted(known))}.",
            )
        if isinstance(change, Insert) and change.id in known:
            yield Finding(FILE, where, f"Paragraph {change.id} is there already. Number it anew.")


def _standing(amendment: Amendment, proposal: Proposal, record: Record) -> Iterator[str]:
    """The paragraphs that the amendment meets: the draft's, as the first assembly left them."""
    before = [
        change
        for earlier in record.amendments.amendments
        if earlier.proposal == proposal.id
        and earlier.stage is Rehearsal.FIRST
        and amendment.stage is Rehearsal.SECOND
        and carried(earlier, record)
        for change in earlier.changes
    ]
    gone = {change.paragraph for change in before if isinstance(change, Delete)}
    yield from (paragraph.id for paragraph in proposal.text if paragraph.id not in gone)
    yield from (change.id for change in before if isinstance(change, Insert))


def _collisions(record: Record) -> Findings:
    by_id = {amendment.id: amendment for amendment in record.amendments.amendments}
    for n, collision in enumerate(record.amendments.collisions):
        for k, name in enumerate(collision.amendments):
            where = ("collisions", n, "amendments", k)
            yield from unknown(FILE, where, "amendment", name, by_id)
            if name in by_id and collision.paragraph not in _touched(by_id[name]):
                yield Finding(
                    FILE,
                    where,
                    f"{name} does not touch paragraph {collision.paragraph}, so it can't collide "
                    "there.",
                )


def _touched(amendment: Amendment) -> set[str]:
    return {
        change.id if isinstance(change, Insert) else change.paragraph
        for change in amendment.changes
    }


def _minorities(record: Record) -> Findings:
    needed = _share(record, MINORITY)
    by_id = {amendment.id: amendment for amendment in record.amendments.amendments}
    for n, alternative in enumerate(record.amendments.minority_alternatives):
        way = ("minority_alternatives", n)
        yield from mover_fits(FILE, (*way, "claimed_by"), alternative.claimed_by, record)
        yield from unknown(FILE, (*way, "amendment"), "amendment", alternative.amendment, by_id)
        amendment = by_id.get(alternative.amendment)
        if amendment is None:
            continue
        if carried(amendment, record) or not needed.met_by(amendment.support, 1000):
            yield Finding(
                FILE,
                (*way, "amendment"),
                f"{amendment.id} had {amendment.support} thousandths. A minority's text goes on "
                f"the paper if it lost and had {needed.in_words()}.",
            )


def _counter_proposals(record: Record) -> Findings:
    put = record.amendments.counter_proposals
    allowed = _value(record, "refounding.counter_proposals")
    if isinstance(allowed, Count) and len(put) > allowed.count:
        yield Finding(
            FILE,
            ("counter_proposals", allowed.count),
            f"{len(put)} counter-proposals stand here, and the rules allow {allowed.count}.",
        )
    paper = {proposal.id for proposal in record.proposals.on_the_paper()}
    for n, counter in enumerate(put):
        way = ("counter_proposals", n)
        yield from unknown(FILE, (*way, "proposal"), "proposal", counter.proposal, paper)
        yield from changes_fit(FILE, (*way, "rule_changes"), counter.rule_changes, record)


def _value(record: Record, rule: str) -> RuleValue | None:
    return next((known.value for known in record.rulebook.rules if known.id == rule), None)


def _share(record: Record, rule: str) -> Share:
    found = _value(record, rule)
    return found if isinstance(found, Share) else Share(numerator=1, denominator=2, strict=True)
