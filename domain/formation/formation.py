"""The forming of a body's groups: announced, preferences taken, places given, ratified, begun.

It decides what may happen at each stage; what is best for all is decided in `allocation`, and who
may act for the parent in its rules.  A deadline takes effect at its stored moment.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate
from domain.formation.allocation import Allocation, LotNeeded, allocate
from domain.formation.formation_acts import FormationActs
from domain.formation.groups import Change, Due, Duty, Group, Place, Plan, Preference, Terms
from domain.formation.opening import planned, terms_by, with_numbers_kept
from domain.formation.orders import FIRST_MEETING_DAYS, PREFERENCE_DAYS, Forming
from domain.formation.ratifying import places_of, with_places_kept
from domain.formation.seeding import seed_of, wishes_of
from domain.formation.wishes import Wishes
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, Recorded, event
from domain.kernel.ids import BodyId, PersonId, StreamId
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, TooEarly, TooLate


class Formation(Aggregate, FormationActs):
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

    @property
    def is_over(self) -> bool:
        return self.completed or self.given_up

    @property
    def closed(self) -> bool:
        return self.counted is not None

    @property
    def settled(self) -> bool:
        """Whether there is something for the parent to ratify, or to decide itself."""
        return self.allocation is not None or self.impossible is not None

    def group(self, slug: str) -> Group:
        """The group of that short name; raises `NotFound`."""
        found = next((one for one in self.groups if one.slug == slug), None)
        if found is None:
            raise NotFound(f"No group with the short name '{slug}' is being formed here.")
        return found

    def due(self, duty: Duty) -> Due | None:
        """By when a duty is done, once that is known."""
        return self.plan.ratification if duty is Duty.RATIFICATION else self.first_meetings

    def is_done(self, duty: Duty) -> bool:
        return self.places is not None if duty is Duty.RATIFICATION else self.completed

    def waits_for(self, gone: Collection[str] = ()) -> tuple[Group, ...]:
        """The groups, without those that are gone, that want a convenor or a first meeting."""
        return tuple(
            one
            for one in self.groups
            if one.slug not in gone
            and not (one.slug in self.convenors and one.slug in self.meetings)
        )

    def prefer(self, act: Act, seat: Mandate | None, ranking: tuple[str, ...], by: Forming) -> None:
        """Take what a member of the parent wishes for; `seat` is theirs there, if they have one."""
        rule = by.rule(PREFERENCE_DAYS).id
        self._must_go_on()
        if seat is None or not seat.voting or not seat.runs_at(act.occurred_at):
            raise NotAllowed(
                f"Members of {self.parent_name} who have a vote say which groups they wish for.",
                rule=rule,
            )
        if self.closed or act.occurred_at >= self.plan.closes:
            raise TooLate(f"Preferences were taken until {in_words(self.plan.closes)}.", rule=rule)
        self._must_be_ranked(ranking)
        preference = Preference(person=seat.person, name=seat.name, ranking=ranking)
        self._record(self.Preferred, act.under(rule), preference=preference)

    def _must_be_ranked(self, ranking: tuple[str, ...]) -> None:
        if not ranking:
            raise BadInput("Name at least one group that you wish for.")
        if len(set(ranking)) < len(ranking):
            raise BadInput("A group stands twice in your order. Name each group once.")
        for slug in ranking:
            group = self.group(slug)
            if not group.is_ranked:
                raise BadInput(
                    f"{group.name} is open to everybody in its category who wishes to belong. "
                    "Leave it out of your order."
                )

    def close(self, act: Act, parent: Body, by: Forming) -> None:
        """Take no more preferences, at the moment that was announced; raises `TooEarly`."""
        self._must_go_on()
        if self.closed:
            return
        rule = by.rule(PREFERENCE_DAYS).id
        if act.occurred_at < self.plan.closes:
            raise TooEarly(f"Preferences are taken until {in_words(self.plan.closes)}.", rule=rule)
        voting = [one for one in parent.seats if one.voting and one.runs_at(self.plan.closes)]
        people = sorted((one.person for one in voting), key=str)
        self._record(
            self.PreferencesClosed,
            act.at(max(self.plan.closes, self.modified_on)).under(rule),
            counted=tuple(one for one in people if one in self.preferences),
            silent=tuple(one for one in people if one not in self.preferences),
        )

    def record_value(self, act: Act, value: str) -> None:
        """Record the public value that ties are drawn from, once it can be known."""
        self._must_be_closed()
        if self.seed is not None or self.settled:
            raise OutOfOrder("Nothing waits for the lot any more.")
        if act.occurred_at < self.plan.lot.known_from:
            raise TooEarly(
                f"The value ({self.plan.lot.source}) is not known before {self.plan.lot.when}."
            )
        seed = seed_of(self._counted_preferences(), value)
        self._record(self.LotValueRecorded, act, value=value.strip(), seed=seed)

    def needs_lot(self) -> bool:
        """Whether only a lot can decide, and its value is not known yet."""
        if self.seed is not None or self.settled:
            return False
        try:
            allocate(self._wishes())
        except LotNeeded:
            return True
        except BadInput:
            return False
        return False

    def allocate(self, act: Act, by: Forming) -> None:
        """Give places by preference, as of the moment from which that could be done.

        If the numbers can't be kept, that is recorded with the reason, and the parent decides.
        """
        self._must_be_closed()
        if self.settled:
            return
        act = act.at(self.modified_on).under(by.rule(PREFERENCE_DAYS).id)
        try:
            allocation = allocate(self._wishes(), self.seed)
        except BadInput as why:
            self._record(self.NotAllocated, act, reason=why.sentence)
            return
        except LotNeeded:
            raise OutOfOrder(
                f"A lot has to decide, and its value is not on record: {self.plan.lot.source}."
            ) from None
        self._record(self.Allocated, act, allocation=allocation)

    def ratify(
        self, act: Act, changes: tuple[Change, ...], parent: Body, by: Forming
    ) -> tuple[Place, ...]:
        """Ratify the places, or give some people others with reasons; who gets one of them."""
        self._must_be_settled()
        result = places_of(self.allocation, changes, self.groups, parent, act.occurred_at)
        act = with_places_kept(act, result.places, self.groups, self.terms, by)
        period = by.rule(FIRST_MEETING_DAYS)
        days = by.days(FIRST_MEETING_DAYS)
        due = days_after(act.occurred_at, days.count, clear=days.clear)
        self._record(
            self.Ratified,
            act.under(period.id),
            places=result.places,
            changes=changes,
            gone=result.gone,
            first_meetings=Due(duty=Duty.FIRST_MEETINGS, at=due, rule=period.id),
        )
        return result.places

    def refuse(self, act: Act, reason: str, plan: Plan, by: Forming) -> None:
        """The parent does not ratify: preferences are taken anew."""
        self._must_be_settled()
        self._record(self.Refused, planned(act, plan, by), reason=reason, plan=plan)

    def name_convenor(self, act: Act, group: str, person: PersonId, name: str) -> None:
        """Record that a group has a convenor; that one was given the post was judged there."""
        self.must_be_ratified()
        self.group(group)
        self._record(self.ConvenorNamed, act, group=group, person=person, name=name)

    def convene(self, act: Act, group: str, meeting: UUID) -> None:
        """Record that a group was called to its first meeting."""
        self.must_be_ratified()
        if self.group(group).slug in self.meetings:
            raise OutOfOrder(f"{self.group(group).name} has been called to its first meeting.")
        self._record(self.FirstMeetingConvened, act, group=group, meeting=meeting)

    def miss(self, act: Act, duty: Duty) -> None:
        """Record at its moment that something had not been done, once."""
        due = self.due(duty)
        if due is None or self.is_over or self.is_done(duty) or duty in self.missed:
            return
        if act.occurred_at < due.at:
            raise TooEarly(f"{duty.words} is due on {in_words(due.at)}.", rule=due.rule)
        late = f"{duty.words} was due on {in_words(due.at)} and had not been done."
        at = act.at(max(due.at, self.modified_on)).breaking(due.rule).noting(late)
        self._record(self.DeadlineMissed, at, duty=duty, due=due.at)

    def complete(self, act: Act, gone: Collection[str] = ()) -> None:
        """End it once every group has a convenor and a first meeting; `gone` were dissolved."""
        self.must_be_ratified()
        waiting = self.waits_for(gone)
        if waiting:
            names = ", ".join(one.name for one in waiting)
            raise OutOfOrder(f"These groups want a convenor or a first meeting: {names}.")
        assert self.first_meetings is not None
        self._record(self.Completed, act.under(self.first_meetings.rule))

    def give_up(self, act: Act, reason: str) -> None:
        """Form no groups after all."""
        self._must_go_on()
        if self.places is not None:
            raise OutOfOrder("The groups have been formed. Dissolve those that are not wanted.")
        self._record(self.GivenUp, act, reason=reason)

    def _counted_preferences(self) -> tuple[Preference, ...]:
        return tuple(self.preferences[one] for one in self.counted or ())

    def _wishes(self) -> Wishes:
        return wishes_of(self.groups, self.terms, self._counted_preferences())

    def _record(self, kind: type[Recorded], act: Act, **facts: Any) -> None:
        self.trigger_event(kind, act=act.within(self.id, self.edition), **facts)

    def _must_go_on(self) -> None:
        if self.is_over:
            how = "is complete" if self.completed else "was given up"
            raise OutOfOrder(f"The forming of these groups {how}.")

    def _must_be_closed(self) -> None:
        self._must_go_on()
        if not self.closed:
            raise OutOfOrder(f"Preferences are taken until {in_words(self.plan.closes)}.")

    def _must_be_settled(self) -> None:
        self._must_be_closed()
        if not self.settled:
            raise OutOfOrder("Places have not been given by preference yet.")
        if self.places is not None:
            raise OutOfOrder("Who sits in which group has been ratified already.")

    def must_be_ratified(self) -> None:
        self._must_go_on()
        if self.places is None:
            raise OutOfOrder("Who sits in which group has not been ratified yet.")

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
