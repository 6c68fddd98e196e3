"""What groups mandate their delegates to do, item by item, before a conference."""

from __future__ import annotations

from domain.bodies.body import Body, body_id
from domain.kernel.ids import BodyId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sane import Line
from domain.meetings.decisions import Answer
from domain.meetings.mandating import (
    MANDATED,
    DelegateMandate,
    mandate_id,
    must_be_mandated,
)
from services.application.bodies import speaker_for
from services.application.case import Case
from services.application.command import VERBS
from services.application.hall import hall
from services.application.meetings import OfMeeting


class MandateDelegates(OfMeeting):
    """Mandate the delegates of a group on an item; without an answer they are free.

    `words` is what the group decided.
    """

    group: Line
    item: int
    answer: Answer | None = None
    words: Line


@VERBS.handles(MandateDelegates)
def mandate_delegates(case: Case, command: MandateDelegates) -> None:
    it, group = hall(case, command.meeting), case.load(Body, body_id(command.group))
    it.body.must_live()
    group.must_live()
    it.meeting.must_not_be_over()
    must_be_mandated(case.edition, opened=it.meeting.opened)
    act = case.act(speaker_for(case, group))
    if not case.kind_of(group).recognised:
        raise NotAllowed(
            f"{group.name} is no group of members, so it sends no delegates.", rule=MANDATED
        )
    item = it.meeting.agenda.item(command.item).number
    held = case.find(DelegateMandate, mandate_id(it.meeting.id, group.id, item))
    if held is not None:
        held.change(act, command.answer, command.words)
        return
    told = (BodyId(group.id), group.slug, group.name)
    meeting = it.meeting.id
    case.add(DelegateMandate.give(act, meeting, told, item, command.answer, command.words))
