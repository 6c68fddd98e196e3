"""What goes on the paper of a primary, and the terms of its ballot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from domain.ballots.choosing import Choosing, between_candidates
from domain.ballots.terms import TIES, Cited, Question
from domain.ballots.terms import Terms as BallotTerms
from domain.counting.contest import Candidate, Contest, checked
from domain.counting.terms import Settled, Terms
from domain.kernel.ids import derived
from domain.kernel.value import Value
from domain.primary.motion import PrimaryMotion
from domain.primary.terms import METHOD, OPENS_DAYS, VOTE_DAYS, WINNERS, PrimaryTerms
from domain.rules.values import Base, Share
from domain.text.text import Text, digest


class OnPaper(Value):
    """One motion as it stands on the paper."""

    motion: UUID
    title: str


class Merged(Value):
    """A composite that stands, and the motions that went into it: two or more."""

    composite: UUID
    parents: tuple[UUID, ...]


def merged_by(motions: Sequence[PrimaryMotion]) -> tuple[Merged, ...]:
    """The composites that stand: those to which the authors of two motions or more agreed.

    A motion that was withdrawn since, or turned down, goes into none.
    """
    gone = {one.id for one in motions if one.withdrawn or one.turned_down}
    found = []
    for one in motions:
        parents = tuple(parent for parent in one.agreed if parent not in gone)
        if len(parents) > 1 and not one.withdrawn:
            found.append(Merged(composite=one.id, parents=parents))
    return tuple(found)


def on_paper(motions: Sequence[PrimaryMotion], backed: Iterable[UUID]) -> tuple[OnPaper, ...]:
    """What members rank: motions with enough backing, and composites instead of their parents.

    In the order in which they were put.
    """
    merged = merged_by(motions)
    composites = {one.composite for one in merged}
    able = set(backed).difference(*(one.parents for one in merged))
    return tuple(
        OnPaper(motion=one.id, title=one.title)
        for one in motions
        if one.id in composites or (one.id in able and not one.withdrawn and not one.turned_down)
    )


def choosing_of(title: str, paper: Sequence[OnPaper], terms: PrimaryTerms) -> Choosing:
    """The one question, which ranks them all."""
    candidates = tuple(Candidate(name=one.title) for one in paper)
    contest = checked(Contest(seats=terms.winners, candidates=candidates, title=title))
    return between_candidates(
        title, Settled(contest=contest, terms=Terms(rule=terms.method, ties_by_the_rule=False))
    )


def question_of(ballot: UUID, title: str, paper: Sequence[OnPaper]) -> Question:
    """The question as it stands on the paper."""
    said = Text.from_plain("\n\n".join((title, *(one.title for one in paper))))
    return Question(
        subject=derived(ballot, "question", 1), number=1, title=title, digest=digest(said)
    )


def terms_of_ballot(primary: UUID, terms: PrimaryTerms, now: datetime) -> BallotTerms:
    """No turnout is asked for; whoever is a member when they are asked votes."""
    return BallotTerms(
        majority=Share(numerator=1, denominator=2, strict=True),
        turnout=Share(numerator=0, denominator=1, of=Base.ELIGIBLE),
        joined_by=now,
        remind_at=(),
        edition=terms.edition,
        policy_primary=primary,
        cites=Cited(
            result=(METHOD, WINNERS), roll=WINNERS, hours=VOTE_DAYS, reminders=OPENS_DAYS, ties=TIES
        ),
    )
