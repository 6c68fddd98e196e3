"""Panels of cases: appointed, declaring, challenged, recused, replaced, voting, deciding."""

from __future__ import annotations

from typing import Annotated, Final

from domain.cases.complaint_state import KEPT_BY
from domain.cases.file import ReadsAs
from domain.cases.panel import CHALLENGED_BY, SIZE, Instance, Panel, Vote
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sealed import Purpose, Seal
from domain.rules.values import Count, Flag
from services.application.case import Case
from services.application.casework import (
    OfCase,
    OfSide,
    at_hand,
    declare_by,
    record_reading,
)
from services.application.command import VERBS
from services.application.complaints import Text

RECUSES: Final = RuleId("complaints.interest_recuses")


class AppointPanel(OfCase):
    """Appoint the panel for a case, or for the appeal in it; the rule chooses who sits on it."""


class DeclareTies(OfCase):
    """Say what ties you to a case on whose panel you sit; leave it empty if nothing does."""

    interest: Annotated[str | None, Seal(Purpose.CASE, whose="case")] = None


class ChallengePanelMember(OfSide):
    """Ask, as one of the two sides, that one of the panel does not decide."""

    person: PersonId
    grounds: Text


class DecideChallenge(OfCase):
    """Decide whether one of the panel who was challenged goes on sitting."""

    person: PersonId
    upheld: bool
    reasons: Text


class StepBack(OfCase):
    """Step back from the panel of a case: from then on you neither decide nor read anything."""

    reasons: Text


class ReplacePanelMember(OfCase):
    """Fill a place of a panel that fell vacant; the rule chooses who takes it."""


class VoteOnCase(OfCase):
    """Vote, as one of the panel: is the complaint well founded, and which sanction if any."""

    upheld: Annotated[bool, Seal(Purpose.CASE, whose="case")]
    sanction: Annotated[str | None, Seal(Purpose.CASE, whose="case")] = None


class DeliverFinding(OfCase):
    """Conclude what the majority of the panel voted for, with reasons; one of it does this."""

    reasons: Text


class ReadCaseFile(OfCase):
    """Look into the file of a case, as one of its panel or who keeps it; this is recorded.

    Whoever decides on a refusal or a challenge that is open reads it as those do who keep it.
    """


@VERBS.handles(AppointPanel)
def appoint_panel(case: Case, command: AppointPanel) -> None:
    at = at_hand(case, command.case)
    act, instance = at.by_power(), at.instance
    if instance is Instance.APPEAL:
        at.complaint.form_appeal_panel(act, at.rules)
    else:
        at.complaint.form_panel(act, at.rules)
    chosen = at.drawn(at.rules.value(SIZE, Count).count, turn="first")
    panel = Panel.appoint(act, at.complaint.case, instance, chosen, declare_by(at, act))
    case.add(panel)


@VERBS.handles(DeclareTies)
def declare_ties(case: Case, command: DeclareTies) -> None:
    at, person = at_hand(case, command.case), case.by.person
    act, panel = at.by_seat(), at.panel
    panel.declare(act, person, command.interest)
    if command.interest is not None and at.rules.value(RECUSES, Flag).holds:
        panel.recuse(act.under(RECUSES), person, command.interest)


@VERBS.handles(ChallengePanelMember)
def challenge_panel_member(case: Case, command: ChallengePanelMember) -> None:
    at = at_hand(case, command.case)
    act, side = at.by_side(command)
    at.panel.challenge(act, command.person, side, command.grounds)


@VERBS.handles(DecideChallenge)
def decide_challenge(case: Case, command: DecideChallenge) -> None:
    at = at_hand(case, command.case)
    act = at.by_power(CHALLENGED_BY)
    if command.person == case.by.person:
        raise NotAllowed("Others decide on a challenge to you.", rule=CHALLENGED_BY)
    if any(panel.sits(case.by.person) for panel in at.panels):
        raise NotAllowed("Others than its panel decide on a challenge.", rule=CHALLENGED_BY)
    decide = at.panel.uphold_challenge if command.upheld else at.panel.dismiss_challenge
    decide(act, command.person, command.reasons)


@VERBS.handles(StepBack)
def step_back(case: Case, command: StepBack) -> None:
    at = at_hand(case, command.case)
    act = at.by_seat()
    at.panel.recuse(act, case.by.person, command.reasons)


@VERBS.handles(ReplacePanelMember)
def replace_panel_member(case: Case, command: ReplacePanelMember) -> None:
    at = at_hand(case, command.case)
    act, panel = at.by_power(), at.panel
    chosen = at.drawn(1, turn=str(len(panel.ever)))
    panel.replace(act, chosen, declare_by(at, act))


@VERBS.handles(VoteOnCase)
def vote_on_case(case: Case, command: VoteOnCase) -> None:
    at = at_hand(case, command.case)
    act = at.by_seat()
    at.complaint.must_be_voted_on(act)
    vote = Vote(upheld=command.upheld, sanction=command.sanction)
    at.panel.vote(act, case.by.person, vote, at.rules)


@VERBS.handles(DeliverFinding)
def deliver_finding(case: Case, command: DeliverFinding) -> None:
    at = at_hand(case, command.case)
    act, panel = at.by_seat(), at.panel
    if not panel.may_vote(case.by.person):
        raise NotAllowed("One of the panel who votes concludes it.", rule=SIZE)
    found = panel.decide(act, at.rules)
    if panel.instance is Instance.APPEAL:
        at.complaint.decide_appeal(act, found, command.reasons, at.rules)
    else:
        at.complaint.find(act, found, command.reasons, at.rules)


@VERBS.handles(ReadCaseFile)
def read_case_file(case: Case, command: ReadCaseFile) -> None:
    at = at_hand(case, command.case)
    at.must_not_be_recused(KEPT_BY)
    if any(panel.sits(case.by.person) for panel in at.panels):
        record_reading(at, at.by_member(), ReadsAs.PANEL)
    else:
        record_reading(at, at.by_reader(), ReadsAs.KEEPER)
