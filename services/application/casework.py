"""What every command on a case has in hand: the complaint, its rules, its panels, who may act.

Whatever has fallen due is recorded first, at its own moment, so that nobody acts on a stage that is
over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from domain.cases.choosing import choose
from domain.cases.complaint import Complaint
from domain.cases.complaint_state import KEPT_BY, REVIEWED_BY, Stage
from domain.cases.file import CaseFile, ReadsAs, file_id
from domain.cases.panel import CHALLENGED_BY, DECLARE_DAYS, SIZE, Chosen, Instance, Panel, panel_id
from domain.cases.panel_lot import PanelLot, lot_id
from domain.cases.sides import CaseId, Side, party_id
from domain.kernel.act import Act, Authority
from domain.kernel.ids import SERVICE, PersonId, RuleId
from domain.kernel.moments import days_after
from domain.kernel.refusal import BadInput, NotAllowed, NotFound
from domain.kernel.sealed import Purpose, Seal
from domain.powers import SERVICE_ITSELF, holders_of, powers_of
from domain.rules.governing import Governing
from domain.rules.values import Days
from services.application.case import SAT_ON, Case
from services.application.command import Command

PANEL_FROM, APPEAL_FROM = RuleId("complaints.panel_from"), RuleId("complaints.appeal_panel")
_FROM = {Instance.FIRST: PANEL_FROM, Instance.APPEAL: APPEAL_FROM}
_AT_APPEAL = (Stage.APPEALED, Stage.APPEAL)


class OfCase(Command):
    """A command on a complaint."""

    case: UUID


class OfSide(OfCase):
    """A command of a side, which is known by the secret of its way back in and by nothing else."""

    secret: Annotated[str, Seal(Purpose.CASE, whose="case")]


AT_RANDOM: Final = 4


class AtHand(NamedTuple):
    """A complaint with the rules that govern it."""

    case: Case
    complaint: Complaint
    rules: Governing

    @property
    def instance(self) -> Instance:
        return Instance.APPEAL if self.complaint.stage in _AT_APPEAL else Instance.FIRST

    @property
    def panel(self) -> Panel:
        """The panel that the case is before now; raises `NotFound`."""
        found = self.find_panel(self.instance)
        if found is None:
            raise NotFound("No panel has been appointed for this case.")
        return found

    def find_panel(self, instance: Instance) -> Panel | None:
        return self.case.find(Panel, panel_id(self.complaint.id, instance))

    def stamped(self, act: Act) -> Act:
        return act.within(self.complaint.id, self.complaint.edition)

    def by_power(self, rule: RuleId = KEPT_BY) -> Act:
        """The act of whoever a rule names, who is no side of the case; raises `NotAllowed`."""
        act = self.case.act_by_power(rule, governing=self.rules)
        self.must_be_no_side(rule)
        return self.stamped(act)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Every panel of this case."""
        return tuple(found for one in Instance if (found := self.find_panel(one)) is not None)

    def must_not_be_recused(self, rule: RuleId) -> None:
        """From a recusal on the case is closed to somebody, whatever else they may do."""
        if any(self.case.by.person in panel.recused for panel in self.panels):
            raise NotAllowed("You were recused: this case is closed to you.", rule=rule)

    def must_be_no_side(self, rule: RuleId) -> None:
        self.must_not_be_recused(rule)
        if self.case.by.person in (self.complaint.party(side) for side in Side):
            raise NotAllowed("You are a side of this case: others see to it.", rule=rule)

    def by_side(self, command: OfSide) -> tuple[Act, Side]:
        """The act of the side that knows the secret; it bears a name of the case alone."""
        side = self.complaint.side_of(command.secret)
        if side is None:
            raise NotAllowed(
                "This word does not open this case. Look at the letter with the reference.",
                rule=KEPT_BY,
            )
        return self.stamped(side_act(self.case, self.complaint.case, side)), side

    def by_member(self) -> Act:
        """The act of somebody about their own place on the panel."""
        barred = self.case.powerless(self.case.by.person)
        if barred is not None:
            raise NotAllowed("You are suspended, and decide nothing until then.", rule=barred)
        held = Authority(kind="post", name="a place on the panel", id=str(self.complaint.id))
        return self.stamped(self.case.act(held)).under(SIZE)

    def by_seat(self) -> Act:
        """The act of one who sits on the panel that the case is before, or was recused from it.

        Everybody else is refused alike, whether or not there is a panel: how far the case has come
        is told to nobody outside it.
        """
        act, person = self.by_member(), self.case.by.person
        panel = self.find_panel(self.instance)
        if panel is None or person not in panel.ever:
            raise NotAllowed("Only those who sit on the panel of a case do this.", rule=SIZE)
        return act

    def by_reader(self) -> Act:
        """The act of one who keeps the case, or decides on what is open in it.

        That is the refusal that is under review, or a challenge; raises `NotAllowed`.
        """
        try:
            return self.by_power()
        except NotAllowed:
            for rule in self._open_to_others():
                with suppress(NotAllowed):
                    return self.by_power(rule)
            raise

    def _open_to_others(self) -> Iterator[RuleId]:
        if self.complaint.stage is Stage.UNDER_REVIEW:
            yield REVIEWED_BY
        if any(panel.challenged for panel in self.panels):
            yield CHALLENGED_BY

    def drawn(self, count: int, *, turn: str) -> Chosen:
        """So many of those who may sit: no side, and nobody who has had to do with the case.

        Whoever decides on challenges does not sit: a challenge is decided by others than a panel.
        """
        eligible = self._holding(_FROM[self.instance]) - self._holding(CHALLENGED_BY)
        eligible -= self._touched()
        eligible = {one for one in eligible if self.case.suspension_of(one) is None}
        sat: dict[PersonId, int] = {}
        for people in self.case.told(SAT_ON, True):
            for person in people:
                sat[person] = sat.get(person, 0) + 1
        return choose(self.rules, eligible, count, self._seed(turn), sat)

    def _seed(self, turn: str) -> str:
        """What a draw is made from; of a case from before there were lots it is the id alone."""
        lot = self.case.find(PanelLot, lot_id(self.complaint.id))
        if lot is None:
            return f"{self.complaint.id},{self.instance},{turn}"
        kind = Complaint.Appealed if self.instance is Instance.APPEAL else Complaint.TakenUp
        acts = (one.event for one in self.case.acts_of(self.complaint.id))
        *_, brought_on = (one.event_id for one in acts if isinstance(one, kind))
        return lot.seed(brought_on, self.instance, turn)

    def _holding(self, rule: RuleId) -> set[PersonId]:
        """Everybody who has the power that a rule gives."""
        held = (holders_of(power, self.case) for power in powers_of(self.rules.rule(rule)))
        return {person for people in held for person in people}

    def _touched(self) -> set[PersonId]:
        sat = {person for found in self.panels for person in found.ever}
        sides = {found for side in Side if (found := self.complaint.party(side)) is not None}
        return sat | sides | self.case.actors_of(self.complaint.id)


def at_hand(case: Case, of: UUID) -> AtHand:
    """A complaint with everything on record that has fallen due."""
    found = case.load(Complaint, of)
    rules = governing(case, found.id, found.edition)
    service = by_itself(case).within(found.id, found.edition)
    found.follow(service, rules)
    for instance in Instance:
        panel = case.find(Panel, panel_id(found.id, instance))
        if panel is not None and found.is_open:
            panel.fall_late(service, rules.rule(DECLARE_DAYS))
    return AtHand(case, found, rules)


def governing(case: Case, process: UUID, edition: int) -> Governing:
    """The rules that an act in a case of that edition is judged by."""
    pinned = case.rulebook.pinned(process, edition, case.now)
    return Governing(opening=pinned, current=case.edition)


def by_itself(case: Case) -> Act:
    """What takes effect by itself at its moment, whoever happens to come first afterwards."""
    act = case.act(SERVICE_ITSELF)
    nobody = {"actor": SERVICE, "recorded_by": SERVICE, "on_behalf_of": None}
    return act.model_copy(update=nobody)


def must_be_at_random(of: UUID, rule: RuleId) -> None:
    """Refuse the id that somebody brings along for a new case, if it was not drawn at random.

    What the service makes itself has ids that follow from names (RFC 9562, version 5): whoever took
    one first would keep that from being made.
    """
    if of.version != AT_RANDOM:
        raise BadInput("The id of a case is drawn at random (UUID of version 4).", rule=rule)


def side_act(case: Case, of: CaseId, side: Side) -> Act:
    """An act of a side, under the name that it has in this case and nowhere else."""
    name = party_id(of, side)
    act = case.act(Authority(kind="rule", name=f"the {side} of the case", id=KEPT_BY))
    hidden = {"actor": name, "recorded_by": name, "on_behalf_of": None}
    return act.model_copy(update=hidden).under(KEPT_BY)


def declare_by(at: AtHand, act: Act) -> datetime:
    """By when whoever comes onto a panel now says what ties them to the case."""
    period = at.rules.value(DECLARE_DAYS, Days)
    return days_after(act.occurred_at, period.count, clear=period.clear)


def record_reading(at: AtHand, act: Act, reads_as: ReadsAs) -> None:
    """Record that somebody looked into the file."""
    at.case.load(CaseFile, file_id(at.complaint.id)).read(act, reads_as)
