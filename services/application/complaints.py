"""Complaints: received, acknowledged, taken up or refused, told, evidence, hearing, end."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime

from domain.cases.complaint import Complaint, Intake
from domain.cases.complaint_state import REVIEWED_BY
from domain.cases.file import CaseFile, ReadsAs
from domain.cases.panel import Instance
from domain.cases.panel_lot import PanelLot
from domain.cases.sides import CaseId, Side
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sealed import Purpose, Seal
from domain.rules.governing import Governing
from domain.rules.values import Flag
from services.application.case import Case
from services.application.casework import (
    OfCase,
    OfSide,
    at_hand,
    must_be_at_random,
    record_reading,
    side_act,
)
from services.application.command import VERBS

OPEN_TO_ALL = RuleId("complaints.open_to_all")
Text = Annotated[str, Seal(Purpose.CASE, whose="case")]
"""What is said in a case: the log of commands keeps no trace of it that anybody could try."""


class FileComplaint(OfSide):
    """Complain: say what happened and about whom, and choose a word for the way back in.

    `case` is an id that nobody used before.  Nobody has to say who they are where the rules let
    everybody complain; `complainant` is who they say that they are.
    """

    text: Text
    about: Text
    complainant: PersonId | None = None
    reached_by: Annotated[str | None, Seal(Purpose.CASE, whose="case")] = None


class AcknowledgeComplaint(OfCase):
    """Record that whoever complained was told that it was received."""


class TakeUpComplaint(OfCase):
    """Take a complaint up: it is in scope, and a panel will hear it."""

    respondent: PersonId | None = None
    reasons: Text


class SettleComplaint(OfCase):
    """Record that a complaint was resolved informally, with the agreement of whoever complained."""

    how: Text


class MergeComplaint(OfCase):
    """Let a complaint be heard together with another one."""

    into: UUID
    reasons: Text


class RefuseComplaint(OfCase):
    """Do not take a complaint up, for reasons that whoever complained is told."""

    reasons: Text


class AskReview(OfSide):
    """Ask that somebody else looks at the refusal of a complaint."""

    grounds: Text


class UpholdRefusal(OfCase):
    """Let a refusal stand that somebody else had decided."""

    reasons: Text


class TakeMeasure(OfCase):
    """Let something hold for the time being, such as that two people do not meet."""

    measure: Text
    reasons: Text
    until: AwareDatetime


class EndMeasure(OfCase):
    """End such a measure before its time."""

    number: int
    reasons: Text


class TellRespondent(OfSide):
    """Record that whoever is complained of was told of what; `secret` is their way in."""

    allegations: Text


class GiveEvidence(OfSide):
    """Put something before the panel, as one of the two sides."""

    text: Text


class ExtendEvidence(OfCase):
    """Give both sides more time for evidence."""

    due: AwareDatetime
    reason: Text


class FixHearing(OfCase):
    """Fix when and where both sides are heard."""

    at: AwareDatetime
    where: Text
    remote: bool = False


class RecordHearing(OfCase):
    """Enter the record of the hearing, and which sides came."""

    sides: tuple[Side, ...]
    record: Text


class TellDecision(OfCase):
    """Record that both sides were told the decision and its reasons."""


class AppealFinding(OfSide):
    """Appeal against the decision, as one of the two sides."""

    grounds: Text


class RecordContact(OfCase):
    """Record that somebody from outside the panel approached one of it about the case."""

    what: Text


class ReviewRecord(OfCase):
    """Record what was learnt when the record of a closed case was looked at again."""

    learnt: Text


class ReadOwnFile(OfSide):
    """Look into one's own part of the file, as one of the two sides; this is recorded."""


class FollowComplaint(OfCase):
    """Record what has fallen due in a case by now."""


@VERBS.handles(FileComplaint)
def file_complaint(case: Case, command: FileComplaint) -> None:
    must_be_at_random(command.case, OPEN_TO_ALL)
    rules = Governing(opening=case.edition, current=case.edition)
    of = CaseId(command.case)
    act = side_act(case, of, Side.COMPLAINANT).under(OPEN_TO_ALL)
    member = command.complainant is not None and case.member(command.complainant) is not None
    if not member and not case.edition.value(OPEN_TO_ALL, Flag).holds:
        rule = case.edition.rule(OPEN_TO_ALL)
        raise NotAllowed("Members can complain here.", rule=rule.id, clause=rule.clause)
    intake = Intake(
        text=command.text,
        about=command.about,
        complainant=command.complainant,
        reached_by=command.reached_by,
    )
    case.add(Complaint.receive(of, act, intake, command.secret, rules))
    case.add(CaseFile.open(act, of))
    values = {one: case.secret_for(f"panel lot {of} {one}") for one in Instance}
    case.add(PanelLot.lay_down(act.within(of, rules.current.number), of, values))


@VERBS.handles(AcknowledgeComplaint)
def acknowledge_complaint(case: Case, command: AcknowledgeComplaint) -> None:
    at = at_hand(case, command.case)
    at.complaint.acknowledge(at.by_power())


@VERBS.handles(TakeUpComplaint)
def take_up_complaint(case: Case, command: TakeUpComplaint) -> None:
    at = at_hand(case, command.case)
    at.complaint.take_up(_triage(case, command), command.respondent, command.reasons, at.rules)


@VERBS.handles(SettleComplaint)
def settle_complaint(case: Case, command: SettleComplaint) -> None:
    at = at_hand(case, command.case)
    at.complaint.settle(at.by_power(), command.how, at.rules)


@VERBS.handles(MergeComplaint)
def merge_complaint(case: Case, command: MergeComplaint) -> None:
    at = at_hand(case, command.case)
    into = case.load(Complaint, command.into)
    at.complaint.merge(at.by_power(), into.case, command.reasons, at.rules)


@VERBS.handles(RefuseComplaint)
def refuse_complaint(case: Case, command: RefuseComplaint) -> None:
    at = at_hand(case, command.case)
    at.complaint.refuse(at.by_power(), command.reasons, at.rules)


@VERBS.handles(AskReview)
def ask_review(case: Case, command: AskReview) -> None:
    at = at_hand(case, command.case)
    act, _ = at.by_side(command)
    at.complaint.ask_review(act, command.grounds, at.rules)


@VERBS.handles(UpholdRefusal)
def uphold_refusal(case: Case, command: UpholdRefusal) -> None:
    at = at_hand(case, command.case)
    at.complaint.uphold_refusal(at.by_power(REVIEWED_BY), command.reasons, at.rules)


@VERBS.handles(TakeMeasure)
def take_measure(case: Case, command: TakeMeasure) -> None:
    at = at_hand(case, command.case)
    at.complaint.take_measure(
        at.by_power(), command.measure, command.reasons, command.until, at.rules
    )


@VERBS.handles(EndMeasure)
def end_measure(case: Case, command: EndMeasure) -> None:
    at = at_hand(case, command.case)
    at.complaint.end_measure(at.by_power(), command.number, command.reasons)


@VERBS.handles(TellRespondent)
def tell_respondent(case: Case, command: TellRespondent) -> None:
    at = at_hand(case, command.case)
    at.complaint.tell_respondent(at.by_power(), command.allegations, command.secret, at.rules)


@VERBS.handles(GiveEvidence)
def give_evidence(case: Case, command: GiveEvidence) -> None:
    at = at_hand(case, command.case)
    act, side = at.by_side(command)
    at.complaint.give_evidence(act, side, command.text)


@VERBS.handles(ExtendEvidence)
def extend_evidence(case: Case, command: ExtendEvidence) -> None:
    at = at_hand(case, command.case)
    at.complaint.extend_evidence(at.by_power(), command.due, command.reason, at.rules)


@VERBS.handles(FixHearing)
def fix_hearing(case: Case, command: FixHearing) -> None:
    at = at_hand(case, command.case)
    at.complaint.fix_hearing(
        at.by_power(), command.at, command.where, at.rules, remote=command.remote
    )


@VERBS.handles(RecordHearing)
def record_hearing(case: Case, command: RecordHearing) -> None:
    at = at_hand(case, command.case)
    at.complaint.hold_hearing(at.by_power(), command.sides, command.record, at.rules)


@VERBS.handles(TellDecision)
def tell_decision(case: Case, command: TellDecision) -> None:
    at = at_hand(case, command.case)
    at.complaint.tell_decision(at.by_power(), at.rules)


@VERBS.handles(AppealFinding)
def appeal_finding(case: Case, command: AppealFinding) -> None:
    at = at_hand(case, command.case)
    act, side = at.by_side(command)
    at.complaint.appeal(act, side, command.grounds, at.rules)


@VERBS.handles(RecordContact)
def record_contact(case: Case, command: RecordContact) -> None:
    at = at_hand(case, command.case)
    at.complaint.record_contact(_of_panel_or_keeper(case, command), command.what)


@VERBS.handles(ReviewRecord)
def review_record(case: Case, command: ReviewRecord) -> None:
    at = at_hand(case, command.case)
    at.complaint.review_record(at.by_power(), command.learnt)


@VERBS.handles(ReadOwnFile)
def read_own_file(case: Case, command: ReadOwnFile) -> None:
    at = at_hand(case, command.case)
    act, side = at.by_side(command)
    record_reading(at, act, ReadsAs(side.value))


@VERBS.handles(FollowComplaint)
def follow_complaint(case: Case, command: FollowComplaint) -> None:
    case.act_by_service()
    at_hand(case, command.case)


def _triage(case: Case, command: TakeUpComplaint) -> Act:
    """Whoever receives complaints takes one up, and whoever reviews a refusal overturns it."""
    at = at_hand(case, command.case)
    reviewed = at.complaint.refused_by is not None
    return at.by_power(REVIEWED_BY) if reviewed else at.by_power()


def _of_panel_or_keeper(case: Case, command: OfCase) -> Act:
    at = at_hand(case, command.case)
    panel = at.find_panel(at.instance)
    if panel is not None and panel.sits(case.by.person):
        return at.by_member()
    return at.by_power()
