"""Offers what may be done in a case at its stage to whom the rules let, and tells others why not.

What it offers is tried; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

from domain.cases.clocks import Clock, Runs
from domain.cases.complaint_state import KEPT_BY, REVIEWED_BY, SECRET_LETTERS, Stage
from services.application.case_panels import (
    AppointPanel,
    DecideChallenge,
    DeclareTies,
    DeliverFinding,
    ReplacePanelMember,
    StepBack,
    VoteOnCase,
)
from services.application.casework import AtHand, OfCase
from services.application.complaints import (
    AcknowledgeComplaint,
    EndMeasure,
    ExtendEvidence,
    FixHearing,
    MergeComplaint,
    RecordContact,
    RecordHearing,
    RefuseComplaint,
    ReviewRecord,
    SettleComplaint,
    TakeMeasure,
    TakeUpComplaint,
    TellDecision,
    TellRespondent,
    UpholdRefusal,
)
from services.reading.case_files import every_case
from services.web.lawbook import Law
from services.web.look.parts import NextStep, Weight
from services.web.trying import Deeds
from services.web.visit import Visit

TRYING: Final = "to see whether this can be done"
_SOON, _LATER = timedelta(minutes=1), timedelta(days=60)
_SETTLED_AT: Final = (Stage.RECEIVED, Stage.UNDER_REVIEW, Stage.TAKEN_UP, Stage.PANEL)
_HEARD_AT: Final = (Stage.EVIDENCE, Stage.DELIBERATION)


class _Offer(NamedTuple):
    """One act: what its button says, and what the command says besides the case."""

    label: str
    command: type[OfCase]
    says: dict[str, Any]
    weight: Weight = Weight.OTHER


def next_step(visit: Visit, at: AtHand) -> NextStep:
    """What happens next in a case, with what the visitor may do about it."""
    deeds = Deeds(visit, law := Law(visit))
    case = at.complaint.id
    for one in (*_of_stage(visit, at), *_of_panel(at), *_at_any_stage(visit, at)):
        command = one.command.model_validate({"case": case, **one.says})
        deeds.offer(one.label, f"/do/{command.verb()}?case={case}", command, one.weight)
    return deeds.on(_due(at, law))


def first_due(at: AtHand) -> Clock | None:
    """What falls due first; a duty that was missed comes before all others."""
    return min(at.complaint.clocks, key=lambda one: (one.due, one.runs), default=None)


def _due(at: AtHand, law: Law) -> NextStep:
    clock = first_due(at)
    if clock is None:
        return NextStep("Nothing more: the record was looked at again")
    who = _who(law, clock)
    what = f"{clock.runs.heading}{', until then' if clock.runs.is_window else ''}"
    return NextStep(what, clock.due, law.clause(clock.rule), who_moves=who, late=clock.late)


def _who(law: Law, clock: Clock) -> str:
    """Whose turn it is."""
    if clock.runs.is_window:
        return "the sides, by their word" if clock.runs is not Runs.ASK_REVIEW else "whoever asks"
    if clock.runs in (Runs.DECIDE, Runs.DECIDE_APPEAL):
        return "the panel"
    return law.who(REVIEWED_BY if clock.runs is Runs.REVIEW else KEPT_BY)


def _of_stage(visit: Visit, at: AtHand) -> Iterator[_Offer]:
    """What brings the case on from where it stands."""
    why, found = {"reasons": TRYING}, at.complaint
    match found.stage:
        case Stage.RECEIVED:
            if not found.acknowledged:
                yield _Offer("Acknowledge it", AcknowledgeComplaint, {})
            yield _Offer("Take it up", TakeUpComplaint, why, Weight.FIRST)
            yield from _merge(visit, at)
            yield _Offer("Do not take it up", RefuseComplaint, why, Weight.GRAVE)
        case Stage.UNDER_REVIEW:
            yield _Offer("Take it up after all", TakeUpComplaint, why)
            yield _Offer("Let the refusal stand", UpholdRefusal, why, Weight.GRAVE)
        case Stage.TAKEN_UP | Stage.APPEALED:
            yield _Offer("Appoint the panel", AppointPanel, {}, Weight.FIRST)
        case Stage.PANEL:
            told = {"allegations": TRYING, "secret": "x" * SECRET_LETTERS}
            yield _Offer("Tell the respondent", TellRespondent, told, Weight.FIRST)
        case Stage.EVIDENCE | Stage.DELIBERATION:
            yield from _of_hearing(visit, at)
        case Stage.FOUND:
            yield _Offer("Both sides were told", TellDecision, {}, Weight.FIRST)
        case Stage.CLOSED:
            yield _Offer("Look at the record again", ReviewRecord, {"learnt": TRYING})
        case _:
            return


def _merge(visit: Visit, at: AtHand) -> Iterator[_Offer]:
    other = next((one for one in every_case(visit.log) if one != at.complaint.id), None)
    if other is not None:
        yield _Offer("Merge it with another", MergeComplaint, {"into": other, "reasons": TRYING})


def _of_hearing(visit: Visit, at: AtHand) -> Iterator[_Offer]:
    found, now = at.complaint, at.case.now
    evidence = next((one for one in found.clocks if one.runs is Runs.EVIDENCE), None)
    if evidence is not None:
        more = {"due": evidence.due + timedelta(seconds=1), "reason": TRYING}
        yield _Offer("Give more time for evidence", ExtendEvidence, more)
    if not found.heard:
        yield _Offer("Fix a hearing", FixHearing, {"at": now + _LATER, "where": TRYING})
    if found.hearing is not None and not found.heard:
        yield _Offer("Record the hearing", RecordHearing, {"sides": (), "record": TRYING})


def _of_panel(at: AtHand) -> Iterator[_Offer]:
    """What concerns the panel that the case is before, until it has decided."""
    panel = at.find_panel(at.instance)
    if panel is None or panel.decided or not at.complaint.is_open:
        return
    you = at.case.by.person
    if panel.sits(you) and you not in panel.declared:
        yield _Offer("Declare what ties you to it", DeclareTies, {}, Weight.FIRST)
    if panel.challenged:
        decided = {"person": panel.challenged[0], "upheld": False, "reasons": TRYING}
        yield _Offer("Decide on the challenge", DecideChallenge, decided)
    if panel.vacant:
        yield _Offer("Fill the vacant place", ReplacePanelMember, {})
    if at.complaint.stage in (*_HEARD_AT, Stage.APPEAL):
        weight = Weight.FIRST if panel.may_vote(you) else Weight.OTHER
        yield _Offer("Vote", VoteOnCase, {"upheld": False}, weight)
        yield _Offer("Deliver the finding", DeliverFinding, {"reasons": TRYING})
    if panel.sits(you):
        yield _Offer("Step back from the panel", StepBack, {"reasons": TRYING}, Weight.GRAVE)


def _at_any_stage(visit: Visit, at: AtHand) -> Iterator[_Offer]:
    """What can be done as long as the case is open."""
    found, now = at.complaint, at.case.now
    if not found.is_open:
        return
    measure = {"measure": TRYING, "reasons": TRYING, "until": now + _SOON}
    yield _Offer("Let something hold for now", TakeMeasure, measure)
    for number in found.measures_at(now)[:1]:
        yield _Offer("End a measure", EndMeasure, {"number": number, "reasons": TRYING})
    yield _Offer("Record a contact from outside", RecordContact, {"what": TRYING})
    if found.stage in (*_SETTLED_AT, *_HEARD_AT):
        yield _Offer("Record that it was settled", SettleComplaint, {"how": TRYING})
