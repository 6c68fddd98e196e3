"""What acts of cases are called in sentences that everybody may read.

They tell that something was recorded and under which rule it fell late, and never of whom, of what,
how far a case has come or how it ended: that is told in figures, and only of enough cases.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.cases.complaint import Complaint
from domain.cases.file import CaseFile
from domain.cases.panel import Panel
from domain.cases.panel_lot import PanelLot
from domain.cases.sides import reference_of
from domain.cases.suspension import Suspension
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import UNKNOWN_PERSON
from domain.support.desk import AdviceDesk
from domain.support.file import SupportFile
from domain.support.request import SupportRequest
from domain.support.requester import reference_of as support_reference_of
from projections.phrases import Told, end, moment


def _in_case(event: Any, told: Told) -> str:
    """The same words for every act, so that they do not tell how far the case has come."""
    return f"Something was recorded in the case {reference_of(event.case)}, under seal."


def _in_request(event: Any, told: Told) -> str:
    """The same words for every act of a request for support, for the same reason."""
    reference = support_reference_of(event.case)
    return f"Something was recorded in the request for support {reference}, under seal."


OF_SUPPORT: Final[tuple[type[Recorded], ...]] = (
    SupportRequest.Asked,
    SupportRequest.Consented,
    SupportRequest.Withdrawn,
    SupportRequest.Lapsed,
    SupportRequest.Accepted,
    SupportRequest.Declined,
    SupportRequest.AdviserGiven,
    SupportRequest.HandedBack,
    SupportRequest.Advised,
    SupportRequest.DocumentAdded,
    SupportRequest.OutcomeRecorded,
    SupportRequest.FollowedUp,
    SupportRequest.FellLate,
    SupportFile.Opened,
    SupportFile.Read,
)
SEALED: Final[tuple[type[Recorded], ...]] = (
    Complaint.Received,
    Complaint.Acknowledged,
    Complaint.TakenUp,
    Complaint.Settled,
    Complaint.Merged,
    Complaint.Refused,
    Complaint.ReviewAsked,
    Complaint.RefusalUpheld,
    Complaint.MeasureTaken,
    Complaint.MeasureEnded,
    Complaint.PanelFormed,
    Complaint.RespondentTold,
    Complaint.EvidenceGiven,
    Complaint.EvidenceExtended,
    Complaint.EvidenceClosed,
    Complaint.HearingFixed,
    Complaint.HearingHeld,
    Complaint.Found,
    Complaint.DecisionTold,
    Complaint.Appealed,
    Complaint.AppealHeard,
    Complaint.AppealDecided,
    Complaint.Closed,
    Complaint.FellLate,
    Complaint.ContactRecorded,
    Complaint.RecordReviewed,
    Panel.Appointed,
    Panel.InterestDeclared,
    Panel.DeclarationsLate,
    Panel.Challenged,
    Panel.ChallengeDismissed,
    Panel.Recused,
    Panel.Replaced,
    Panel.VoteGiven,
    Panel.Decided,
    CaseFile.Opened,
    CaseFile.Read,
    PanelLot.LaidDown,
)
"""Acts of which everybody learns that there was one, and nothing else."""

UNDER_SEAL: Final[dict[str, object]] = {
    "kind": "case",
    "topic": "case.recorded",
    "rules": (),
    "breaks": (),
    "note": None,
    "authority_kind": "rule",
    "authority": "under seal",
    "authority_id": None,
    "actor": UNKNOWN_PERSON,
    "recorded_by": UNKNOWN_PERSON,
    "on_behalf_of": None,
}
"""What stands in the journal in place of whatever would tell how far a case has come, or who sits
on it."""
BY_THEMSELVES: Final[tuple[type[Recorded], ...]] = (
    Suspension.Heard,
    Suspension.Appealed,
    Suspension.Read,
)
"""Acts of whoever is suspended, among others: who that is, is told to nobody by them."""
NAMELESS: Final[dict[str, object]] = {
    "actor": UNKNOWN_PERSON,
    "recorded_by": UNKNOWN_PERSON,
    "authority_id": None,
}


OF_SUPPORT_UNDER_SEAL: Final[dict[str, object]] = {
    **UNDER_SEAL,
    "kind": "support",
    "topic": "support.recorded",
}


def under_seal(event: Recorded) -> dict[str, object]:
    """What stands in place of what an act would tell; nothing for one that may be told."""
    if isinstance(event, OF_SUPPORT):
        return OF_SUPPORT_UNDER_SEAL
    if isinstance(event, BY_THEMSELVES):
        return NAMELESS
    return UNDER_SEAL if isinstance(event, SEALED) else {}


CASE_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    **dict.fromkeys(SEALED, _in_case),
    **dict.fromkeys(OF_SUPPORT, _in_request),
    AdviceDesk.Opened: lambda e, t: "There are advisers for people suspended elsewhere.",
    AdviceDesk.AdviserNamed: lambda e, t: (
        f"{t.name(e.person)} advises people suspended elsewhere, {e.places} at once."
    ),
    AdviceDesk.AdviserLeft: lambda e, t: (
        f"{t.name(e.person)} advises people suspended elsewhere no longer: {end(e.reason)}"
    ),
    Suspension.Imposed: lambda e, t: f"A member was suspended until {moment(e.until)}.",
    Suspension.Heard: lambda e, t: "Whoever is suspended was heard.",
    Suspension.Read: lambda e, t: "Somebody looked into what was said of a suspension.",
    Suspension.ReviewFellDue: lambda e, t: "A suspension was to be looked at again, and was not.",
    Suspension.Reviewed: lambda e, t: (
        f"A suspension was looked at again, and will be by {moment(e.review_at)}."
    ),
    Suspension.Renewed: lambda e, t: f"A suspension was renewed until {moment(e.until)}.",
    Suspension.Appealed: lambda e, t: "Whoever is suspended appealed against it.",
    Suspension.AppealDismissed: lambda e, t: "An appeal against a suspension was dismissed.",
    Suspension.Lifted: lambda e, t: "A suspension was lifted.",
    Suspension.Ended: lambda e, t: "A suspension ended, as nobody had renewed it.",
}
