"""Preferences taken until they close, and places given by them: at once, or when a lot is drawn."""

from __future__ import annotations

from domain.bodies.electorate import Electorate
from domain.bodies.mandate import Mandate
from domain.formation.allocation import LotNeeded, allocate
from domain.formation.groups import Preference
from domain.formation.orders import PREFERENCE_DAYS, Forming
from domain.formation.seeding import seed_of, wishes_of
from domain.formation.state import FormationState
from domain.formation.wishes import Wishes
from domain.kernel.act import Act
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooEarly, TooLate


class Taking(FormationState):
    """What is done until the parent can ratify."""

    def prefer(self, act: Act, seat: Mandate | None, ranking: tuple[str, ...], by: Forming) -> None:
        """Take what a member of the parent wishes for; `seat` is theirs there, if it has a vote."""
        rule = by.rule(PREFERENCE_DAYS).id
        self.must_go_on()
        if seat is None:
            raise NotAllowed(
                f"Members of {self.parent_name} who have a vote say which groups they wish for.",
                rule=rule,
            )
        if self.closed or act.occurred_at >= self.plan.closes:
            raise TooLate(f"Preferences were taken until {in_words(self.plan.closes)}.", rule=rule)
        self._must_be_ranked(ranking)
        preference = Preference(person=seat.person, name=seat.name, ranking=ranking)
        self.record(self.Preferred, act.under(rule), preference=preference)

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

    def close(self, act: Act, electorate: Electorate, by: Forming) -> None:
        """Take no more preferences, at the moment that was announced; raises `TooEarly`.

        `electorate`: who had a vote in the parent at that moment, however late it is recorded.
        """
        self.must_go_on()
        if self.closed:
            return
        rule = by.rule(PREFERENCE_DAYS).id
        if act.occurred_at < self.plan.closes:
            raise TooEarly(f"Preferences are taken until {in_words(self.plan.closes)}.", rule=rule)
        people = sorted(electorate, key=str)
        self.record(
            self.PreferencesClosed,
            act.at(max(self.plan.closes, self.modified_on)).under(rule),
            counted=tuple(one for one in people if one in self.preferences),
            silent=tuple(one for one in people if one not in self.preferences),
        )

    def record_value(self, act: Act, value: str) -> None:
        """Record the public value that ties are drawn from, once it can be known."""
        self.must_be_closed()
        if self.seed is not None or self.settled:
            raise OutOfOrder("Nothing waits for the lot any more.", rule=self.plan.rule)
        if act.occurred_at < self.plan.lot.known_from:
            raise TooEarly(
                f"The value ({self.plan.lot.source}) is not known before {self.plan.lot.when}.",
                rule=self.plan.rule,
            )
        seed = seed_of(self.counted_preferences(), value)
        self.record(self.LotValueRecorded, act, value=value.strip(), seed=seed)

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
        self.must_be_closed()
        if self.settled:
            return
        act = act.at(self.modified_on).under(by.rule(PREFERENCE_DAYS).id)
        try:
            allocation = allocate(self._wishes(), self.seed)
        except BadInput as why:
            self.record(self.NotAllocated, act, reason=why.sentence)
            return
        except LotNeeded:
            raise OutOfOrder(
                f"A lot has to decide, and its value is not on record: {self.plan.lot.source}.",
                rule=self.plan.rule,
            ) from None
        self.record(self.Allocated, act, allocation=allocation)

    def _wishes(self) -> Wishes:
        return wishes_of(self.groups, self.terms, self.counted_preferences())
