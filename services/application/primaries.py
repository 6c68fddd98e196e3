"""Policy primaries: launched, motions put, backed, checked, merged, ranked, and what came of it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.bodies.body import Body
from domain.elections.lot import LotSource
from domain.kernel.act import Act
from domain.kernel.ids import BodyId
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.kernel.sane import Line
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Outcome, Primary, Stage
from domain.primary.terms import (
    ADDED_BY,
    ANSWER_DAYS,
    APPEALS_BY,
    BACKED_BY,
    CHECKED_BY,
    LAUNCHED_BY,
    METHOD,
    SUBMITTED_BY,
    primary_terms,
)
from domain.rules.governing import Governing
from services.application.bodies import speaker_for
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.primary_motions import motions_of, put_to

ALL: Final = (Stage.SUBMITTING, Stage.BACKING, Stage.CHECKING, Stage.ANSWERING)


class LaunchPrimary(Command):
    """Launch a policy primary: motions can be put from now on."""

    title: Line


class OfPrimary(Command):
    """A command on a primary."""

    primary: UUID


class AnnouncePrimaryLot(OfPrimary):
    """Announce the public value from which a tie between motions is drawn."""

    lot: LotSource


class PutPrimaryMotion(OfPrimary):
    """Put a motion; `author` is the name under which it stands on the paper."""

    title: Line
    text: str
    author: Line


class ComposePrimaryMotions(OfPrimary):
    """Propose one motion in place of several; each author agrees, or theirs stays apart."""

    title: Line
    text: str
    parents: tuple[UUID, ...]


class OfMotion(Command):
    """A command on a motion."""

    motion: UUID


class WithdrawPrimaryMotion(OfMotion):
    """Withdraw a motion of your own, or of your group."""


class BackPrimaryMotion(OfMotion):
    """Back a motion."""


class TakeBackingBack(OfMotion):
    """Back a motion no longer."""


class CheckPrimaryMotion(OfMotion):
    """Pass a motion, or turn it down with reasons, against the values that are stated."""

    passed: bool
    reasons: str = ""


class AppealForMotion(OfMotion):
    """Appeal against the turning down of a motion of your own, or of your group."""

    grounds: Line


class RuleOnMotionAppeal(OfMotion):
    """Rule on the appeal for a motion, with reasons."""

    upheld: bool
    reasons: Line


class AnswerComposite(OfMotion):
    """Say whether your motion, `parent`, goes into a composite."""

    parent: UUID
    agreed: bool


class SpeakForMotion(OfMotion):
    """Say at the hustings what speaks for a motion of your own, or of your group."""

    words: Line


class AddPolicy(OfPrimary):
    """Add a policy of the body's own to those that the members adopted."""

    title: Line
    text: str


class RecordPolicyOutcome(OfPrimary):
    """Record what became of an adopted policy at conference."""

    policy: UUID
    outcome: Outcome
    words: Line


class FollowPrimary(OfPrimary):
    """Record what has fallen due in a primary by now."""


class SettlePrimary(OfPrimary):
    """Record what the members adopted, now that their vote is declared."""


@VERBS.handles(LaunchPrimary)
def launch_primary(case: Case, command: LaunchPrimary) -> None:
    act, terms = case.act_by_power(LAUNCHED_BY), primary_terms(_rules(case), case.now)
    case.add(Primary.launch(case.id_for("primary"), act, command.title, terms))


@VERBS.handles(AnnouncePrimaryLot)
def announce_primary_lot(case: Case, command: AnnouncePrimaryLot) -> None:
    _the(case, command).announce_lot(case.act_by_power(LAUNCHED_BY), command.lot)


@VERBS.handles(PutPrimaryMotion)
def put_primary_motion(case: Case, command: PutPrimaryMotion) -> None:
    found, act = _the(case, command), case.act_by_power(SUBMITTED_BY)
    found.must_be(case.now, Stage.SUBMITTING)
    put_to(case, found, act, command.title, command.text, command.author, _group(case, act))


@VERBS.handles(ComposePrimaryMotions)
def compose_primary_motions(case: Case, command: ComposePrimaryMotions) -> None:
    found, act = _the(case, command), case.act_by_power(CHECKED_BY)
    found.must_be(case.now, Stage.CHECKING)
    for one in command.parents:
        parent = case.load(PrimaryMotion, one)
        parent.must_have_passed()
        if parent.primary != found.id or one not in found.backed:
            raise OutOfOrder(f"“{parent.title}” has not enough backing here.", rule=CHECKED_BY)
    authors = ", ".join(dict.fromkeys(case.load(PrimaryMotion, p).author for p in command.parents))
    put_to(case, found, act, command.title, command.text, authors, None, command.parents)


@VERBS.handles(WithdrawPrimaryMotion)
def withdraw_primary_motion(case: Case, command: WithdrawPrimaryMotion) -> None:
    motion, found = _motion(case, command)
    found.must_be(case.now, *ALL)
    motion.withdraw(_by_its_author(case, motion))


@VERBS.handles(BackPrimaryMotion)
def back_primary_motion(case: Case, command: BackPrimaryMotion) -> None:
    motion, found = _motion(case, command)
    act = case.act_by_power(BACKED_BY)
    found.must_be(case.now, Stage.SUBMITTING, Stage.BACKING)
    motion.back(act, _backer(case, act))


@VERBS.handles(TakeBackingBack)
def take_backing_back(case: Case, command: TakeBackingBack) -> None:
    motion, found = _motion(case, command)
    act = case.act_by_power(BACKED_BY)
    found.must_be(case.now, Stage.SUBMITTING, Stage.BACKING)
    motion.take_backing_back(act, _backer(case, act))


@VERBS.handles(CheckPrimaryMotion)
def check_primary_motion(case: Case, command: CheckPrimaryMotion) -> None:
    motion, found = _motion(case, command)
    act = case.act_by_power(CHECKED_BY)
    found.must_be(case.now, Stage.CHECKING)
    if not motion.is_composite and motion.id not in found.backed:
        raise OutOfOrder("This motion has not enough backing to be checked.", rule=CHECKED_BY)
    motion.check(act, passed=command.passed, reasons=command.reasons)


@VERBS.handles(AppealForMotion)
def appeal_for_motion(case: Case, command: AppealForMotion) -> None:
    motion, found = _motion(case, command)
    found.must_be(case.now, Stage.CHECKING, Stage.ANSWERING)
    motion.appeal(_by_its_author(case, motion), command.grounds)


@VERBS.handles(RuleOnMotionAppeal)
def rule_on_motion_appeal(case: Case, command: RuleOnMotionAppeal) -> None:
    motion, found = _motion(case, command)
    act, due = case.act_by_power(APPEALS_BY), found.terms.rule_until
    motion.rule_on(act, _rules(case), due, upheld=command.upheld, reasons=command.reasons)


@VERBS.handles(AnswerComposite)
def answer_composite(case: Case, command: AnswerComposite) -> None:
    motion, found = _motion(case, command)
    found.must_be(case.now, Stage.CHECKING, Stage.ANSWERING)
    parent = case.load(PrimaryMotion, command.parent)
    act = _by_its_author(case, parent)
    if command.agreed:
        _must_be_in_no_other(case, motion, parent)
    motion.answer(act, parent.id, agreed=command.agreed)


@VERBS.handles(SpeakForMotion)
def speak_for_motion(case: Case, command: SpeakForMotion) -> None:
    motion, found = _motion(case, command)
    if found.stage is Stage.SETTLED:
        raise OutOfOrder("It is settled what is adopted.", rule=SUBMITTED_BY)
    act = _by_author_of_any(case, motion)
    motion.speak(act, command.words)


@VERBS.handles(AddPolicy)
def add_policy(case: Case, command: AddPolicy) -> None:
    act = case.act_by_power(ADDED_BY)
    _the(case, command).add(act, case.id_for("policy"), command.title, command.text)


@VERBS.handles(RecordPolicyOutcome)
def record_policy_outcome(case: Case, command: RecordPolicyOutcome) -> None:
    act, found = case.act_by_power(LAUNCHED_BY), _the(case, command)
    found.tell_outcome(act, command.policy, command.outcome, command.words)


@VERBS.handles(FollowPrimary)
def follow_primary(case: Case, command: FollowPrimary) -> None:
    act, found = case.act_by_service(), _the(case, command)
    motions = motions_of(case, found.id)
    if found.ends_at is not None and found.stage is not Stage.RULING:
        found.close_stage(act, motions)
    if found.stage is Stage.RULING and case.now >= found.terms.rule_until:
        for one in motions:
            one.miss_ruling(act, _rules(case), found.terms.rule_until)
    found.settle_paper(act, motions)
    if found.wants_a_vote and found.why_no_vote_yet(case.now) is None:
        for thing in found.call_vote(act, _rules(case)):
            case.add(thing)


@VERBS.handles(SettlePrimary)
def settle_primary(case: Case, command: SettlePrimary) -> None:
    act, found = case.act_by_service(), _the(case, command)
    if found.ballot is None:
        raise OutOfOrder("Members have not been asked.", rule=METHOD)
    ballot = case.load(Ballot, found.ballot)
    found.settle(act, ballot, case.load(Choices, choices_id(ballot.id)))


def _must_be_in_no_other(case: Case, composite: PrimaryMotion, parent: PrimaryMotion) -> None:
    """A motion goes into one composite; raises `OutOfOrder`."""
    for one in motions_of(case, composite.primary):
        if one.id != composite.id and parent.id in one.agreed and not one.withdrawn:
            raise OutOfOrder(
                f"It goes into “{one.title}” already: say there first that it stays apart.",
                rule=ANSWER_DAYS,
            )


def _by_its_author(case: Case, motion: PrimaryMotion) -> Act:
    """The act of whoever put it, or of those who speak for the group that did."""
    if motion.group is not None:
        return case.act(speaker_for(case, case.load(Body, motion.group))).under(SUBMITTED_BY)
    if motion.person != case.by.person:
        raise NotAllowed("Only whoever put a motion can do this.", rule=SUBMITTED_BY)
    return case.act_by_power(SUBMITTED_BY)


def _by_author_of_any(case: Case, motion: PrimaryMotion) -> Act:
    """The act of its author; for a composite, of the author of a motion that agreed to it."""
    refused: NotAllowed | None = None
    for one in motion.agreed or (motion.id,):
        try:
            return _by_its_author(case, case.load(PrimaryMotion, one))
        except NotAllowed as why_not:
            refused = why_not
    assert refused is not None
    raise refused


def _group(case: Case, act: Act) -> BodyId | None:
    """The group by whose power it is done; none where somebody does it for themselves."""
    group = case.by.on_behalf_of
    return BodyId(group) if group is not None and act.authority.id == str(group) else None


def _backer(case: Case, act: Act) -> UUID:
    return _group(case, act) or case.by.person


def _motion(case: Case, command: OfMotion) -> tuple[PrimaryMotion, Primary]:
    motion = case.load(PrimaryMotion, command.motion)
    return motion, case.load(Primary, motion.primary)


def _the(case: Case, command: OfPrimary) -> Primary:
    return case.load(Primary, command.primary)


def _rules(case: Case) -> Governing:
    return Governing(opening=case.edition, current=case.edition)
