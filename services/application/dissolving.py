"""What ends with a body: the meetings ahead of it, what it offered, and what it had to do.

A body ends by one act, and everything that would wait for it from then on ends in the same commit,
with the reason.  What was decided stays, and so does what is owed of it: reports on meetings that
were held are drafted and published as before.  A decision in writing to which the members could
still reply lapses, for nobody has a vote on it any more.
"""

from __future__ import annotations

from typing import Any, Final

from domain.actions.action import Action, Owner, Status
from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.elections.election import Election
from domain.formation.formation import Formation
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, RuleId
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.rules.values import Choice
from services.application.case import Case
from services.application.hall import hall
from services.application.owing import owe_reports
from services.application.vacated import IN_THE_BODY, overtake
from services.application.years import watched
from services.store.scanned import Scan

AFTER_DISSOLUTION = RuleId("actions.after_dissolution")
TO_PARENT: Final = "parent"
"""By that rule, what a body had to do passes to its parent; by any other value, to nobody."""
NOBODY: Final = "nobody"

_CO_OPTED_BY = Scan(
    (CoOption.Proposed.TOPIC,), lambda act: act.event.body, lambda act: act.event.originator_id
)
_FORMED_BY = Scan(
    (Formation.Opened.TOPIC,), lambda act: act.event.parent, lambda act: act.event.originator_id
)
_PUT_TO = Scan(
    (Resolution.Put.TOPIC,), lambda act: act.event.put.body, lambda act: act.event.originator_id
)
_CALLED_FOR = Scan(
    (Election.Called.TOPIC,), lambda act: act.event.body, lambda act: act.event.originator_id
)
_OWNED = Scan(
    (Action.Given.TOPIC, Action.PassedOn.TOPIC),
    lambda act: _owner(act.event).body,
    lambda act: act.event.originator_id,
)
"""What a body, or whoever held a post of it, ever had to do."""


def _owner(event: Any) -> Owner:
    owner: Owner = event.task.owner if isinstance(event, Action.Given) else event.owner
    return owner


def end_what_it_had(case: Case, body: Body, act: Act, into: BodyId | None) -> None:
    """End, with a body that has been dissolved, whatever would wait for it; `act` follows that."""
    reason = f"{body.name} was dissolved." if into is None else f"{body.name} was merged."
    for meeting in case.called_of(body.id):
        _end_meeting(case, case.load(Meeting, meeting), act, reason)
    for cooption in case.every(_CO_OPTED_BY, body.id):
        found = case.load(CoOption, cooption)
        if not found.state.is_over:
            found.end_with_its_body(act.no_earlier(found.modified_on).noting(reason))
    for formation in case.every(_FORMED_BY, body.id):
        forming = case.load(Formation, formation)
        if not forming.is_over and forming.places is None:
            forming.give_up(act.no_earlier(forming.modified_on), reason)
    for resolution in case.every(_PUT_TO, body.id):
        put = case.load(Resolution, resolution)
        if act.occurred_at < put.put.closes:
            put.lapse(act.no_earlier(put.modified_on), reason)
    for called in case.every(_CALLED_FOR, body.id):
        election = case.load(Election, called)
        if election.next_due is not None:
            election.call_off(act.no_earlier(election.modified_on), reason)
    overtake(case, case.every(IN_THE_BODY, body.id), reason, act)
    year = watched(case, body.id)
    if year is not None and not year.ended:
        year.keep_elsewhere(act.no_earlier(year.modified_on), reason)
    _pass_on(case, body, act, into)


def _end_meeting(case: Case, meeting: Meeting, act: Act, reason: str) -> None:
    """One that is ahead is called off, one that runs ends as it stands."""
    if meeting.cancelled or meeting.closed:
        return
    if not meeting.opened:
        meeting.cancel(act.no_earlier(meeting.modified_on), reason)
        return
    ended = act.no_earlier(meeting.modified_on)
    meeting.close_with_its_body(ended.noting(reason))
    owe_reports(hall(case, meeting.id), ended)


def _pass_on(case: Case, body: Body, act: Act, into: BodyId | None) -> None:
    """What the body, or whoever held a post of it, had to do goes to another body or to nobody."""
    heir, rule = _heir(case, body, into)
    for action in dict.fromkeys(case.every(_OWNED, body.slug)):
        found = case.load(Action, action)
        if found.status is Status.OPEN and found.owner.body == body.slug:
            passing = (
                act.no_earlier(found.modified_on)
                if rule is None
                else act.no_earlier(found.modified_on).under(rule)
            )
            left = "nobody has it until it is passed on" if heir is None else f"{heir.name} has it"
            owner = Owner(name=NOBODY if heir is None else heir.name, body=heir and heir.slug)
            found.pass_on(passing, owner, f"{body.name} is no more: {left} now.")


def _heir(case: Case, body: Body, into: BodyId | None) -> tuple[Body | None, RuleId | None]:
    """Who has what the body had to do, and by which rule."""
    if into is not None:
        return case.load(Body, into), None
    if not case.edition.has(AFTER_DISSOLUTION):
        return None, None
    to_parent = case.edition.value(AFTER_DISSOLUTION, Choice).choice == TO_PARENT
    parent = case.parent_of(body) if to_parent else None
    living = parent if parent is not None and not parent.dissolved else None
    return living, AFTER_DISSOLUTION
