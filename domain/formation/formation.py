"""The forming of a body's groups, from their announcement to the first meeting of each.

What may happen at each stage is decided in `taking` and `ratified`, what is best for all in
`allocation`; here stands how a formation begins, and what each act leaves behind.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.bodies.body import Body
from domain.formation.allocation import Allocation
from domain.formation.formation_acts import FormationActs
from domain.formation.groups import Change, Due, Duty, Group, Place, Plan, Preference, Terms
from domain.formation.opening import planned, terms_by, with_numbers_kept
from domain.formation.orders import Forming
from domain.formation.ratified import Ratifying
from domain.formation.taking import Taking
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId, StreamId


class Formation(Aggregate, Taking, Ratifying, FormationActs):
    """One formation, from the decision to form groups to the first meeting of each."""

    TOPIC = "formation"

    class Created(Aggregate.Created):
        """Never recorded: a formation begins by being opened."""

        TOPIC = "formation.created.v1"

    class Opened(Aggregate.Created):
        """A body decided to form groups of its members, who may say which they wish for."""

        TOPIC = "formation.opened.v1"
        parent: BodyId
        parent_name: str
        groups: tuple[Group, ...]
        terms: Terms
        plan: Plan
        edition: int

    def __init__(
        self,
        parent: BodyId,
        parent_name: str,
        groups: tuple[Group, ...],
        terms: Terms,
        plan: Plan,
        edition: int,
    ) -> None:
        self.parent = parent
        self.parent_name = parent_name
        self.groups = groups
        self.terms = terms
        self.plan = plan
        self.edition = edition
        self.preferences: dict[PersonId, Preference] = {}
        self.counted: tuple[PersonId, ...] | None = None
        self.seed: str | None = None
        self.allocation: Allocation | None = None
        self.impossible: str | None = None
        self.places: tuple[Place, ...] | None = None
        self.first_meetings: Due | None = None
        self.convenors: dict[str, tuple[PersonId, ...]] = {}
        self.meetings: dict[str, UUID] = {}
        self.missed: tuple[Duty, ...] = ()
        self.completed = self.given_up = False

    @classmethod
    def open(
        cls,
        formation: StreamId,
        act: Act,
        parent: Body,
        groups: tuple[Group, ...],
        plan: Plan,
        rules: Forming,
    ) -> Formation:
        """Announce the groups; that the parent decided it has been judged by whoever asks."""
        act = with_numbers_kept(act, groups, rules)
        act = planned(act, plan, rules)
        edition = rules.rules.opening.number
        return cls._begin(
            cls.Opened,
            formation,
            act.within(formation, edition),
            parent=BodyId(parent.id),
            parent_name=parent.name,
            groups=groups,
            terms=terms_by(rules),
            plan=plan,
            edition=edition,
        )

    @event(FormationActs.Preferred)
    def _preferred(self, act: Act, preference: Preference) -> None:
        self.preferences[preference.person] = preference

    @event(FormationActs.PreferencesClosed)
    def _preferences_closed(
        self, act: Act, counted: tuple[PersonId, ...], silent: tuple[PersonId, ...]
    ) -> None:
        self.counted = counted

    @event(FormationActs.LotValueRecorded)
    def _lot_value_recorded(self, act: Act, value: str, seed: str) -> None:
        self.seed = seed

    @event(FormationActs.Allocated)
    def _allocated(self, act: Act, allocation: Allocation) -> None:
        self.allocation = allocation

    @event(FormationActs.NotAllocated)
    def _not_allocated(self, act: Act, reason: str) -> None:
        self.impossible = reason

    @event(FormationActs.Ratified)
    def _ratified(
        self,
        act: Act,
        places: tuple[Place, ...],
        changes: tuple[Change, ...],
        gone: tuple[PersonId, ...],
        first_meetings: Due,
    ) -> None:
        self.places = places
        self.first_meetings = first_meetings

    @event(FormationActs.Refused)
    def _refused(self, act: Act, reason: str, plan: Plan) -> None:
        self.plan = plan
        self.counted = self.seed = self.allocation = self.impossible = None
        self.missed = ()

    @event(FormationActs.ConvenorNamed)
    def _convenor_named(self, act: Act, group: str, person: PersonId, name: str) -> None:
        self.convenors[group] = (*self.convenors.get(group, ()), person)

    @event(FormationActs.FirstMeetingConvened)
    def _first_meeting_convened(self, act: Act, group: str, meeting: UUID) -> None:
        self.meetings[group] = meeting

    @event(FormationActs.DeadlineMissed)
    def _deadline_missed(self, act: Act, duty: Duty, due: datetime) -> None:
        self.missed += (duty,)

    @event(FormationActs.Completed)
    def _completed(self, act: Act) -> None:
        self.completed = True

    @event(FormationActs.GivenUp)
    def _given_up(self, act: Act, reason: str) -> None:
        self.given_up = True
