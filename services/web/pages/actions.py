"""Answers who has undertaken what: open, due, overdue and done, over all bodies."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.actions.action import DONE_IN_TIME, KEPT_BY, last_moment
from domain.kernel.refusal import NotAllowed
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    GivenTo,
    MoveActionDue,
    PassActionOn,
)
from services.calendars.events import of_process
from services.reading import actions as reading
from services.reading.actions import Action, ActionLine, State
from services.web.acting import NOBODY
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import (
    CellValue,
    Empty,
    Filter,
    Link,
    NextStep,
    Option,
    Paging,
    Table,
    Tag,
    Tone,
    Weight,
)
from services.web.look.words import counted
from services.web.pages import telling
from services.web.pages.reports import bodies_with, body_asked, tried_bodies
from services.web.tables import paging, part_of, table, words
from services.web.trying import Deeds, objection
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["actions"])
TRYING: Final = "to see whether this can be done"
SOMEBODY: Final = GivenTo(name=TRYING)
NO_ACTIONS: Final = Empty("there are no actions", "what a meeting gives somebody to do comes here")
TONES: Final = {
    State.OPEN: Tone.OPEN,
    State.DUE: Tone.AHEAD,
    State.OVERDUE: Tone.LATE,
    State.DONE: Tone.DONE,
    State.DROPPED: Tone.PLAIN,
}
STATES: Final = tuple(Option(state.value, state.value) for state in State)


@router.get("/actions")
def actions(visit: Visiting) -> Response:
    """Every action."""
    body = body_asked(visit)
    state, owner = visit.asked("state"), visit.asked("owner").casefold()
    still, late, ended = reading.counted(visit.at, body)
    if state or owner:
        found = reading.actions(visit.at, body)
        chosen = [
            line
            for line in found.actions
            if (not state or line.state == state) and owner in line.owner.casefold()
        ]
        listed = listed_in(visit, chosen, len(chosen), None)
    else:
        part = part_of(visit, "actions", still + ended)
        found = reading.actions(visit.at, body, part)
        chosen, of = list(found.actions), still + ended
        turned = paging(visit, "actions", part, of)
        listed = listed_in(visit, chosen, of, turned)
    page = Page(
        "actions",
        Place.BODIES,
        found,
        {"sentence": _count(still, late, ended), "step": _list_step(visit, found.actions)},
        {"actions": listed},
        calendar=lambda: of_process(visit.at, *(line.action for line in chosen)),
    )
    return answered(visit, page)


def _count(still: int, late: int, ended: int) -> str:
    told = f"{counted(still, 'action').capitalize()} open"
    return f"{told}, {late or 'none'} overdue; {ended} ended."


def listed_in(visit: Visit, found: list[ActionLine], all_told: int, turned: Paging | None) -> Table:
    """Actions of so many, a line for each, filtered by the address."""
    columns = (
        words("Action", "text"),
        words("Who", "owner"),
        words("Stands", "state"),
        words("Due", "due"),
        words("Body", "body"),
        words("What came of it"),
    )
    filters = (
        Filter("state", "Stands", STATES, visit.asked("state")),
        Filter("body", "Body", bodies_with(visit), visit.asked("body")),
        Filter("owner", "Who", chosen=visit.asked("owner")),
    )
    caption = counted(all_told, "action").capitalize()
    rows = [_row(visit, line) for line in found]
    shown = Table(caption, columns, rows, NO_ACTIONS, filters=filters, paging=turned)
    return table(visit, "actions", shown)


def _row(visit: Visit, line: ActionLine) -> tuple[CellValue, ...]:
    return (
        Link(line.text, visit.link(f"/actions/{line.action}")),
        owner_of(visit, line),
        tag_of(line),
        line.due,
        Link(line.body_name, visit.link(f"/bodies/{line.body_slug}")),
        line.came_of_it,
    )


def owner_of(visit: Visit, line: ActionLine) -> Link | str:
    """Who has it, leading to their page if there is one."""
    if line.owner_person is not None:
        return Link(line.owner, visit.link(f"/people/{line.owner_person}"))
    if line.owner_body is not None:
        return Link(line.owner, visit.link(f"/bodies/{line.owner_body}"))
    return line.owner


def tag_of(line: ActionLine) -> Tag:
    return Tag(line.state.value, TONES[line.state])


def _list_step(visit: Visit, found: tuple[ActionLine, ...]) -> NextStep:
    law = Law(visit)
    deeds = Deeds(visit, law)
    for slug in tried_bodies(visit, [line.body_slug for line in found]):
        probe = GiveAction(text=TRYING, owner=SOMEBODY, body=slug)
        if objection(visit, probe) is None:
            deeds.offer("Give somebody an action", f"/do/give_action?body={slug}", probe)
            break
    else:
        refusal = NotAllowed("You keep the actions of no body here.", rule=KEPT_BY)
        refusal = refusal if visit.acting else NotAllowed(NOBODY)
        deeds.refuse("Give somebody an action", refusal, GiveAction.verb())
    what = "Owners are reminded by themselves, and what is not done in time is shown as overdue"
    return deeds.on(NextStep(what, clause=law.clause(DONE_IN_TIME), who_moves=law.who(KEPT_BY)))


@router.get("/actions/{action}")
def action(action: UUID, visit: Visiting) -> Response:
    """One action."""
    found = reading.action(visit.at, action)
    line = found.action
    page = Page(
        "action",
        Place.BODIES,
        found,
        {
            "it": line,
            "state": tag_of(line),
            "sentence": _sentence(line),
            "step": _step(visit, found),
            "owner": owner_of(visit, line),
            "given_by": None
            if line.meeting is None
            else telling.decision_link(visit, line.meeting, line.decision),
            "before": _before(visit, line),
            "history": telling.history(visit, action),
        },
        {"later": _later(visit, found)},
        calendar=lambda: of_process(visit.at, action),
        about=action,
    )
    return answered(visit, page)


def _sentence(line: ActionLine) -> str:
    if line.state is State.DONE:
        return f"Done by {line.owner}: {line.came_of_it}"
    if line.state is State.DROPPED:
        return f"Dropped: {line.came_of_it}"
    if line.due is None:
        return f"{line.owner} has it; no day was set."
    if line.state is State.OVERDUE:
        return f"{line.owner} was to have done it by {line.due:%-d %B %Y}."
    return f"{line.owner} is to do it by {line.due:%-d %B %Y}."


def _before(visit: Visit, line: ActionLine) -> Link | None:
    if line.after_action is None:
        return None
    return Link(line.after_text or "another action", visit.link(f"/actions/{line.after_action}"))


def _later(visit: Visit, found: Action) -> Table:
    rows = [_row(visit, line) for line in found.later]
    columns = (
        words("What comes after it"),
        words("Who"),
        words("Stands"),
        words("Due"),
        words("Body"),
        words("What came of it"),
    )
    return table(visit, "later", Table("After it", columns, rows, NO_ACTIONS))


def _step(visit: Visit, found: Action) -> NextStep:
    line, law = found.action, Law(visit)
    if not line.is_open:
        return NextStep("Nothing more: it has ended")
    deeds, of, action = Deeds(visit, law), f"?action={line.action}", line.action
    if not visit.past:
        finish = FinishAction(action=action, how=TRYING)
        deeds.offer("It is done", f"/do/finish_action{of}", finish, Weight.FIRST)
        pass_on = PassActionOn(action=action, owner=SOMEBODY, reason=TRYING)
        deeds.offer("Pass it on", f"/do/pass_action_on{of}", pass_on)
        later = visit.moment.date().replace(year=visit.moment.year + 1, day=1)
        move = MoveActionDue(action=action, due=later, reason=TRYING)
        deeds.offer("Set another day", f"/do/move_action_due{of}", move)
        drop = DropAction(action=action, reason=TRYING)
        deeds.offer("Drop it", f"/do/drop_action{of}", drop)
    late = line.state is State.OVERDUE
    at = None if line.due is None else last_moment(line.due)
    clause, who = law.clause(KEPT_BY), law.who(KEPT_BY)
    return deeds.on(
        NextStep("Somebody says that it is done", at=at, clause=clause, who_moves=who, late=late)
    )
