"""Answers what happens next in a forming of groups, and what you may do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from domain.elections.lot import LotSource
from domain.formation.orders import FORMED_BY, PREFERENCE_DAYS, RATIFIED_BY
from domain.kernel.ids import PersonId
from domain.meetings.saying import CHANGES, GIVES_PLACES
from services.application.beginnings import ConveneFirstMeeting, NameConvenor
from services.application.formations import (
    DrawPlaces,
    GiveUpFormation,
    PreferGroups,
    RatifyPlaces,
    RefusePlaces,
)
from services.reading.formations import Formation
from services.reading.processes import process
from services.web.deeds.decided import newest_decision
from services.web.lawbook import Law
from services.web.look.parts import NextStep, Weight
from services.web.pages import telling
from services.web.trying import Deeds
from services.web.visit import Visit

TRYING: Final = "to see whether this can be done"


def rule_of(parent: str, name: str) -> str:
    """The parent's own rule on forming its groups."""
    return f"{parent}.subgroups.{name}"


def next_step(visit: Visit, law: Law, found: Formation) -> NextStep:
    """What comes next, by which rule, and who can move it."""
    line, deeds = found.formation, Deeds(visit, law)
    _offer(visit, deeds, found)
    stages = process(visit.at, line.formation)
    if line.state == "closed":
        rule = law.clause(rule_of(line.parent_slug, PREFERENCE_DAYS))
        return deeds.on(
            NextStep(
                f"Somebody records the value that places are drawn from: {line.lot_source}",
                at=line.lot_known_from,
                clause=rule,
            )
        )
    power = RATIFIED_BY if line.state in ("given", "impossible") else FORMED_BY
    step = telling.next_step(stages, law, deeds)
    who = law.who(rule_of(line.parent_slug, power)) if line.state != "open" else ""
    return replace(step, who_moves=who) if who else step


def _offer(visit: Visit, deeds: Deeds, found: Formation) -> None:
    line = found.formation
    it, at = line.formation, f"formation={line.formation}"
    if line.state in ("complete", "given up") or visit.past:
        return
    if line.state == "open":
        ranking = (found.groups[0].slug,)
        prefer = PreferGroups(formation=it, ranking=ranking)
        label = "Change what you wish for" if found.own else "Say which groups you wish for"
        deeds.offer(label, f"/do/prefer_groups?{at}", prefer, Weight.FIRST)
    if line.state == "closed":
        draw = DrawPlaces(formation=it, value=TRYING)
        deeds.offer("Record the value", f"/do/draw_places?{at}", draw, Weight.FIRST)
    if line.state == "ratified":
        _offer_beginnings(visit, deeds, found)
        return
    _offer_decisions(visit, deeds, found)


def _offer_decisions(visit: Visit, deeds: Deeds, found: Formation) -> None:
    """What carries a decision out: tried with the newest that the body has taken."""
    line = found.formation
    decision = newest_decision(visit, line.parent_slug, kinds=CHANGES)
    if decision is None:
        return
    meeting, number = decision
    at, now = f"formation={line.formation}", visit.log.now()
    which: dict[str, Any] = {
        "formation": line.formation,
        "meeting": meeting,
        "decision": number,
    }
    if line.state in ("given", "impossible"):
        ratify = RatifyPlaces(**which)
        deeds.offer("Ratify who sits where", f"/do/ratify_places?{at}", ratify, Weight.FIRST)
        lot = LotSource(source=TRYING, known_from=now + timedelta(days=400))
        closes = now + timedelta(days=399)
        refuse = RefusePlaces(**which, reason=TRYING, closes=closes, lot=lot)
        deeds.offer("Record that it was not ratified", f"/do/refuse_places?{at}", refuse)
    give_up = GiveUpFormation(**which, reason=TRYING)
    deeds.offer("Give it up", f"/do/give_up_formation?{at}", give_up, Weight.GRAVE)


def _offer_beginnings(visit: Visit, deeds: Deeds, found: Formation) -> None:
    line, at = found.formation, f"formation={found.formation.formation}"
    decision = newest_decision(visit, line.parent_slug, kinds=GIVES_PLACES)
    waiting = next((one for one in found.groups if not one.convenors and one.sits), None)
    if decision is not None and waiting is not None:
        somebody = next(one.person for one in found.places if one.slug == waiting.slug)
        name = NameConvenor(
            formation=line.formation,
            group=waiting.slug,
            person=PersonId(somebody),
            meeting=decision[0],
            decision=decision[1],
        )
        deeds.offer("Name a convenor", f"/do/name_convenor?{at}", name)
    unmet = next((one for one in found.groups if one.meeting is None), None)
    if unmet is not None:
        starts = visit.log.now() + timedelta(days=30)
        call = ConveneFirstMeeting(
            formation=line.formation, group=unmet.slug, starts=starts, place=TRYING
        )
        deeds.offer("Call a first meeting", f"/do/convene_first_meeting?{at}", call)
