"""Policy primaries: their motions, what is asked of whom, and what was adopted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, body_name_of


class PrimaryLine(Answer):
    """A primary; `stage` is a `domain.primary.primary.Stage`, which ends by itself at `ends_at`."""

    primary: UUID
    title: str
    launched_at: datetime
    stage: str
    ends_at: datetime | None
    needed: int
    winners: int
    method: str
    governing_version: int
    motions: int
    ballot: UUID | None
    because: str | None
    settled_at: datetime | None
    since: datetime
    act: UUID


class MotionLine(Answer):
    """A motion; `backed`: it has enough backing, as counted at the end of its time.

    `group` is the name of the group that put it, if one did.
    """

    motion: UUID
    primary: UUID
    title: str
    text: str
    author: str
    person: UUID
    group: str | None
    parents: tuple[UUID, ...]
    put_at: datetime
    backers: int
    withdrawn: bool
    backed: bool
    on_paper: bool
    passed: bool | None
    reasons: str | None
    appeal: str | None
    upheld: bool | None
    ruling: str | None
    said: str | None
    merged_into: UUID | None
    since: datetime
    act: UUID

    @property
    def can_be_merged(self) -> bool:
        """Whether a composite can be made of it."""
        turned_down = self.passed is False and not self.upheld
        return self.backed and not (self.withdrawn or self.parents or turned_down)


class ParentLine(Answer):
    """A motion that is to go into a composite; `agreed` is none until its author answers."""

    motion: UUID
    title: str
    agreed: bool | None


class PolicyLine(Answer):
    """An adopted policy; the body `added` it, or the members ranked it, in this order."""

    policy: UUID
    place: int
    title: str
    text: str | None
    added: bool
    outcome: str | None
    words: str | None
    since: datetime
    act: UUID


class Primaries(Answer):
    """All primaries, the newest first."""

    view: View
    primaries: tuple[PrimaryLine, ...]


class Primary(Answer):
    """One primary with its motions and policies."""

    view: View
    primary: PrimaryLine
    motions: tuple[MotionLine, ...]
    policies: tuple[PolicyLine, ...]


class Motion(Answer):
    """One motion; a composite with what it is made of, and every composite that it is part of."""

    view: View
    motion: MotionLine
    primary: PrimaryLine
    parents: tuple[ParentLine, ...]
    composites: tuple[MotionLine, ...]


_PRIMARIES = """
    SELECT primary_id AS "primary", title, launched_at, stage, ends_at, needed, winners, method,
           governing_version, ballot, because, settled_at,
           (SELECT count(*) FROM primary_motions m WHERE m.primary_id = p.primary_id
              AND m.valid @> %(as_of)s::timestamptz AND NOT m.withdrawn) AS motions,
           lower(valid) AS since, act
    FROM primaries p
    WHERE valid @> %(as_of)s::timestamptz
      AND (%(primary)s::uuid IS NULL OR primary_id = %(primary)s)
    ORDER BY launched_at DESC, primary_id
"""
_MOTIONS = f"""
    SELECT m.motion, m.primary_id AS "primary", m.title, m.text, m.author, m.person,
           {body_name_of("m.body")} AS "group", m.parents, m.put_at, m.backers, m.withdrawn,
           m.motion = ANY(p.backed) AS backed, m.motion = ANY(p.paper) AS on_paper, m.passed,
           m.reasons, m.appeal, m.upheld, m.ruling, m.said, m.merged_into,
           lower(m.valid) AS since, m.act
    FROM primary_motions m JOIN primaries p USING (primary_id)
    WHERE m.valid @> %(as_of)s::timestamptz AND p.valid @> %(as_of)s::timestamptz
      AND (%(primary)s::uuid IS NULL OR m.primary_id = %(primary)s)
      AND (%(motion)s::uuid IS NULL OR m.motion = %(motion)s)
      AND (%(parent)s::uuid IS NULL OR %(parent)s = ANY(m.parents))
    ORDER BY m.put_at, m.motion
"""
_PARENTS = """
    SELECT m.motion, m.title,
           (SELECT a.agreed FROM primary_answers a
            WHERE a.composite = %(motion)s AND a.parent = m.motion
              AND a.valid @> %(as_of)s::timestamptz) AS agreed
    FROM primary_motions m
    WHERE m.motion = ANY(%(parents)s) AND m.valid @> %(as_of)s::timestamptz
    ORDER BY m.put_at, m.motion
"""
_POLICIES = """
    SELECT policy, place, title, text, added, outcome, words, lower(valid) AS since, act
    FROM primary_policies
    WHERE primary_id = %(primary)s AND valid @> %(as_of)s::timestamptz ORDER BY place
"""


def primaries(at: Reading) -> Primaries:
    """Every primary."""
    return Primaries(view=at.view, primaries=at.all(PrimaryLine, _PRIMARIES, primary=None))


def primary(at: Reading, primary: UUID) -> Primary:
    """One primary; raises `NotFound`."""
    return Primary(
        view=at.view,
        primary=_line(at, primary),
        motions=_motions(at, primary=primary),
        policies=at.all(PolicyLine, _POLICIES, primary=primary),
    )


def motion(at: Reading, motion: UUID) -> Motion:
    """One motion; raises `NotFound`."""
    lines = _motions(at, motion=motion)
    if not lines:
        raise NotFound(f"There is no motion to a primary with the id {motion} at that moment.")
    line = lines[0]
    return Motion(
        view=at.view,
        motion=line,
        primary=_line(at, line.primary),
        parents=at.all(ParentLine, _PARENTS, motion=motion, parents=list(line.parents)),
        composites=_motions(at, parent=motion),
    )


def _line(at: Reading, primary: UUID) -> PrimaryLine:
    line = at.first(PrimaryLine, _PRIMARIES, primary=primary)
    if line is None:
        raise NotFound(f"There is no primary with the id {primary} at that moment.")
    return line


def _motions(
    at: Reading,
    primary: UUID | None = None,
    motion: UUID | None = None,
    parent: UUID | None = None,
) -> tuple[MotionLine, ...]:
    return at.all(MotionLine, _MOTIONS, primary=primary, motion=motion, parent=parent)
