"""Decisions that are claimed to have been taken: what the rules find in them, and who objects."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.decisions.claim import Outcome
from domain.kernel.act import Standing
from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, name_of


class Defect(Answer):
    """A rule that the claimed decision breaks."""

    rule: str
    found: str
    needed: str


class Objection(Answer):
    """A member's objection."""

    person: UUID
    name: str
    reason: str
    since: datetime
    act: UUID


class ClaimLine(Answer):
    """A claim in a list; `standing` is what is held of it until somebody settles it."""

    claim: UUID
    title: str
    body: str
    notice_at: datetime
    decided_at: datetime
    votes_for: int
    votes_against: int
    changes_rulebook: bool
    source: str | None
    standing: Standing
    outcome: Outcome | None
    outcome_because: str | None
    settled_at: datetime | None
    recorded: datetime
    act: UUID


class Claims(Answer):
    """All claims, the newest first."""

    view: View
    claims: tuple[ClaimLine, ...]


class Claim(Answer):
    """A claim with its defects and objections."""

    view: View
    claim: ClaimLine
    defects: tuple[Defect, ...]
    objections: tuple[Objection, ...]


_CLAIMS = """
    SELECT claim, title, body, notice_at, decided_at, votes_for, votes_against, changes_rulebook,
           source, standing, outcome, outcome_because, settled_at, recorded, act
    FROM claims
    WHERE valid @> %(as_of)s::timestamptz AND (%(claim)s::uuid IS NULL OR claim = %(claim)s)
    ORDER BY recorded DESC, claim
"""
_DEFECTS = """
    SELECT rule, found, needed FROM claim_defects
    WHERE claim = %(claim)s AND since <= %(as_of)s ORDER BY place
"""
_OBJECTIONS = f"""
    SELECT o.person, {name_of("o.person")} AS name, o.reason, o.since, o.act
    FROM claim_objections o
    WHERE o.claim = %(claim)s AND o.since <= %(as_of)s ORDER BY o.since, o.person
"""


def claims(at: Reading) -> Claims:
    """Every claim."""
    return Claims(view=at.view, claims=at.all(ClaimLine, _CLAIMS, claim=None))


def claim(at: Reading, claim: UUID) -> Claim:
    """One claim; raises `NotFound`."""
    line = at.first(ClaimLine, _CLAIMS, claim=claim)
    if line is None:
        raise NotFound(f"There is no claimed decision with the id {claim} at that moment.")
    return Claim(
        view=at.view,
        claim=line,
        defects=at.all(Defect, _DEFECTS, claim=claim),
        objections=at.all(Objection, _OBJECTIONS, claim=claim),
    )
