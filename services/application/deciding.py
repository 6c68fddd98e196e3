"""What a meeting decided, carried out: the act of whoever does it, by the decision's authority.

A decision that does not bind is carried out by nobody, and a body can decide only what a rule gives
into its power.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import ActId, RuleId
from domain.kernel.refusal import NotAllowed, NotFound, RuleBroken
from domain.meetings.deciding import TakenThen, must_bind, must_settle
from domain.meetings.decisions import Decision, Later, Names
from domain.meetings.meeting import Meeting
from domain.meetings.order import Ground
from domain.meetings.orders import RECORD_KEPT_BY
from domain.meetings.resolution import MAJORITY, Resolution
from domain.meetings.saying import AS_IT_SAYS, Deed, must_not_name_another, must_say
from domain.powers import NOTHING, About, bodies_in, in_words, powers_of
from domain.rules.values import Rule
from services.application.case import Case
from services.application.hall import Hall, hall
from services.store.port import RecordedAct

IN_WRITING: Final = 1
"""The number of the one decision that a written resolution is."""


def by_decision(
    case: Case,
    decided: DecidedAt,
    power: RuleId,
    about: About = NOTHING,
    deed: Deed = AS_IT_SAYS,
    after: After | None = None,
) -> Act:
    """The act by which a decision of a meeting, or one in writing (number 1), is carried out.

    A decision that officers took as urgent has the power of the body in whose place they took it.
    Raises `RuleBroken` for a decision that does not bind or does not say what is done by it, and
    `NotAllowed` if the rule gives the power to another body, or the asker keeps no record of that
    meeting.  `about` is what the act is about, for a rule that names `this_body`; `after` is what
    the decision has to come after to speak of it.
    """
    taken = taken_at(case, decided)
    rule = case.edition.rule(power)
    if not taken.by.intersection(bodies_in(rule, about)):
        raise _decided_by_others(rule, taken.body)
    _must_say(taken.decision, taken.names, deed, rule)
    if after is not None:
        _must_come_after(case, decided, after, rule)
    return taken.carried_out.under(rule.id)


class After(NamedTuple):
    """What a decision has to come after: the newest act of these kinds of a thing, or its first.

    `what` finishes the sentence "it was taken before …".
    """

    stream: UUID
    what: str
    kinds: tuple[type[Recorded], ...] = ()


def _must_come_after(case: Case, decided: DecidedAt, after: After, rule: Rule) -> None:
    since = case.newest_of(after.stream, after.kinds)
    if since is not None and place_in_log(case, decided) < since.position:
        raise RuleBroken(
            f"Decision {decided.number} was taken before {after.what}, so it does not say so. Name "
            "the decision on it.",
            rule=rule.id,
            clause=rule.clause,
        )


def _must_say(decision: Decision | None, names: Names, deed: Deed, rule: Rule) -> None:
    """Hold what is done against a decision: at a meeting by its kind, always by what it names."""
    if decision is None:
        must_not_name_another(names, "What was agreed to in writing", deed, rule)
    else:
        must_say(decision, deed, rule)


def _decided_by_others(rule: Rule, body: Body) -> NotAllowed:
    who = " or ".join(map(in_words, powers_of(rule))) or "nobody"
    return NotAllowed(
        f"This is decided by {who}, not by {body.name}.", rule=rule.id, clause=rule.clause
    )


class Taken(NamedTuple):
    """A decision that binds: who took it, and the act of whoever carries it out.

    `by` are the short names of the body and of the one in whose place it decided, if it did;
    `decision` is none for one that was taken in writing, `names` what it is about.
    """

    body: Body
    by: frozenset[str]
    carried_out: Act
    decision: Decision | None
    names: Names


def taken_at(case: Case, decided: DecidedAt) -> Taken:
    """The decision of that number, at a meeting or in writing; raises `RuleBroken` if it does not
    bind, and `NotAllowed` if the asker keeps no record of it."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        if decided.number != IN_WRITING:
            raise NotFound(f"A decision in writing has the number {IN_WRITING}.", rule=MAJORITY)
        return _in_writing(case, found)
    it = hall(case, decided.meeting)
    carried_out = carrying_out(it, decided.number)
    by = {it.body.slug, *_in_place_of(case, it.meeting, decided.number)}
    decision = it.meeting.decision(decided.number)
    return Taken(it.body, frozenset(by), carried_out, decision, decision.names)


def was_lost(case: Case, decided: DecidedAt) -> bool:
    """Whether a meeting with a quorum, or the members in writing, decided against it."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        return found.result is not None and not found.result.carried
    decision = case.load(Meeting, decided.meeting).decision(decided.number)
    return decision.quorate and not decision.carried


def names_of(case: Case, decided: DecidedAt) -> Names:
    """What a decision is about, whether it was carried or lost."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        return found.put.names
    return case.load(Meeting, decided.meeting).decision(decided.number).names


def turned_down(
    case: Case, decided: DecidedAt, power: RuleId, about: About = NOTHING, deed: Deed = AS_IT_SAYS
) -> Act:
    """The act by which it is entered that something was lost; otherwise as `by_decision` does."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution) and found.result is not None:
        body, act, decision = case.load(Body, found.put.body), found.result.act, None
        title = found.title
    else:
        it = hall(case, decided.meeting)
        decision = it.meeting.decision(decided.number)
        body, act, title = it.body, decision.act, f"decision {decided.number}, {it.meeting.title}"
    rule = case.edition.rule(power)
    if body.slug not in bodies_in(rule, about):
        raise _decided_by_others(rule, body)
    _must_say(decision, names_of(case, decided), deed, rule)
    recorded = case.act_by_power(RECORD_KEPT_BY, about=About(body=body.slug))
    return _by_authority(recorded, f"{title[0].lower()}{title[1:]}", act).under(rule.id)


def must_still_bind(case: Case, decided: DecidedAt) -> None:
    """Refuse what goes on by a decision that was annulled since; raises `RuleBroken`."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        found.must_bind()
    else:
        must_bind(case.load(Meeting, decided.meeting).decision(decided.number))


def settled_by(case: Case, earlier: TakenThen, decided: DecidedAt) -> tuple[Act, Later]:
    """The act by which a later decision settles an earlier one, and that decision as it is kept."""
    taken = taken_at(case, decided)
    when = _taken_on(case, decided)
    later = TakenThen(taken.body.id, when, taken.decision, decided, taken.names)
    must_settle(later, earlier)
    cause = taken.carried_out.cause
    assert cause is not None
    kept = Later(meeting=decided.meeting, number=decided.number, act=ActId(cause))
    return taken.carried_out, kept


def _taken_on(case: Case, decided: DecidedAt) -> datetime:
    """When a meeting began, or when the time to reply in writing was over."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        return found.put.closes
    return case.load(Meeting, decided.meeting).starts


def said_at(case: Case, decided: DecidedAt) -> datetime:
    """When a meeting decided, or when a decision in writing was put: it speaks of what was on
    record then."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        return found.created_on
    return _taking_of(case, decided).event.act.occurred_at


def place_in_log(case: Case, decided: DecidedAt) -> int:
    """Where in the log that stands by which one knows what a decision speaks of: see `said_at`."""
    found = case.find(Aggregate, decided.meeting)
    if isinstance(found, Resolution):
        return case.began(decided.meeting).position
    return _taking_of(case, decided).position


def _taking_of(case: Case, decided: DecidedAt) -> RecordedAct:
    """The act by which a meeting decided something."""
    act = case.load(Meeting, decided.meeting).decision(decided.number).act
    return case.on_record(decided.meeting, act, Meeting.Decided)


def body_that_decided(case: Case, decided: UUID) -> Body:
    """The body whose meeting or written resolution has that id."""
    found = case.find(Aggregate, decided)
    if isinstance(found, Resolution):
        return case.load(Body, found.put.body)
    return hall(case, decided).body


def _in_place_of(case: Case, meeting: Meeting, number: int) -> Iterator[str]:
    """The body in whose place a meeting took a decision as urgent, by its short name."""
    for one in meeting.for_parent:
        if (one.decision, one.ground) == (number, Ground.URGENT):
            yield case.load(Body, one.body).slug


def _in_writing(case: Case, found: Resolution) -> Taken:
    """What was agreed to in writing."""
    found.must_bind()
    assert found.result is not None
    body = case.load(Body, found.put.body)
    recorded = case.act_by_power(RECORD_KEPT_BY, about=About(body=body.slug))
    title = f"{found.title[0].lower()}{found.title[1:]}"
    carried_out = _by_authority(recorded, title, found.result.act)
    by = {body.slug, *(case.load(Body, one).slug for one in found.put.in_place_of)}
    return Taken(body, frozenset(by), carried_out, None, found.put.names)


def carrying_out(it: Hall, number: int) -> Act:
    """The act of whoever keeps a meeting's record, by the authority of a decision that binds."""
    decision = it.meeting.decision(number)
    must_bind(decision)
    recorded = it.by_power(RECORD_KEPT_BY)
    title = it.meeting.title
    return _by_authority(
        recorded, f"decision {number}, {title[0].lower()}{title[1:]}", decision.act
    )


def _by_authority(recorded: Act, name: str, decided: UUID) -> Act:
    authority = Authority(kind="decision", name=name, id=str(decided))
    return recorded.model_copy(update={"authority": authority, "cause": decided})
