"""What is still to be done when its ground is gone: whoever had it, or the decision that gave it.

An action whose decision is annulled or replaced is dropped with it, one that was done stays done.
What somebody who died or left had to do is nobody's until it is passed on, so that it is asked for.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from domain.actions.action import Action, Owner, Status
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.meetings.decisions import Settled
from services.application.case import Case
from services.application.dissolving import NOBODY
from services.store.scanned import Scan


def _stream(act: Any) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


def _given_to(act: Any) -> PersonId | None:
    """Who got it, by the act that gave it or passed it on."""
    event = act.event
    owner: Owner = event.task.owner if isinstance(event, Action.Given) else event.owner
    return owner.person


_GIVEN_BY: Final = Scan(
    (Action.Given.TOPIC,),
    lambda act: (act.event.task.meeting, act.event.task.decision),
    _stream,
)
_GIVEN_TO: Final = Scan((Action.Given.TOPIC, Action.PassedOn.TOPIC), _given_to, _stream)


def drop_with_decision(case: Case, gone: DecidedAt, settled: Settled, act: Act) -> None:
    """Drop what a decision gave somebody to do, once it is annulled or replaced."""
    if settled.holds:
        return
    for stream in case.every(_GIVEN_BY, (gone.meeting, gone.number)):
        action = case.load(Action, stream)
        if action.status is Status.OPEN:
            reason = f"The decision that gave it was {settled} by {act.authority.name}."
            action.drop(act.no_earlier(action.modified_on), reason)


def leave_to_nobody(case: Case, person: PersonId, why: str, act: Act) -> None:
    """Leave what somebody who has gone had to do to nobody, until it is passed on."""
    for stream in dict.fromkeys(case.every(_GIVEN_TO, person)):
        action = case.load(Action, stream)
        if action.status is Status.OPEN and action.owner.person == person:
            reason = f"{why} Nobody has it until it is passed on."
            action.pass_on(act.no_earlier(action.modified_on), Owner(name=NOBODY), reason)
