"""Endorsements: called, asked for, decided by the body or by members, and what follows then."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.elections.lot import LotSource
from domain.endorsements.acts import Votes
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.terms import (
    ASKED_BY,
    BODY_POWER,
    CALLED_BY,
    PAPER,
    ROUTE,
    WITHDRAWAL_POWER,
    endorsement_terms,
)
from domain.kernel.act import Act
from domain.kernel.ids import RuleId
from domain.kernel.moments import in_words
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.kernel.sane import Line
from domain.rules.governing import Governing
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.case import Case
from services.application.command import VERBS, Command

Number = Annotated[int, Field(ge=1, le=1_000)]


class CallEndorsement(Command):
    """Call whoever stands for an office elsewhere to ask for endorsement.

    `election` says in which election; `places` for how many the body may have support.
    """

    office: Line
    election: Line
    places: Annotated[int, Field(ge=1, le=100)] = 1


class OfEndorsement(Command):
    """A command on an endorsement."""

    endorsement: UUID


class AnnounceEndorsementLot(OfEndorsement):
    """Announce the public value from which a tie between those who asked is drawn."""

    lot: LotSource


class AskEndorsement(OfEndorsement):
    """Ask to be endorsed, with a statement and a declaration of what you commit yourself to.

    `outsider`: it is handed in for somebody who is no member, by whoever called the endorsement.
    """

    name: Line
    statement: Line
    declaration: Line
    outsider: bool = False


class OfRequest(OfEndorsement):
    """A command on one request."""

    number: Number


class TakeBackEndorsement(OfRequest):
    """Do not ask any more."""


class RecommendEndorsement(OfRequest):
    """Recommend one of those who asked, so that members answer yes or no."""

    votes: Votes


class Endorse(OfEndorsement):
    """Endorse by the body itself; nobody, if no number is given."""

    numbers: tuple[Number, ...]
    because: Line


class ReportOnEndorsement(OfRequest):
    """Tell how the relationship with somebody who is endorsed is kept up."""

    words: Line


class ReviewEndorsement(OfEndorsement):
    """Look at an endorsement, and say what was found."""

    words: Line


class ProposeEndorsementWithdrawal(OfRequest):
    """Propose to take support back from somebody, who is heard first."""

    reasons: Line


class AnswerEndorsementWithdrawal(OfRequest):
    """Say what there is to say to it, or record what whoever it is about said."""

    words: Line


class DecideEndorsementWithdrawal(OfRequest):
    """Take support back, or keep it."""

    withdrawn: bool
    reasons: Line


class EndEndorsement(OfEndorsement):
    """Record that nobody is endorsed by it any more, such as when the office is over."""

    reason: Line


class FollowEndorsement(OfEndorsement):
    """Record what has fallen due in an endorsement by now."""


class SettleEndorsement(OfEndorsement):
    """Record what the members said, now that their vote is declared."""


@VERBS.handles(CallEndorsement)
def call_endorsement(case: Case, command: CallEndorsement) -> None:
    act, rules = case.act_by_power(CALLED_BY), _rules(case)
    terms = endorsement_terms(command.office, rules, case.now)
    thing = case.id_for("endorsement")
    called = Endorsement.call(thing, act, command.office, command.election, command.places, terms)
    case.add(called)


@VERBS.handles(AnnounceEndorsementLot)
def announce_endorsement_lot(case: Case, command: AnnounceEndorsementLot) -> None:
    _the(case, command).announce_lot(case.act_by_power(CALLED_BY), command.lot)


@VERBS.handles(AskEndorsement)
def ask_endorsement(case: Case, command: AskEndorsement) -> None:
    rule, person = (CALLED_BY, None) if command.outsider else (ASKED_BY, case.by.person)
    act = case.act_by_power(rule).under(ASKED_BY)
    _the(case, command).ask(act, person, command.name, command.statement, command.declaration)


@VERBS.handles(TakeBackEndorsement)
def take_back_endorsement(case: Case, command: TakeBackEndorsement) -> None:
    found = _the(case, command)
    found.take_back(_by_them(case, found, command.number, CALLED_BY), command.number)


@VERBS.handles(RecommendEndorsement)
def recommend_endorsement(case: Case, command: RecommendEndorsement) -> None:
    found, act = _the(case, command), case.act_by_power(BODY_POWER)
    found.recommend(act, command.number, command.votes, _since(case, PAPER))


@VERBS.handles(Endorse)
def endorse(case: Case, command: Endorse) -> None:
    found, act = _the(case, command), case.act_by_power(BODY_POWER)
    found.settle_by_body(act, command.numbers, command.because, _since(case, ROUTE))


@VERBS.handles(ReportOnEndorsement)
def report_on_endorsement(case: Case, command: ReportOnEndorsement) -> None:
    found = _the(case, command)
    act = _by_them(case, found, command.number, BODY_POWER)
    found.report(act, command.number, command.words)


@VERBS.handles(ReviewEndorsement)
def review_endorsement(case: Case, command: ReviewEndorsement) -> None:
    _the(case, command).review(case.act_by_power(BODY_POWER), command.words, _rules(case))


@VERBS.handles(ProposeEndorsementWithdrawal)
def propose_endorsement_withdrawal(case: Case, command: ProposeEndorsementWithdrawal) -> None:
    act = case.act_by_power(WITHDRAWAL_POWER)
    found = _the(case, command)
    found.propose_withdrawal(act, command.number, command.reasons, _rules(case))


@VERBS.handles(AnswerEndorsementWithdrawal)
def answer_endorsement_withdrawal(case: Case, command: AnswerEndorsementWithdrawal) -> None:
    found = _the(case, command)
    act = _by_them(case, found, command.number, WITHDRAWAL_POWER)
    found.hear(act, command.number, command.words)


@VERBS.handles(DecideEndorsementWithdrawal)
def decide_endorsement_withdrawal(case: Case, command: DecideEndorsementWithdrawal) -> None:
    act = case.act_by_power(WITHDRAWAL_POWER)
    found = _the(case, command)
    found.decide_withdrawal(act, command.number, command.reasons, withdrawn=command.withdrawn)


@VERBS.handles(EndEndorsement)
def end_endorsement(case: Case, command: EndEndorsement) -> None:
    _the(case, command).end(case.act_by_power(BODY_POWER), command.reason)


@VERBS.handles(FollowEndorsement)
def follow_endorsement(case: Case, command: FollowEndorsement) -> None:
    act, found = case.act_by_service(), _the(case, command)
    if not found.asking_closed:
        found.close_asking(act)
    found.settle_unasked(act)
    if found.wants_a_vote and found.why_no_vote_yet(case.now) is None:
        ballot, choices = found.call_vote(act, _rules(case))
        case.add(ballot)
        if choices is not None:
            case.add(choices)
    if found.settled:
        found.miss_review(act, _rules(case))


@VERBS.handles(SettleEndorsement)
def settle_endorsement(case: Case, command: SettleEndorsement) -> None:
    act, found = case.act_by_service(), _the(case, command)
    if found.ballot is None:
        raise OutOfOrder("Members have not been asked.", rule=ROUTE)
    ballot = case.load(Ballot, found.ballot)
    found.settle_by_vote(act, ballot, case.find(Choices, choices_id(ballot.id)))


def _by_them(case: Case, found: Endorsement, number: int, rule: RuleId) -> Act:
    """The act of whoever asked, or of those whom the rule names."""
    if found.request(number).person == case.by.person:
        return case.act_by_power(ASKED_BY)
    try:
        return case.act_by_power(rule)
    except NotAllowed as refused:
        raise NotAllowed(
            f"Whoever asked does this themselves. {refused.sentence}", rule=rule
        ) from refused


def _since(case: Case, rule: RuleId) -> str:
    """By which decision a rule came to be as it is; nothing if it was so from the beginning."""
    made: Act | None = None
    for one in case.acts_of(RULEBOOK_ID, (Rulebook.Revised,)):
        event = one.event
        assert isinstance(event, Rulebook.Revised)
        if any(change.rule == rule for change in event.revision.rules):
            made = event.act
    if made is None:
        return ""
    by = f"by “{made.authority.name}”" if made.authority.kind == "decision" else "by a revision"
    return f" That is so {by}, since {in_words(made.occurred_at)}."


def _the(case: Case, command: OfEndorsement) -> Endorsement:
    return case.load(Endorsement, command.endorsement)


def _rules(case: Case) -> Governing:
    return Governing(opening=case.edition, current=case.edition)
