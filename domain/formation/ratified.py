"""What the parent decides on the places, and how the groups begin once it has ratified them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from domain.formation.groups import Change, Due, Duty, Place, Plan
from domain.formation.opening import planned
from domain.formation.orders import FIRST_MEETING_DAYS, Forming
from domain.formation.ratifying import places_of, with_places_kept
from domain.formation.state import FormationState
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.moments import days_after, on_or_at
from domain.kernel.refusal import OutOfOrder, TooEarly


class Ratifying(FormationState):
    """What is done from the ratification on, and what was not done in time."""

    def ratify(
        self, act: Act, changes: tuple[Change, ...], voters: dict[PersonId, str], by: Forming
    ) -> tuple[Place, ...]:
        """Ratify the places, or give some people others with reasons; who gets one of them.

        `voters`: everybody who has a vote in the parent, with their name.
        """
        self.must_be_settled()
        result = places_of(self.allocation, changes, self.groups, voters)
        act = with_places_kept(act, result.places, self.groups, self.terms, by)
        period = by.rule(FIRST_MEETING_DAYS)
        days = by.days(FIRST_MEETING_DAYS)
        due = days_after(act.occurred_at, days.count, clear=days.clear)
        self.record(
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
        self.must_be_settled()
        self.record(self.Refused, planned(act, plan, by), reason=reason, plan=plan)

    def give_up(self, act: Act, reason: str) -> None:
        """Form no groups after all."""
        self.must_go_on()
        if self.places is not None:
            raise OutOfOrder(
                "The groups have been formed already. Dissolve those that are not wanted."
            )
        self.record(self.GivenUp, act, reason=reason)

    def name_convenor(self, act: Act, group: str, person: PersonId, name: str) -> None:
        """Record that a group has a convenor; that one was given the post was judged there."""
        self.must_be_ratified()
        self.group(group)
        self.record(self.ConvenorNamed, act, group=group, person=person, name=name)

    def convene(self, act: Act, group: str, meeting: UUID) -> None:
        """Record that a group was called to its first meeting."""
        self.must_be_ratified()
        if self.group(group).slug in self.meetings:
            raise OutOfOrder(f"{self.group(group).name} has been called to meet already.")
        self.record(self.FirstMeetingConvened, act, group=group, meeting=meeting)

    def miss(self, act: Act, duty: Duty) -> None:
        """Record at its moment that something had not been done, once."""
        due = self.due(duty)
        if due is None or self.is_over or self.is_done(duty) or duty in self.missed:
            return
        if act.occurred_at < due.at:
            raise TooEarly(f"{duty.words} is due {on_or_at(due.at)}.", rule=due.rule)
        late = f"{duty.words} was due {on_or_at(due.at)} and had not been done."
        at = act.at(max(due.at, self.modified_on)).breaking(due.rule).noting(late)
        self.record(self.DeadlineMissed, at, duty=duty, due=due.at)

    def complete(self, act: Act, gone: Collection[str] = ()) -> None:
        """End it once every group has a convenor and a first meeting; `gone` were dissolved."""
        self.must_be_ratified()
        waiting, due = self.waits_for(gone), self.first_meetings
        assert due is not None
        if waiting:
            names = ", ".join(one.name for one in waiting)
            raise OutOfOrder(
                f"These groups want a convenor or a first meeting: {names}.", rule=due.rule
            )
        self.record(self.Completed, act.under(due.rule))
