"""A policy primary with all that can come of a motion, and one in which little is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.bodies.body import Body, body_id
from domain.bodies.member import Member
from domain.elections.lot import LotSource
from domain.kernel.ids import PersonId
from domain.primary.primary import Outcome, Primary, Stage
from services.application.bodies import SeatMember
from services.application.command import Command
from services.application.endings import VacateSeat
from services.application.primaries import (
    AddPolicy,
    AnnouncePrimaryLot,
    AnswerComposite,
    AppealForMotion,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    ComposePrimaryMotions,
    LaunchPrimary,
    PutPrimaryMotion,
    RecordPolicyOutcome,
    RuleOnMotionAppeal,
    SpeakForMotion,
    TakeBackingBack,
    WithdrawPrimaryMotion,
)
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.story.chosen import vote
from tests.story.watched import close, watch_over

SPEAKER = MEMBERS[8]
TITLES = ("Homes", "Rents", "Buses", "Water", "Trams")


def tell(org: Organisation) -> None:
    """Members put, back and rank motions; the body checks them and adds one of its own."""
    seat = SeatMember(body="ncg", person=SPEAKER, name="Sal", how="elected", source="the file")
    org.ask(seat, STAFF)
    primary = org.hands.began(org.ask(LaunchPrimary(title="Primary of 2021"), SPEAKER))
    ana, ben, *_ = people = _members(org)
    motions = [_put(org, primary, title, ana if at % 2 else ben) for at, title in enumerate(TITLES)]
    for motion in motions:
        for person in people[2:]:
            org.ask(BackPrimaryMotion(motion=motion), person)
    org.ask(TakeBackingBack(motion=motions[4]), people[2])
    org.ask(WithdrawPrimaryMotion(motion=motions[4]), ben)
    _over(org, primary, 2)
    _check(org, motions[0], passed=True)
    _check(org, motions[2], passed=False)
    told = {"primary": primary, "title": "Housing", "text": "We want all of it."}
    parents = (motions[0], motions[1])
    composing = ComposePrimaryMotions.model_validate({**told, "parents": parents})
    composite = org.hands.began(org.ask(composing, SPEAKER))
    for parent, author in zip(parents, (ben, ana), strict=True):
        org.ask(AnswerComposite(motion=composite, parent=parent, agreed=True), author)
    org.ask(SpeakForMotion(motion=motions[3], words="Everybody needs it."), ana)
    org.ask(AppealForMotion(motion=motions[2], grounds="It is ours to ask for."), ben)
    _over(org, primary, 2)
    org.hands.at(_the(org, primary).terms.rule_until)
    ruling = RuleOnMotionAppeal(motion=motions[2], upheld=True, reasons="It is.")
    org.ask(ruling, SPEAKER)
    lot = LotSource(source="a lottery", known_from=org.store.now() + timedelta(days=90))
    org.ask(AnnouncePrimaryLot(primary=primary, lot=lot), SPEAKER)
    org.hands.settle()
    _rank(org, primary, people)
    _afterwards(org, primary)
    org.ask(VacateSeat(body="ncg", person=SPEAKER, reason="Others follow."), STAFF)


def _rank(org: Organisation, primary: UUID, people: tuple[PersonId, ...]) -> None:
    ballot = _the(org, primary).ballot
    assert ballot is not None
    watch_over(org, ballot)
    org.hands.at(org.store.load(Ballot, ballot).hours.opens)
    for person, marks in zip(people, ((1, 2, 3), (1, 3), (1, 2), (1, 2)), strict=False):
        vote(org, ballot, person, (marks,))
    close(org, ballot)
    org.hands.settle()
    assert _the(org, primary).stage is Stage.SETTLED


def _afterwards(org: Organisation, primary: UUID) -> None:
    adding = AddPolicy(primary=primary, title="Peace", text="We want peace.")
    org.ask(adding, SPEAKER)
    first = _the(org, primary).policies[0].motion
    told: dict[str, Any] = {"policy": first, "outcome": Outcome.CARRIED, "words": "Nobody spoke."}
    org.ask(RecordPolicyOutcome(primary=primary, **told), SPEAKER)


def _members(org: Organisation) -> tuple[PersonId, ...]:
    """Four members who are still there and have no seat in the body."""
    group = org.store.load(Body, body_id("ncg"))
    there = (one for one in MEMBERS if org.store.load(Member, one).present)
    return tuple(one for one in there if not group.has_member(one))[:4]


def _put(org: Organisation, primary: UUID, title: str, person: PersonId) -> UUID:
    told = {"primary": primary, "title": title, "text": f"We want {title}.", "author": "A member"}
    putting: Command = PutPrimaryMotion.model_validate(told)
    return org.hands.began(org.ask(putting, person))


def _check(org: Organisation, motion: UUID, *, passed: bool) -> None:
    reasons = "" if passed else "It is not ours to ask for."
    org.ask(CheckPrimaryMotion(motion=motion, passed=passed, reasons=reasons), SPEAKER)


def _over(org: Organisation, primary: UUID, stages: int) -> None:
    """So many stages are over."""
    for _ in range(stages):
        ends = _the(org, primary).ends_at
        assert ends is not None
        org.hands.at(ends)


def _the(org: Organisation, primary: UUID) -> Primary:
    return org.store.load(Primary, primary)
