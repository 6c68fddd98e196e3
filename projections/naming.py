"""What things and people are called: the title that an act gives to what it begins, and names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.actions.action import Action
from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices
from domain.ballots.scrutiny import Scrutiny
from domain.bodies.access import AccessRequest
from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.bodies.details import Person
from domain.bodies.keeping import Keeping
from domain.bodies.member import Member
from domain.bodies.office import TermsOfOffice
from domain.cases.complaint import Complaint
from domain.cases.file import CaseFile
from domain.cases.panel import Panel
from domain.cases.panel_lot import PanelLot
from domain.cases.sides import reference_of
from domain.cases.suspension import Suspension
from domain.cycle.assembly import Assembly
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.cycle.suggested import SuggestedChange
from domain.data_access.agreement import DataAgreement
from domain.data_access.grant import DataGrant
from domain.data_access.looked import ListLooks
from domain.data_access.readiness import DataReadiness
from domain.decisions.claim import Claim
from domain.elections.count import Count
from domain.elections.election import Election
from domain.elections.nomination import Nomination
from domain.elections.objection import Objection
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting
from domain.endorsements.endorsement import Endorsement
from domain.formation.formation import Formation
from domain.kernel.aggregate import Recorded
from domain.meetings.credentials import Credentials
from domain.meetings.mandating import DelegateMandate
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.state import title_of
from domain.meetings.year import BodyYear
from domain.notices.contact import Contact
from domain.notices.notice import Notice
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Primary
from domain.reports.report import Report
from domain.rules.rulebook import Rulebook
from domain.support.desk import AdviceDesk
from domain.support.file import SupportFile
from domain.support.request import SupportRequest
from domain.support.requester import reference_of as support_reference_of


@dataclass(frozen=True)
class Subject:
    """What an act begins: its kind, what it is called, and what it belongs to."""

    kind: str
    title: str
    parent: UUID | None = None


def subject_of(event: Recorded) -> Subject | None:
    """What an act begins, if it begins something."""
    match event:
        case Cycle.Opened():
            return Subject("cycle", event.title)
        case Proposal.Drafted():
            return Subject("proposal", event.title, event.cycle)
        case Assembly.Convened():
            return Subject("assembly", event.stage.heading, event.parent)
        case Ballot.Called():
            return Subject("ballot", event.title, event.parent)
        case Choices.Put():
            return Subject("choices", f"Options in: {event.title}", event.ballot)
        case Scrutiny.Named():
            return Subject("scrutiny", f"The scrutiny of: {event.title}", event.ballot)
        case Election.Called():
            return Subject("election", event.title)
        case Objection.Raised():
            return Subject("objection", f"An objection to: {event.title}", event.election)
        case Vacancy.Arose():
            where = event.place.section.replace("_", " ")
            return Subject("vacancy", f"An empty place: {where}, {event.title}", event.election)
        case Voting.FellDue():
            return Subject("voting", f"The vote of: {event.title}", event.election)
        case Endorsement.Called():
            return Subject("endorsement", f"Endorsement for {event.office}, {event.election}")
        case Primary.Launched():
            return Subject("policy_primary", event.title)
        case PrimaryMotion.Put():
            return Subject("primary_motion", event.title, event.primary)
        case Nomination.Made():
            return Subject("nomination", event.name, event.election)
        case Count.Begun():
            return Subject("count", event.matter.title, event.matter.election)
        case Meeting.Convened():
            called = event.called
            title = title_of(event.body_name, called.starts, is_emergency=called.is_emergency)
            return Subject("meeting", title, event.body)
        case BodyYear.Begun():
            name = f"Meetings of {event.body_name} in each quarter"
            return Subject("body_year", name, event.body)
        case DelegateMandate.Given():
            return Subject("delegate_mandate", f"The mandate of {event.name}", event.meeting)
        case Resolution.Put():
            title = f"Written resolution of {event.put.body_name}: {event.put.title}"
            return Subject("resolution", title, event.put.body)
        case Credentials.Opened():
            return Subject("credentials", f"Credentials: {event.title}", event.meeting)
        case Body.Established():
            return Subject("body", event.name)
        case CoOption.Proposed():
            title = f"The co-option of {event.asked.name} to {event.body_name}"
            return Subject("cooption", title, event.body)
        case Formation.Opened():
            return Subject("formation", f"The groups of {event.parent_name}", event.parent)
        case TermsOfOffice.Watched():
            return Subject("terms", f"The terms of office in {event.body_name}", event.body)
        case Member.Joined():
            return Subject("member", f"Member {event.number}")
        case Complaint.Received():
            return Subject("case", f"The case {reference_of(event.case)}")
        case Panel.Appointed():
            return Subject("case_panel", f"The panel of {reference_of(event.case)}", event.case)
        case PanelLot.LaidDown():
            return Subject("case_lot", f"The lot of {reference_of(event.case)}", event.case)
        case CaseFile.Opened():
            return Subject("case_file", f"The file of {reference_of(event.case)}", event.case)
        case SupportRequest.Asked():
            return Subject("support", f"The request {support_reference_of(event.case)}")
        case SupportFile.Opened():
            title = f"The file of {support_reference_of(event.case)}"
            return Subject("support_file", title, event.case)
        case DataGrant.Asked():
            return Subject("data_access", "An officer's access to a list of members")
        case ListLooks.Opened():
            return Subject("member_list", "Looks at a list of members", event.access)
        case DataReadiness.Opened():
            return Subject("data_readiness", "Training in the protection of data")
        case DataAgreement.Issued():
            return Subject("data_agreement", "The agreement on data protection")
        case AdviceDesk.Opened():
            return Subject("advice_desk", "Advice for people suspended elsewhere")
        case Suspension.Imposed():
            return Subject("suspension", "A suspension")
        case AccessRequest.Asked():
            return Subject("access", "A request to see what is kept", event.person)
        case Keeping.Begun():
            return Subject("keeping", "How long it is kept of somebody who left", event.person)
        case Person.Entered():
            return Subject("person", "A person's data", event.person)
        case Contact.Given():
            return Subject("contact", "how somebody is reached")
        case Notice.Called():
            return Subject("notice", event.matter.subject, event.matter.body)
        case Report.Opened():
            return Subject("report", event.subject.title, event.subject.body)
        case Action.Given():
            return Subject("action", event.task.text, event.task.body)
        case Claim.Recorded():
            return Subject("claim", event.claimed.title)
        case SuggestedChange.Drafted():
            return Subject("suggested_change", event.title, event.body)
        case Rulebook.Founded():
            return Subject("rulebook", event.title)
    return None


def named_in(event: Recorded) -> tuple[tuple[UUID, str], ...]:
    """The people whom an act gives a name."""
    match event:
        case Body.Seated() | Body.PostFilled():
            return ((event.mandate.person, event.mandate.name),)
        case Formation.Preferred():
            return ((event.preference.person, event.preference.name),)
        case Assembly.DelegateRegistered():
            return ((event.delegate.person, event.delegate.name),)
        case Credentials.DelegateAdmitted():
            return ((event.delegate.person, event.delegate.name),)
        case Meeting.Arrived():
            return ((event.attendance.person, event.attendance.name),)
    return ()
