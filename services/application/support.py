"""Support for people suspended elsewhere: asked for, consented to, given, followed up."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from domain.cases.sides import CaseId
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import NotAllowed, RuleBroken
from domain.kernel.sane import Line
from domain.kernel.sealed import Purpose, Seal
from domain.rules.governing import Governing
from domain.rules.values import Flag
from domain.support.desk import ADVICE_DESK_ID, MOST_PLACES, NAMED_BY, AdviceDesk
from domain.support.file import ReadsAs, SupportFile
from domain.support.queue import next_turn
from domain.support.request import Asking, SupportRequest
from domain.support.request_acts import Outcome, Party
from domain.support.request_state import Stage
from domain.support.requester import reference_of
from services.application.case import Case
from services.application.casework import must_be_at_random
from services.application.command import VERBS, Command
from services.application.supporting import (
    OfRequester,
    OfSupport,
    advisers,
    advises_no_longer,
    at_hand,
    requester_act,
    waiting_list,
)

OPEN_TO_ALL = RuleId("support.open_to_all")
Text = Annotated[str, Seal(Purpose.CASE, whose="case")]
"""What is said in a request: the log of commands keeps no trace of it that anybody could try."""


class AskSupport(OfRequester):
    """Ask for support: say what happened, and choose a word for the way back in.

    `case` is an id that nobody used before.  `answer_by` is the day by which you have to answer the
    organisation that suspended you.  Nothing is read before you consent, here or later.
    """

    text: Text
    answer_by: Annotated[date | None, Seal(Purpose.CASE, whose="case")] = None
    requester: PersonId | None = None
    reached_by: Annotated[str | None, Seal(Purpose.CASE, whose="case")] = None
    consents: bool = False


class ConsentToSupport(OfRequester):
    """Agree, as whoever asked, that those who keep requests and then an adviser read it."""


class WithdrawFromSupport(OfRequester):
    """Take that consent back: the request is closed, and nobody else reads it any more."""


class AddOwnDocument(OfRequester):
    """Put a letter or another paper into one's own file."""

    title: Text
    text: Text


class ReadOwnSupport(OfRequester):
    """Look into one's own file, as whoever asked; this is recorded."""


class AcceptSupport(OfSupport):
    """Say that the service can help, and put the request on the waiting list."""

    reasons: Text


class DeclineSupport(OfSupport):
    """Say that the service cannot help, why, and who could."""

    reasons: Text


class GiveAdviser(OfSupport):
    """Give whoever is next an adviser with a free place; the rules say who that is."""


class HandBackSupport(OfSupport):
    """Hand a request back, as its adviser: somebody else advises, and nothing of it is yours."""

    reasons: Text


class AdviseOnSupport(OfSupport):
    """Give advice, as the adviser of a request."""

    advice: Text


class AddDocument(OfSupport):
    """Put a paper into the file, as the adviser of a request."""

    title: Text
    text: Text


class RecordSupportOutcome(OfSupport):
    """Record how it ended elsewhere, as the adviser of a request."""

    outcome: Annotated[Outcome, Seal(Purpose.CASE, whose="case")]
    account: Text


class FollowUpSupport(OfSupport):
    """Record how things stand some time afterwards, and close the request."""

    account: Text


class ReadSupportFile(OfSupport):
    """Look into the file of a request; this is recorded."""


class FollowSupport(OfSupport):
    """Record what has fallen due in a request by now."""


class NameAdviser(Command):
    """Let somebody advise so many people at once; no places for the time being."""

    person: PersonId
    places: int


class ReleaseAdviser(Command):
    """Let somebody advise no longer; whoever they advised waits for another adviser."""

    person: PersonId
    reason: Line


@VERBS.handles(AskSupport)
def ask_support(case: Case, command: AskSupport) -> None:
    must_be_at_random(command.case, OPEN_TO_ALL)
    rules = Governing(opening=case.edition, current=case.edition)
    of = CaseId(command.case)
    act = requester_act(case, of).under(OPEN_TO_ALL)
    member = command.requester is not None and case.member(command.requester) is not None
    if not member and not case.edition.value(OPEN_TO_ALL, Flag).holds:
        rule = case.edition.rule(OPEN_TO_ALL)
        raise NotAllowed("Members can ask for support.", rule=rule.id, clause=rule.clause)
    asking = Asking(
        text=command.text,
        answer_by=command.answer_by,
        requester=command.requester,
        reached_by=command.reached_by,
    )
    request = case.add(SupportRequest.ask(of, act, asking, command.secret, rules))
    case.add(SupportFile.open(act, of))
    if command.consents:
        request.consent(act.within(request.id, request.edition), rules)


@VERBS.handles(ConsentToSupport)
def consent_to_support(case: Case, command: ConsentToSupport) -> None:
    at = at_hand(case, command.case)
    at.request.consent(at.by_requester(command), at.rules)


@VERBS.handles(WithdrawFromSupport)
def withdraw_from_support(case: Case, command: WithdrawFromSupport) -> None:
    at = at_hand(case, command.case)
    at.request.withdraw(at.by_requester(command))


@VERBS.handles(AddOwnDocument)
def add_own_document(case: Case, command: AddOwnDocument) -> None:
    at = at_hand(case, command.case)
    act = at.by_requester(command)
    at.request.add_document(act, Party.REQUESTER, command.title, command.text)


@VERBS.handles(ReadOwnSupport)
def read_own_support(case: Case, command: ReadOwnSupport) -> None:
    at = at_hand(case, command.case)
    at.record_reading(at.by_requester(command), ReadsAs.REQUESTER)


@VERBS.handles(AcceptSupport)
def accept_support(case: Case, command: AcceptSupport) -> None:
    at = at_hand(case, command.case)
    at.request.accept(at.by_keeper(), command.reasons, at.rules)


@VERBS.handles(DeclineSupport)
def decline_support(case: Case, command: DeclineSupport) -> None:
    at = at_hand(case, command.case)
    at.request.decline(at.by_keeper(), command.reasons)


@VERBS.handles(GiveAdviser)
def give_adviser(case: Case, command: GiveAdviser) -> None:
    at = at_hand(case, command.case)
    act = at.by_keeper()
    at.request.must_be(Stage.WAITING)
    found = next_turn(waiting_list(case), advisers(case))
    if found is None:
        raise RuleBroken("No adviser who could take it on has a free place.", rule=MOST_PLACES)
    turn, adviser = found
    if turn.waiting.case != at.request.case:
        reference = reference_of(turn.waiting.case)
        raise NotAllowed(f"{reference} is next on the waiting list.", rule=turn.why.rule)
    at.request.give_adviser(act, adviser.person, at.rules)


@VERBS.handles(HandBackSupport)
def hand_back_support(case: Case, command: HandBackSupport) -> None:
    at = at_hand(case, command.case)
    at.request.hand_back(at.by_adviser(), command.reasons, at.rules)


@VERBS.handles(AdviseOnSupport)
def advise_on_support(case: Case, command: AdviseOnSupport) -> None:
    at = at_hand(case, command.case)
    at.request.advise(at.by_adviser(), command.advice, at.rules)


@VERBS.handles(AddDocument)
def add_document(case: Case, command: AddDocument) -> None:
    at = at_hand(case, command.case)
    at.request.add_document(at.by_adviser(), Party.ADVISER, command.title, command.text)


@VERBS.handles(RecordSupportOutcome)
def record_support_outcome(case: Case, command: RecordSupportOutcome) -> None:
    at = at_hand(case, command.case)
    at.request.record_outcome(at.by_adviser(), command.outcome, command.account, at.rules)


@VERBS.handles(FollowUpSupport)
def follow_up_support(case: Case, command: FollowUpSupport) -> None:
    at = at_hand(case, command.case)
    at.request.follow_up(at.by_adviser(), command.account)


@VERBS.handles(ReadSupportFile)
def read_support_file(case: Case, command: ReadSupportFile) -> None:
    at = at_hand(case, command.case)
    act, reads_as = at.by_reader()
    at.record_reading(act, reads_as)


@VERBS.handles(FollowSupport)
def follow_support(case: Case, command: FollowSupport) -> None:
    case.act_by_service()
    at_hand(case, command.case)


@VERBS.handles(NameAdviser)
def name_adviser(case: Case, command: NameAdviser) -> None:
    act = case.act_by_power(NAMED_BY)
    barred = case.powerless(command.person)
    if barred is not None:
        raise NotAllowed("They are suspended, and advise nobody until then.", rule=barred)
    case.must_not_have_died(command.person)
    desk = case.find(AdviceDesk, ADVICE_DESK_ID) or case.add(AdviceDesk.open(act))
    desk.name(act, command.person, command.places, case.edition)


@VERBS.handles(ReleaseAdviser)
def release_adviser(case: Case, command: ReleaseAdviser) -> None:
    act = case.act_by_power(NAMED_BY)
    case.load(AdviceDesk, ADVICE_DESK_ID).leave(act, command.person, command.reason)
    advises_no_longer(case, command.person, act, command.reason)
