"""Shows officers their access to the list of a group, and those who keep accesses all of them.

The list itself stands on no page that an address opens: a button does, and each look is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from domain.bodies.body import Body
from domain.data_access.agreement import AGREEMENT_ID, DataAgreement
from domain.data_access.grant import DataGrant, State
from domain.data_access.grant_acts import Scope
from domain.data_access.looked import ListLooks, looks_id
from domain.data_access.rules import DECIDED_DAYS, GRANTED_DAYS, HELD_BY, KEPT_BY
from domain.kernel.ids import CommandId
from services.application.data_access import (
    AskDataAccess,
    GrantDataAccess,
    IssueAgreement,
    OfAccess,
    ReadMemberList,
    RecordTraining,
    RefuseDataAccess,
    RenewDataAccess,
    SignAgreement,
    WidenDataAccess,
    WithdrawDataAccess,
)
from services.application.granted import GrantAtHand
from services.reading.member_lists import member_list
from services.web.acting import must_act
from services.web.deeds.asking import NO_STORE
from services.web.deeds.on_data_access import DESK, SCOPES
from services.web.granted_seen import all_seen, seen
from services.web.lawbook import Law
from services.web.look.parts import Link, NextStep, Weight
from services.web.trying import ANYBODY, Attempt, Deeds, objection
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["people"], include_in_schema=False)
TRYING: Final = "to see whether this can be done"
STATES: Final = {
    State.ASKED: "It was asked for, and waits to be decided.",
    State.GRANTED: "It was granted.",
    State.OVER: "It is over, and opens nothing.",
}


class Row(NamedTuple):
    """One access on the desk."""

    who: Link
    group: str
    found: DataGrant


@router.get(DESK)
def desk(visit: Visiting) -> Response:
    """Whatever is open to the visitor: what still runs stands first."""
    must_act(visit.request)
    rows = sorted((_row(visit, at) for at in all_seen(visit)), key=lambda one: one.found.is_over)
    agreement = visit.log.find(DataAgreement, AGREEMENT_ID)
    words = {
        "rows": rows,
        "states": STATES,
        "agreement": agreement,
        "step": _at_desk(visit, agreement),
        "recorded": bool(visit.asked("recorded")),
    }
    return _page(visit, "data_accesses", words)


@router.get(f"{DESK}/{{access}}")
def access(access: UUID, visit: Visiting) -> Response:
    """One access, without the list."""
    return _shown(visit, seen(visit, access), opened=False)


@router.post(f"{DESK}/{{access}}/list")
def listed(access: UUID, visit: Visiting) -> Response:
    """The list of the group, for whoever has the access; looking at it is recorded."""
    acting = must_act(visit.request)
    seen(visit, access)
    read = ReadMemberList(access=access)
    visit.site.office.desk.perform(read, acting.asker, CommandId(uuid4()))
    return _shown(visit, seen(visit, access), opened=True)


def _shown(visit: Visit, at: GrantAtHand, *, opened: bool) -> Response:
    found = at.grant
    row = _row(visit, at)
    looks = visit.site.office.store.load(ListLooks, looks_id(found.id)).looks
    words = {
        "row": row,
        "sentence": STATES[found.state],
        "wanted": SCOPES[found.asked_scope],
        "scope": None if found.scope is None else SCOPES[found.scope],
        "step": _next_step(visit, at),
        "readable": objection(visit, ReadMemberList(access=found.id)) is None,
        "opened": opened,
        "contacts": found.scope is Scope.CONTACTS,
        "members": member_list(visit.at, found.body, found.scope) if opened and found.scope else (),
        "looks": looks,
        "recorded": bool(visit.asked("recorded")),
    }
    return _page(visit, "data_access", words)


def _row(visit: Visit, at: GrantAtHand) -> Row:
    found = at.grant
    name = visit.names(found.person)[found.person]
    return Row(Link(name, f"{DESK}/{found.id}"), at.case.load(Body, found.body).name, found)


def _at_desk(visit: Visit, agreement: DataAgreement | None) -> NextStep:
    """What an officer does to be given a list, and what those who keep accesses do before."""
    deeds, law = Deeds(visit, Law(visit)), Law(visit)
    issue = IssueAgreement(text=TRYING)
    deeds.offer("Issue the agreement", f"/do/{issue.verb()}", issue)
    today = visit.moment.date()
    trained = RecordTraining(person=ANYBODY, day=today, course=TRYING)
    deeds.offer("Record that somebody was trained", f"/do/{trained.verb()}", trained)
    person = must_act(visit.request).person
    for body in Attempt(visit, must_act(visit.request).asker).bodies_of(person):
        if not body.posts_of(person):
            continue
        if agreement is not None:
            sign = SignAgreement(body=body.slug, number=agreement.number)
            href = f"/do/{sign.verb()}?body={body.slug}&number={agreement.number}"
            deeds.offer(f"Sign the agreement for {body.name}", href, sign)
        ask = AskDataAccess(body=body.slug, scope=Scope.NAMES, aim=TRYING)
        label = f"Ask to see the members of {body.name}"
        deeds.offer(label, f"/do/{ask.verb()}?body={body.slug}", ask, Weight.FIRST)
    what = "An officer who was trained and has signed asks for the list of the group"
    return deeds.on(NextStep(what, None, law.clause(HELD_BY), law.who(KEPT_BY)))


def _next_step(visit: Visit, at: GrantAtHand) -> NextStep:
    """What happens next, with what the visitor may do about it."""
    deeds, law, found = Deeds(visit, Law(visit)), Law(visit), at.grant
    for label, verb, says, weight in _offers(visit, found):
        command = verb.model_validate({"access": found.id, **says})
        deeds.offer(label, f"/do/{command.verb()}?access={found.id}", command, weight)
    keepers = law.who(KEPT_BY)
    if found.state is State.ASKED:
        due = NextStep(
            "It is decided", found.due, law.clause(DECIDED_DAYS), keepers, late=found.overdue
        )
        return deeds.on(due)
    if found.state is State.GRANTED:
        what = "It ends, unless it is renewed before"
        return deeds.on(NextStep(what, found.until, law.clause(GRANTED_DAYS), keepers))
    return deeds.on(NextStep("Nothing more: it is over"))


_Offer = tuple[str, type[OfAccess], dict[str, Any], Weight]


def _offers(visit: Visit, found: DataGrant) -> Iterator[_Offer]:
    """What can be done about an access as it stands."""
    if found.state is State.ASKED:
        until = visit.moment + timedelta(days=1)
        yield "Let them see the list", GrantDataAccess, {"until": until}, Weight.FIRST
        yield "Refuse it", RefuseDataAccess, {"reasons": TRYING}, Weight.GRAVE
    if found.state is State.GRANTED and found.until is not None:
        yield "Let them see how members are reached", WidenDataAccess, {}, Weight.OTHER
        longer = {"until": found.until + timedelta(days=1)}
        yield "Let it last longer", RenewDataAccess, longer, Weight.OTHER
        yield "Take it from them", WithdrawDataAccess, {"reasons": TRYING}, Weight.GRAVE


def _page(visit: Visit, template: str, words: dict[str, Any]) -> Response:
    found = visit.site.templates.get_template(f"pages/{template}.html")
    shown = found.render({"page": visit.frame(None), "now": visit.moment, "no_past": True, **words})
    return HTMLResponse(shown, headers=NO_STORE)
