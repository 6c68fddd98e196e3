"""The rulebook: what the rules are, what they were on any day, and by which act they changed.

It answers with one typed rule or refuses by name; it never decides what a rule means for a ballot
or a meeting, which is the business of whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, ClauseId, PersonId, ProposalId, derived
from domain.kernel.refusal import BadInput, NotFound
from domain.kernel.value import Value
from domain.rules.collisions import Carried, Collision, Found, from_now_on, held_by_ruling
from domain.rules.edition import Dated, Edition, Revision, editions_from, in_force_at
from domain.rules.governing import Governing
from domain.rules.scoping import must_speak_of_known_kinds
from domain.rules.values import Clause, Rule

__all__ = ["RULEBOOK_ID", "Dated", "Edition", "Governing", "Revision", "Rulebook", "Ruling"]

RULEBOOK_ID: UUID = derived(CONVENOR, "rulebook")


class Ruling(Value):
    """A reasoned decision where clauses leave a gap or collide; later acts cite it by number."""

    number: int
    question: str
    ruling: str
    reasons: str
    clauses: tuple[ClauseId, ...]
    from_when: AwareDatetime
    appeal_to: str


class Rulebook(Aggregate):
    """The one rulebook of the organisation."""

    TOPIC = "rulebook"

    class Created(Aggregate.Created):
        """Never recorded: a rulebook begins by being founded."""

        TOPIC = "rulebook.created.v1"

    class Founded(Aggregate.Created):
        """The founding rulebook was adopted from a file."""

        TOPIC = "rulebook.founded.v1"
        title: str
        clauses: tuple[Clause, ...]
        founding_rules: tuple[Rule, ...]

    class Revised(Aggregate.Event):
        """A change was adopted, to take effect at a moment or upon a named event."""

        TOPIC = "rulebook.revised.v1"
        revision: Revision

    class TookEffect(Aggregate.Event):
        """The event that an adopted change was waiting for has happened."""

        TOPIC = "rulebook.took_effect.v1"
        upon: str

    class RulingMade(Aggregate.Event):
        """A gap or a collision was settled by a ruling."""

        TOPIC = "rulebook.ruling_made.v1"
        ruling: Ruling

    class CollisionFound(Aggregate.Event):
        """Carried changes of one clause can't all stand: it stays as it is until a ruling."""

        TOPIC = "rulebook.collision_found.v1"
        number: int
        collision: Collision
        edition: int

    class CollisionSettled(Aggregate.Event):
        """A ruling said which readings of a clause hold, or that none does."""

        TOPIC = "rulebook.collision_settled.v1"
        number: int
        ruling: int
        holds: tuple[ProposalId, ...]

    def __init__(
        self, act: Act, title: str, clauses: tuple[Clause, ...], founding_rules: tuple[Rule, ...]
    ) -> None:
        self.title = title
        self.founder: PersonId = act.actor
        first = Edition(
            number=1,
            in_force_from=self.created_on,
            rules={rule.id: rule for rule in founding_rules},
            clauses={clause.id: clause for clause in clauses},
        )
        self.editions: tuple[Edition, ...] = (first,)
        self.dated: tuple[Dated, ...] = ()
        self.waiting: tuple[Revision, ...] = ()
        self.rulings: tuple[Ruling, ...] = ()
        self.happened: tuple[str, ...] = ()
        self.collisions: tuple[Found, ...] = ()

    @classmethod
    def found(
        cls, act: Act, title: str, clauses: tuple[Clause, ...], rules: tuple[Rule, ...]
    ) -> Rulebook:
        """Adopt the founding rulebook; every rule must read a clause that is there."""
        known = {clause.id for clause in clauses}
        for rule in rules:
            if rule.clause not in known:
                raise BadInput(
                    f"Rule {rule.id} reads clause {rule.clause}, which is not in the rulebook.",
                    rule=rule.id,
                )
        must_speak_of_known_kinds(rules, {rule.id: rule for rule in rules})
        return cls._begin(
            cls.Founded, RULEBOOK_ID, act, title=title, clauses=clauses, founding_rules=rules
        )

    def at(self, moment: datetime) -> Edition:
        """The edition in force at a moment; the founding one for any moment before it."""
        return in_force_at(self.editions, moment)

    def edition(self, number: int) -> Edition:
        """The edition of that number; raises `NotFound`."""
        if not 1 <= number <= len(self.editions):
            raise NotFound(f"The rulebook has no version {number}.")
        return self.editions[number - 1]

    def pinned(self, process: UUID, opened_under: int, now: datetime) -> Edition:
        """The edition that a process is held to.

        It is that of its opening, or a later one in force whose transitional clause names it.
        """
        moving = [
            edition
            for edition in self.editions[opened_under:]
            if process in edition.transitional and edition.in_force_from <= now
        ]
        return moving[-1] if moving else self.edition(opened_under)

    def check(self, change: Revision, now: datetime) -> None:
        """Refuse a change that would not fit the rulebook at the moment when it takes effect.

        A change that waits for an event must fit already now: the event may come at any moment.
        """
        self._adds_nothing_twice(change)
        self.at(change.from_when or now).must_fit(change)

    def trial(
        self, changes: Iterable[Revision], now: datetime
    ) -> tuple[tuple[Edition, Edition], ...]:
        """Each edition from these changes on, as it is and as it would be with them.

        One that waits for an event is tried as if that came now.
        """
        added = [Dated(moment=max(one.from_when or now, now), revision=one) for one in changes]
        would_be = editions_from(self.editions[0], (*self.dated, *added))
        first = min((one.moment for one in added), default=now)
        moments = {first, *(e.in_force_from for e in would_be if e.in_force_from > first)}
        return tuple((self.at(moment), in_force_at(would_be, moment)) for moment in sorted(moments))

    def _adds_nothing_twice(self, change: Revision) -> None:
        known = set(self.editions[-1].rules)
        known |= {rule.id for waiting in self.waiting for rule in waiting.added}
        for rule in change.added:
            if rule.id in known:
                raise BadInput(
                    f"Rule {rule.id} is in the rulebook already, or is added by a change that has "
                    "been adopted. Ask for another value of it instead.",
                    rule=rule.id,
                )
            known.add(rule.id)

    def revise(self, act: Act, change: Revision) -> None:
        """Adopt a change.  The power to do so has been judged by whoever decided it.

        A change that is adopted to hold later stops none that is adopted after it: each takes its
        place by the moment when it takes effect.
        """
        if change.from_when is not None and change.from_when < act.occurred_at:
            raise BadInput("A change of the rulebook can't take effect before it was adopted.")
        if change.from_when is None and change.upon is None:
            raise BadInput("A change of the rulebook needs a moment or an event to take effect.")
        self.check(change, act.occurred_at)
        self._revised(act=act, revision=change)

    def take_effect(self, act: Act, upon: str) -> None:
        """Put in force whatever was adopted to wait for this event; raises `NotFound`."""
        if not any(change.upon == upon for change in self.waiting):
            events = ", ".join(f"'{change.upon}'" for change in self.waiting) or "no event"
            raise NotFound(
                f"No change of the rulebook waits for '{upon}'; those adopted wait for {events}."
            )
        self._took_effect(act=act, upon=upon)

    def rule_on(self, act: Act, ruling: Ruling) -> None:
        """Record a ruling on a gap or a collision of clauses."""
        in_force = self.at(act.occurred_at)
        for clause in ruling.clauses:
            if clause not in in_force.clauses:
                raise NotFound(f"The ruling cites clause {clause}, which the rulebook lacks.")
        self._ruling_made(act=act, ruling=ruling)

    def find_collision(self, act: Act, collision: Collision) -> None:
        """Record that carried changes can't all stand."""
        number, edition = len(self.collisions) + 1, self.at(act.occurred_at).number
        self._collision_found(act=act, number=number, collision=collision, edition=edition)

    def collision(self, number: int) -> Found:
        """The collision of that number; raises `NotFound`."""
        if not 1 <= number <= len(self.collisions):
            raise NotFound(f"There is no collision {number} in the rulebook.")
        return self.collisions[number - 1]

    def settle(self, act: Act, number: int, holds: tuple[ProposalId, ...]) -> tuple[Carried, ...]:
        """Say by the newest ruling which readings of a collision hold; gives what to adopt."""
        found = self.collision(number)
        chosen = held_by_ruling(found, holds, self.edition(found.edition), self.at(act.occurred_at))
        ruling = self.rulings[-1].number
        self._collision_settled(act=act, number=number, ruling=ruling, holds=holds)
        return tuple(from_now_on(one, act.occurred_at, self.happened) for one in chosen)

    @event(Revised)
    def _revised(self, act: Act, revision: Revision) -> None:
        if revision.from_when is None:
            self.waiting += (revision,)
        else:
            self._put_in_force(Dated(moment=revision.from_when, revision=revision))

    @event(TookEffect)
    def _took_effect(self, act: Act, upon: str) -> None:
        due = [change for change in self.waiting if change.upon == upon]
        self.waiting = tuple(change for change in self.waiting if change.upon != upon)
        self.happened += (upon,)
        self._put_in_force(*(Dated(moment=act.occurred_at, revision=change) for change in due))

    @event(RulingMade)
    def _ruling_made(self, act: Act, ruling: Ruling) -> None:
        self.rulings += (ruling,)

    @event(CollisionFound)
    def _collision_found(self, act: Act, number: int, collision: Collision, edition: int) -> None:
        found = Found(number=number, collision=collision, edition=edition, process=act.process_id)
        self.collisions += (found,)

    @event(CollisionSettled)
    def _collision_settled(
        self, act: Act, number: int, ruling: int, holds: tuple[ProposalId, ...]
    ) -> None:
        self.collisions = tuple(
            one.model_copy(update={"ruling": ruling}) if one.number == number else one
            for one in self.collisions
        )

    def _put_in_force(self, *changes: Dated) -> None:
        self.dated += changes
        self.editions = editions_from(self.editions[0], self.dated)
