"""One proposal: what it asks for, now and before, what was moved on it, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.cycle import held as domain_held
from domain.cycle.amendments import Amendments
from domain.cycle.asked import Asked
from domain.cycle.calendar import StageName
from domain.cycle.docket import Docket
from domain.cycle.held import Fate
from domain.cycle.settling import text_of
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound
from domain.text.amendment.change import Amendment
from domain.text.merging.collisions import Choice, Collision
from services.reading.assemblies import Vote, votes_on
from services.reading.view import Answer, Person, Reading, View, body_name_of, name_of


class ProposalLine(Answer):
    """A proposal as it stands; `because` says why it is in that state, where there is a why."""

    proposal: UUID
    cycle: UUID
    title: str
    state: str
    number: int | None
    drafter: UUID
    drafter_name: str
    grp: UUID | None
    group_name: str | None
    meeting: UUID | None
    drafted: datetime
    because: str | None
    merged_into: UUID | None
    yes: int | None
    no: int | None
    decided: datetime | None
    rulebook_version: int | None


class Version(Answer):
    """One version, and how it came about."""

    version: int
    made_by: str
    note: str
    asked: Asked
    since: datetime
    act: UUID


class Held(Answer):
    """An amendment and what became of it."""

    amendment: str
    decided_in: str
    moved_by: UUID
    mover_name: str
    grp: UUID | None
    group_name: str | None
    mover: str
    reason: str
    moved_at: datetime
    parent: str | None
    part_of: str | None
    content: Amendment
    fate: Fate
    because: str
    vote: int | None
    applied: bool
    is_alternative: bool
    support: str | None
    act: UUID

    @property
    def is_open(self) -> bool:
        return self.fate is Fate.MOVED

    @property
    def held(self) -> domain_held.Held:
        """The same as the domain knows it."""
        return domain_held.Held(
            amendment=self.content,
            decided_in=StageName(self.decided_in),
            moved_by=PersonId(self.moved_by),
            reason=self.reason,
            fate=self.fate,
            because=self.because,
            applied=self.applied,
        )


class Settled(Answer):
    """A collision that an assembly settled."""

    collision: str
    choice: Choice
    vote: int
    since: datetime
    act: UUID


class ReferredBack(Answer):
    """A paragraph that went back to its drafters."""

    paragraph: str
    reason: str
    since: datetime
    act: UUID


class PassedOn(Answer):
    """The text as it left an assembly."""

    stage: str
    procedure: str
    asked: Asked
    taken: tuple[str, ...]
    unsettled: tuple[Collision, ...]
    since: datetime
    act: UUID


class Counter(Answer):
    """A counter-proposal; `taken` is None while it has not been considered."""

    asked: Asked
    reason: str
    put_at: datetime
    taken: bool | None
    because: str | None
    considered_at: datetime | None
    act: UUID


class Named(Answer):
    """Another proposal by its title."""

    proposal: UUID
    title: str


class Proposal(Answer):
    """A proposal with everything that hangs on it.

    `collisions` are those among the amendments that are open or carried and not yet worked in, and
    that nobody has chosen between.
    """

    view: View
    proposal: ProposalLine
    versions: tuple[Version, ...]
    supporters: tuple[Person, ...]
    parents: tuple[Named, ...]
    amendments: tuple[Held, ...]
    collisions: tuple[Collision, ...]
    settled: tuple[Settled, ...]
    referred_back: tuple[ReferredBack, ...]
    counters: tuple[Counter, ...]
    passed_on: tuple[PassedOn, ...]
    votes: tuple[Vote, ...]

    @property
    def asked(self) -> Asked:
        """The newest version."""
        return self.versions[-1].asked


_LINES = f"""
    SELECT proposal, cycle, title, state, number, drafter, {name_of("drafter")} AS drafter_name,
           grp, {body_name_of("grp")} AS group_name, meeting, drafted, because, merged_into,
           yes, no, decided, rulebook_version
    FROM proposals
    WHERE valid @> %(as_of)s::timestamptz
      AND (%(proposal)s::uuid IS NULL OR proposal = %(proposal)s)
      AND (%(cycle)s::uuid IS NULL OR cycle = %(cycle)s)
    ORDER BY number NULLS LAST, drafted, proposal
"""
_VERSIONS = """
    SELECT version, made_by, note, asked, since, act FROM proposal_versions
    WHERE proposal = %(proposal)s AND since <= %(as_of)s ORDER BY version
"""
_SUPPORTERS = f"""
    SELECT s.person, {name_of("s.person")} AS name FROM proposal_supporters s
    WHERE s.proposal = %(proposal)s AND s.since <= %(as_of)s ORDER BY s.position
"""
_PARENTS = """
    SELECT p.proposal, p.title FROM proposal_parents r JOIN proposals p ON p.proposal = r.parent
    WHERE r.proposal = %(proposal)s AND r.since <= %(as_of)s AND p.valid @> %(as_of)s::timestamptz
    ORDER BY r.place
"""
_AMENDMENTS = f"""
    SELECT amendment, decided_in, moved_by, {name_of("moved_by")} AS mover_name, grp,
           {body_name_of("grp")} AS group_name, mover, reason, moved_at, parent, part_of, content,
           fate, because, vote, applied, is_alternative, support, act
    FROM amendments WHERE proposal = %(proposal)s AND valid @> %(as_of)s::timestamptz ORDER BY place
"""
_SETTLED = """
    SELECT collision, choice, vote, since, act FROM collision_choices
    WHERE proposal = %(proposal)s AND since <= %(as_of)s ORDER BY position
"""
_REFERRED = """
    SELECT paragraph, reason, since, act FROM paragraphs_referred_back
    WHERE proposal = %(proposal)s AND since <= %(as_of)s ORDER BY position
"""
_COUNTERS = """
    SELECT asked, reason, put_at, taken, because, considered_at, act FROM counter_proposals
    WHERE proposal = %(proposal)s AND valid @> %(as_of)s::timestamptz ORDER BY position
"""
_PASSED_ON = """
    SELECT stage, procedure, asked, taken, unsettled, since, act FROM texts_passed_on
    WHERE proposal = %(proposal)s AND since <= %(as_of)s ORDER BY since
"""


def proposals(at: Reading, cycle: UUID | None = None) -> tuple[ProposalLine, ...]:
    """Every proposal, or every one of a cycle, by its number; drafts come last."""
    return at.all(ProposalLine, _LINES, proposal=None, cycle=cycle)


def proposal(at: Reading, proposal: UUID) -> Proposal:
    """One proposal; raises `NotFound`."""
    line = at.first(ProposalLine, _LINES, proposal=proposal, cycle=None)
    if line is None:
        raise NotFound(f"There is no proposal with the id {proposal} at that moment.")
    versions = at.all(Version, _VERSIONS, proposal=proposal)
    amendments = at.all(Held, _AMENDMENTS, proposal=proposal)
    settled = at.all(Settled, _SETTLED, proposal=proposal)
    passed_on = at.all(PassedOn, _PASSED_ON, proposal=proposal)
    return Proposal(
        view=at.view,
        proposal=line,
        versions=versions,
        supporters=at.all(Person, _SUPPORTERS, proposal=proposal),
        parents=at.all(Named, _PARENTS, proposal=proposal),
        amendments=amendments,
        collisions=_collisions(versions[-1].asked, amendments, _choices(settled, passed_on)),
        settled=settled,
        referred_back=at.all(ReferredBack, _REFERRED, proposal=proposal),
        counters=at.all(Counter, _COUNTERS, proposal=proposal),
        passed_on=passed_on,
        votes=votes_on(at, proposal),
    )


def docket(found: Proposal) -> Docket:
    """The amendments as they are before an assembly, for questions about collisions and order."""
    held = {one.content.id: one.held for one in found.amendments}
    choices = _choices(found.settled, found.passed_on)
    return Docket(found.asked.text, Amendments(held=held, choices=choices))


def _collisions(
    asked: Asked, amendments: tuple[Held, ...], choices: tuple[Choice, ...]
) -> tuple[Collision, ...]:
    """What can't all stand among what may still come into the text, and was not chosen between."""
    held = {one.content.id: one.held for one in amendments}
    alive = Docket(asked.text, Amendments(held=held)).besides(())
    return text_of(asked.text, alive, choices).collisions


def _choices(settled: tuple[Settled, ...], passed_on: tuple[PassedOn, ...]) -> tuple[Choice, ...]:
    """The choices on the text at hand; those on an earlier text went with it."""
    passed = max((one.since for one in passed_on), default=None)
    return tuple(one.choice for one in settled if passed is None or one.since > passed)
