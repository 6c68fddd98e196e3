"""Co-options: proposed, decided at a meeting, answered, looked at again, renewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.bodies.cooption import Asked, CoOption, Offer
from domain.bodies.mandate import Mandate, MandateId, Origin
from domain.bodies.scopes import nearest
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.moments import days_after, in_words, months_after
from domain.kernel.refusal import NotAllowed, OutOfOrder, RuleBroken, TooLate
from domain.kernel.sane import Line
from domain.meetings.decisions import Manner
from domain.meetings.saying import CHANGES, CO_OPTS, Deed
from domain.powers import About, authority, powers_of
from domain.rules.values import Days, Flag, Period, Rule
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.deciding import (
    After,
    body_that_decided,
    by_decision,
    must_still_bind,
    names_of,
    place_in_log,
    taken_at,
    turned_down,
    was_lost,
)
from services.application.made_up import judged_as_made_up, sitting_of
from services.application.mandates import begin, see_to_terms

ByDecision = Callable[[Case, DecidedAt, RuleId, About, Deed], Act]


class ProposeCoOption(Command):
    """Propose that a body co-opts somebody, with reasons; with a vote only if a rule says so.

    Whoever votes in the body proposes it; or it is entered as what a meeting came up with itself.
    """

    body: Line
    person: PersonId
    name: Line
    reasons: str
    voting: bool = False
    until: AwareDatetime | None = None
    category: Line | None = None
    decision: DecidedAt | None = None


class DecideCoOption(Command):
    """Carry out what a meeting of the body decided on a co-option."""

    cooption: UUID
    agreed: bool
    meeting: UUID
    number: int


class WithdrawCoOption(Command):
    """Take back a proposal to co-opt somebody."""

    cooption: UUID
    reason: Line


class AcceptCoOption(Command):
    """Accept a place to which one is co-opted."""

    cooption: UUID


class DeclineCoOption(Command):
    """Decline a place to which one is co-opted."""

    cooption: UUID
    reason: Line


class RenewCoOption(Command):
    """Carry out a meeting's decision that a co-option lasts longer."""

    cooption: UUID
    until: AwareDatetime
    meeting: UUID
    number: int


class FollowCoOption(Command):
    """Record what has come of a co-option by now: no answer in time, or a review that is due."""

    cooption: UUID


@VERBS.handles(ProposeCoOption)
def propose_co_option(case: Case, command: ProposeCoOption) -> None:
    body = case.load(Body, body_id(command.body))
    held = body.seat_of(command.person)
    if held is not None and held.runs_at(case.now):
        raise OutOfOrder(
            f"{command.name} has a seat in {body.name} already.", rule=_power(case, body).id
        )
    asked = Asked(
        person=command.person,
        name=command.name,
        reasons=command.reasons,
        voting=command.voting,
        until=command.until,
        category=command.category,
    )
    cooption = case.id_for("cooption")
    decided = command.decision
    act = (
        _by_a_voter(case, body)
        if decided is None
        else _decided(case, body, decided, _deed(CO_OPTS, "co-opted", body, command.person))
    )
    act = _with_room(case, body, cooption, asked, act)
    case.add(CoOption.propose(cooption, act, BodyId(body.id), body.name, asked))


@VERBS.handles(DecideCoOption)
def decide_co_option(case: Case, command: DecideCoOption) -> None:
    found = case.load(CoOption, command.cooption)
    body = case.load(Body, found.body)
    decided = DecidedAt(meeting=command.meeting, number=command.number)
    if not command.agreed:
        found.reject(_against(case, body, found, decided), decided)
        return
    act = _decided(case, body, decided, _deed(CO_OPTS, "co-opted", body, found.asked.person))
    _must_be_on_this(case, found, decided, act)
    act = _with_room(case, body, found.id, found.asked, act)
    rule = _rule(case, body, "cooption.answer_days")
    due = None if rule is None else _days_after(case, rule)
    offer = Offer(decided=decided, answer_by=due, answer_rule=None if rule is None else rule.id)
    found.agree(act, offer)


@VERBS.handles(WithdrawCoOption)
def withdraw_co_option(case: Case, command: WithdrawCoOption) -> None:
    found = case.load(CoOption, command.cooption)
    found.withdraw(_by_a_voter(case, case.load(Body, found.body)), command.reason)


@VERBS.handles(AcceptCoOption)
def accept_co_option(case: Case, command: AcceptCoOption) -> None:
    found = case.load(CoOption, command.cooption)
    body = case.load(Body, found.body)
    act = _by_the_person(case, body, found)
    if found.offer is not None:
        must_still_bind(case, found.offer.decided)
    until = _end_of_term(case, body, found.asked)
    _must_not_be_over(case, body, until)
    found.accept(act, until, _review(case, body))
    begin(
        case,
        body,
        _seat(found.id, body, found.asked, until),
        act.caused_by(found.newest_act),
    )


@VERBS.handles(DeclineCoOption)
def decline_co_option(case: Case, command: DeclineCoOption) -> None:
    found = case.load(CoOption, command.cooption)
    act = _by_the_person(case, case.load(Body, found.body), found)
    found.decline(act, command.reason)


@VERBS.handles(RenewCoOption)
def renew_co_option(case: Case, command: RenewCoOption) -> None:
    found = case.load(CoOption, command.cooption)
    body = case.load(Body, found.body)
    decided = DecidedAt(meeting=command.meeting, number=command.number)
    deed = _deed(CO_OPTS, "co-opted", body, found.asked.person)
    act = _decided(case, body, decided, deed, by=_renewing(found))
    _must_not_be_over(case, body, found.until)
    term = _rule(case, body, "cooption.term")
    _must_not_be_longer(case, command.until, term)
    found.renew(act, decided, command.until, _review(case, body))
    reason = f"renewed by decision {command.number}"
    body.prolong(act, MandateId(found.id), command.until, reason)
    see_to_terms(case, body, act)


@VERBS.handles(FollowCoOption)
def follow_co_option(case: Case, command: FollowCoOption) -> None:
    found = case.load(CoOption, command.cooption)
    act = case.act_by_service()
    found.lapse(act)
    rule = _rule(case, case.load(Body, found.body), "cooption.review_days")
    found.fall_due_for_review(act if rule is None else act.under(rule.id))


def _by_a_voter(case: Case, body: Body) -> Act:
    """The act of somebody who votes in a body that may co-opt; raises `NotAllowed`."""
    rule = _power(case, body)
    held = authority(case.by, (body.slug,), case)
    if held is None:
        raise NotAllowed(
            f"Whoever votes in {body.name} proposes whom it co-opts, and you do not.",
            rule=rule.id,
            clause=rule.clause,
        )
    return case.act(held).under(rule.id)


def _power(case: Case, body: Body) -> Rule:
    """The rule by which a body may co-opt; raises `NotAllowed` if it may not, `NotFound` if no rule
    speaks of it."""
    rule = _rule(case, body, "cooption.power") or case.edition.rule(f"{body.slug}.cooption.power")
    if body.slug not in powers_of(rule):
        raise NotAllowed(
            f"{body.name} has no power to co-opt anybody.", rule=rule.id, clause=rule.clause
        )
    return rule


def _against(case: Case, body: Body, found: CoOption, decided: DecidedAt) -> Act:
    """The act of entering that somebody is not co-opted: by a decision on it that was lost, or by
    one whose own words turn it down."""
    lost = was_lost(case, decided)
    deed = _deed(CO_OPTS if lost else CHANGES, "turned down", body, found.asked.person)
    act = _decided(case, body, decided, deed, turned_down if lost else by_decision)
    _must_be_on_this(case, found, decided, act)
    return act


def _deed(kinds: frozenset[Manner], what: str, body: Body, person: PersonId) -> Deed:
    return Deed(kinds, what, body=body.slug, person=person)


def _decided(
    case: Case, body: Body, decided: DecidedAt, deed: Deed, by: ByDecision = by_decision
) -> Act:
    """The act by which a decision on a co-option is carried out, or entered as lost."""
    rule = _power(case, body)
    act = by(case, decided, rule.id, About(body=body.slug), deed)
    above = case.parent_of(body)
    decider = body_that_decided(case, decided.meeting)
    of = {decider.slug} if by is turned_down else taken_at(case, decided).by
    if not of & {body.slug, None if above is None else above.slug}:
        raise NotAllowed(
            f"{decider.name} decides on no co-option to {body.name}: that body itself does, or "
            "the one that it is part of.",
            rule=rule.id,
            clause=rule.clause,
        )
    return act


def _renewing(found: CoOption) -> ByDecision:
    """By a decision that was taken since the co-option began, or was renewed last."""
    what = f"the co-option of {found.asked.name} began, or was renewed last"
    after = After(found.id, what, (CoOption.Accepted, CoOption.Renewed))
    return partial(by_decision, after=after)


def _must_be_on_this(case: Case, found: CoOption, decided: DecidedAt, act: Act) -> None:
    """Refuse a decision that was taken before the co-option was proposed; raises `RuleBroken`.

    What a meeting came up with itself is proposed by that decision, and one that names the person
    says so by itself.
    """
    earlier = place_in_log(case, decided) < case.began(found.id).position
    if not earlier or case.cause_of(found.id) == act.cause:
        return
    if names_of(case, decided).person == found.asked.person:
        return
    rule = _power(case, case.load(Body, found.body))
    raise RuleBroken(
        f"Decision {decided.number} was taken before the co-option of {found.asked.name} was "
        "proposed, so it does not say so. Name the decision on it.",
        rule=rule.id,
        clause=rule.clause,
    )


def _by_the_person(case: Case, body: Body, found: CoOption) -> Act:
    rule = _rule(case, body, "cooption.answered_by")
    about = About(body=body.slug, person=found.asked.person)
    if rule is not None:
        return case.act_by_power(rule.id, about=about)
    held = authority(case.by, ("this_person",), case, about)
    if held is None:
        power = _power(case, body)
        raise NotAllowed("Only whoever is co-opted answers.", rule=power.id, clause=power.clause)
    return case.act(held)


def _with_room(case: Case, body: Body, cooption: UUID, asked: Asked, act: Act) -> Act:
    """The act, judged by the rules on votes, terms and places as if the seat began now."""
    case.must_not_have_died(asked.person)
    votes = _rule(case, body, "cooption.votes")
    if asked.voting and (votes is None or not case.edition.value(votes.id, Flag).holds):
        cited = votes or _power(case, body)
        raise RuleBroken(
            f"Whoever is co-opted to {body.name} has no vote.", rule=cited.id, clause=cited.clause
        )
    seat = _seat(cooption, body, asked, _end_of_term(case, body, asked))
    before = sitting_of(case, body)
    return judged_as_made_up(case, act, before, before.with_mandate(seat))


def _end_of_term(case: Case, body: Body, asked: Asked) -> datetime | None:
    term = _rule(case, body, "cooption.term")
    if asked.until is not None:
        _must_not_be_longer(case, asked.until, term)
        return asked.until
    return None if term is None else _months_after(case, term)


def _must_not_be_over(case: Case, body: Body, until: datetime | None) -> None:
    """Refuse what would begin or go on after its own end, whether or not that is on record."""
    if until is not None and until <= case.now:
        power = _power(case, body)
        raise TooLate(
            f"This co-option was to last until {in_words(until)}, which has passed. Propose it "
            "anew.",
            rule=power.id,
            clause=power.clause,
        )


def _must_not_be_longer(case: Case, until: datetime, term: Rule | None) -> None:
    if term is None:
        return
    longest = _months_after(case, term)
    if until > longest:
        raise RuleBroken(
            f"A co-option that begins now lasts until {in_words(longest)} at the longest.",
            rule=term.id,
            clause=term.clause,
        )


def _months_after(case: Case, term: Rule) -> datetime:
    return months_after(case.now, case.edition.value(term.id, Period).months)


def _days_after(case: Case, rule: Rule) -> datetime:
    period = case.edition.value(rule.id, Days)
    return days_after(case.now, period.count, clear=period.clear)


def _review(case: Case, body: Body) -> timedelta | None:
    rule = _rule(case, body, "cooption.review_days")
    return None if rule is None else timedelta(days=case.edition.value(rule.id, Days).count)


def _seat(cooption: UUID, body: Body, asked: Asked, until: datetime | None) -> Mandate:
    return Mandate(
        id=MandateId(cooption),
        person=asked.person,
        name=asked.name,
        how="co-opted",
        voting=asked.voting,
        origin=Origin.CO_OPTION,
        by=body.name,
        category=asked.category,
        until=until,
    )


def _rule(case: Case, body: Body, name: str) -> Rule | None:
    """The rule of that name for a body; that of its parent speaks for it too."""
    return nearest(case.edition, sitting_of(case, body).scopes_and_above, name)
