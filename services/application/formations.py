"""Groups formed by preference: announced, asked for, places given, ratified, and established.

The parent decides at a meeting; whoever keeps that meeting's record carries it out, by the
authority of the decision.  With the ratification the groups are established and everybody gets
their place, in one commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate
from domain.bodies.mandate import Mandate, Origin
from domain.decisions.decided import DecidedAt
from domain.elections.lot import LotSource
from domain.formation.formation import Formation
from domain.formation.groups import Change, Duty, Group, Place, in_group
from domain.formation.opening import plan_by
from domain.formation.orders import (
    FORMED_BY,
    RATIFIED_BY,
    Forming,
    forming_rule,
)
from domain.kernel.act import Act, Authority
from domain.kernel.ids import SERVICE, BodyId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sane import Line
from domain.meetings import saying
from domain.meetings.saying import CHANGES, FOUNDS, Deed
from domain.powers import SERVICE_ITSELF, About, must_not_be_powerless
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.deciding import After, body_that_decided, by_decision
from services.application.giving import must_form_once
from services.application.hall import governing
from services.application.lives import must_be_free
from services.application.mandates import begin, mandate_id, seat_ex_officio
from services.application.registers import by_keeper
from services.application.years import orders_now, watch_quarters

FORMED: Final = Deed(FOUNDS, "formed")
RATIFIED: Final = Deed(saying.RATIFIES, "ratified")
REFUSED: Final = Deed(CHANGES, "refused")
GIVEN_UP: Final = Deed(CHANGES, "given up")


class Decided(Command):
    """Something that a body decided: which meeting, and the decision's number in it.

    What was decided in writing names the written resolution, and the number 1.
    """

    meeting: UUID
    decision: int

    @property
    def decided(self) -> DecidedAt:
        return DecidedAt(meeting=self.meeting, number=self.decision)


class OpenFormation(Decided):
    """Announce the groups that a body decided to form out of its members."""

    groups: tuple[Group, ...]
    closes: AwareDatetime
    lot: LotSource


class PreferGroups(Command):
    """Say which groups you wish to sit in, the one that you wish for most first."""

    formation: UUID
    ranking: tuple[Line, ...]


class ClosePreferences(Command):
    """Record that no more preferences are taken."""

    formation: UUID


class DrawPlaces(Command):
    """Record the public value from which places are drawn where several ways are equally good."""

    formation: UUID
    value: Line


class AllocatePlaces(Command):
    """Give places by preference."""

    formation: UUID


class RatifyPlaces(Decided):
    """Carry out that a body ratified who sits in which group, with what it changed."""

    formation: UUID
    changes: tuple[Change, ...] = ()


class RefusePlaces(Decided):
    """Carry out that a body did not ratify: preferences are taken again until another moment."""

    formation: UUID
    reason: Line
    closes: AwareDatetime
    lot: LotSource


class GiveUpFormation(Decided):
    """Carry out that a body decided to form no groups after all."""

    formation: UUID
    reason: Line


class MissFormationDeadline(Command):
    """Record that something that the forming of groups waits for had not been done."""

    formation: UUID
    duty: Duty


class Forge(NamedTuple):
    """A formation, the body out of whose members the groups are formed, and their rules."""

    case: Case
    formation: Formation
    parent: Body
    rules: Forming

    def by_decision(self, decided: Decided, name: str, deed: Deed, after: After) -> Act:
        """The act by which a decision of the parent on this formation is carried out."""
        return _by_decision(self.case, decided.decided, self.parent, (name, deed), after)

    @property
    def opened(self) -> After:
        """What a decision on it comes after: preferences were called for."""
        return After(self.formation.id, "preferences for these groups were called for")

    @property
    def allocated(self) -> After:
        """What a decision on its places, or for its groups, comes after."""
        what = "the places in these groups were worked out"
        return After(self.formation.id, what, (Formation.Allocated, Formation.NotAllocated))

    def electorate(self, moment: datetime | None = None) -> Electorate:
        """Those who have a vote in the parent then, or now."""
        return self.case.electorate(self.parent, moment)

    @property
    def stamped(self) -> tuple[UUID, int]:
        """What marks an act elsewhere as part of this formation."""
        return self.formation.id, self.formation.edition


def forge(case: Case, formation: UUID) -> Forge:
    """The formation of that id, brought up to the moment: its close is not overlooked."""
    found = case.load(Formation, formation)
    parent = case.load(Body, found.parent)
    rules = Forming(parent.slug, governing(case, found.id, found.edition))
    it = Forge(case, found, parent, rules)
    if not (found.is_over or found.closed) and case.now >= found.plan.closes:
        by_itself = case.act(SERVICE_ITSELF).model_copy(update={"actor": SERVICE})
        found.close(by_itself, case.electorate(parent, found.plan.closes), rules)
    return it


def _by_decision(
    case: Case,
    decided: DecidedAt,
    parent: Body,
    done: tuple[str, Deed],
    after: After | None = None,
) -> Act:
    name, deed = done
    rule = forming_rule(case.edition, parent.slug, name)
    if body_that_decided(case, decided.meeting).id != parent.id:
        raise NotAllowed(f"That is no decision of {parent.name}.", rule=rule)
    about = About(body=parent.slug, above=parent.slug)
    return by_decision(case, decided, rule, about, deed, after)


@VERBS.handles(OpenFormation)
def open_formation(case: Case, command: OpenFormation) -> None:
    parent = body_that_decided(case, command.meeting)
    act = _by_decision(case, command.decided, parent, (FORMED_BY, FORMED))
    must_form_once(case, act, forming_rule(case.edition, parent.slug, FORMED_BY))
    for group in command.groups:
        must_be_free(case, group.slug)
    edition = Governing(opening=case.edition, current=case.edition)
    rules = Forming(parent.slug, edition)
    plan = plan_by(rules, command.closes, command.lot)
    stream = case.id_for("formation")
    case.add(Formation.open(stream, act, parent, command.groups, plan, rules))


@VERBS.handles(PreferGroups)
def prefer_groups(case: Case, command: PreferGroups) -> None:
    it = forge(case, command.formation)
    must_not_be_powerless(case.by.person, case)
    has_vote = case.by.person in it.electorate()
    seat = it.parent.seat_of(case.by.person) if has_vote else None
    name = f"a voting seat in {it.parent.name}"
    act = case.act(Authority(kind="membership", name=name, id=str(it.parent.id)))
    it.formation.prefer(act, seat, command.ranking, it.rules)


@VERBS.handles(ClosePreferences)
def close_preferences(case: Case, command: ClosePreferences) -> None:
    act = case.act_by_service()
    it = forge(case, command.formation)
    it.formation.close(act, it.electorate(it.formation.plan.closes), it.rules)


@VERBS.handles(DrawPlaces)
def draw_places(case: Case, command: DrawPlaces) -> None:
    act = by_keeper(case)
    forge(case, command.formation).formation.record_value(act, command.value)


@VERBS.handles(AllocatePlaces)
def allocate_places(case: Case, command: AllocatePlaces) -> None:
    act = case.act_by_service()
    it = forge(case, command.formation)
    it.formation.allocate(act, it.rules)


@VERBS.handles(RatifyPlaces)
def ratify_places(case: Case, command: RatifyPlaces) -> None:
    it = forge(case, command.formation)
    act = it.by_decision(command, RATIFIED_BY, RATIFIED, it.allocated)
    names = {one.person: one.name for one in it.parent.seats if one.person in it.electorate()}
    places = it.formation.ratify(act, command.changes, names, it.rules)
    following = act.within(*it.stamped).caused_by(it.formation.newest_act)
    for group in it.formation.groups:
        _establish(it, group, in_group(places, group.slug), following)


def _establish(it: Forge, group: Group, places: tuple[Place, ...], act: Act) -> None:
    """Establish a group, and give everybody their place in it; then those who sit by a post."""
    must_be_free(it.case, group.slug, it.formation.id)
    body = it.case.add(
        Body.establish(
            act,
            slug=group.slug,
            name=group.name,
            kind=group.kind,
            parent=BodyId(it.parent.id),
            remit=group.remit,
        )
    )
    following = act.caused_by(body.newest_act)
    for place in places:
        begin(it.case, body, _seat(it, body, place, following), following)
    seat_ex_officio(it.case, body, following)
    watch_quarters(it.case, body, orders_now(it.case, body), following)


def _seat(it: Forge, body: Body, place: Place, act: Act) -> Mandate:
    return Mandate(
        id=mandate_id(act, body, place.person, None),
        person=place.person,
        name=place.name,
        how=f"by preference, as {it.parent.name} ratified",
        origin=Origin.PREFERENCE,
        by=it.parent.name,
    )


@VERBS.handles(RefusePlaces)
def refuse_places(case: Case, command: RefusePlaces) -> None:
    it = forge(case, command.formation)
    act = it.by_decision(command, RATIFIED_BY, REFUSED, it.allocated)
    plan = plan_by(it.rules, command.closes, command.lot)
    it.formation.refuse(act, command.reason, plan, it.rules)


@VERBS.handles(GiveUpFormation)
def give_up_formation(case: Case, command: GiveUpFormation) -> None:
    it = forge(case, command.formation)
    act = it.by_decision(command, FORMED_BY, GIVEN_UP, it.opened)
    it.formation.give_up(act, command.reason)


@VERBS.handles(MissFormationDeadline)
def miss_formation_deadline(case: Case, command: MissFormationDeadline) -> None:
    act = case.act_by_service()
    forge(case, command.formation).formation.miss(act, command.duty)
