"""How long what is kept of somebody stays once their membership has ended, and what goes when.

The moments are laid down by the rules of the day on which it ended, one for each purpose.  At its
moment each part is destroyed, or held back with the reason and looked at again.  It refuses to know
what stands in the way, and what the data says.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, PersonId, RuleId, derived
from domain.kernel.refusal import TooEarly
from domain.kernel.sealed import Purpose
from domain.kernel.value import Value

KEPT_DAYS: Final = {one: RuleId(f"people.kept_days.{one}") for one in Purpose}
LOOKS_DAYS: Final = RuleId("people.kept_days.looked_at_again")


def keeping_id(person: PersonId) -> UUID:
    """The id of what is still kept of somebody who left."""
    return derived(CONVENOR, "keeping", person)


class KeptUntil(Value):
    """For a purpose: until when, and by which rule."""

    purpose: Purpose
    until: datetime
    rule: RuleId


class Keeping(Aggregate):
    """What is still kept of one person who left, and until when."""

    TOPIC = "keeping"

    class Created(Aggregate.Created):
        """Never recorded: it begins when a membership ends."""

        TOPIC = "keeping.created.v1"

    class Begun(Aggregate.Created):
        """A membership ended: from now on run the periods for which the data may be kept."""

        TOPIC = "keeping.begun.v1"
        person: PersonId
        kept: tuple[KeptUntil, ...]
        look_again_days: int
        edition: int

    class HeldBack(Aggregate.Event):
        """A period was over, and something stood in the way: it is looked at again."""

        TOPIC = "keeping.held_back.v1"
        person: PersonId
        purposes: tuple[Purpose, ...]
        because: str
        until: datetime

    class Passed(Aggregate.Event):
        """The periods for these purposes are over; `destroyed` are those of which there was any."""

        TOPIC = "keeping.passed.v1"
        person: PersonId
        purposes: tuple[Purpose, ...]
        destroyed: tuple[Purpose, ...]

    class Ended(Aggregate.Event):
        """Every period is over, and nothing is kept any more."""

        TOPIC = "keeping.ended.v1"
        person: PersonId

    def __init__(
        self, person: PersonId, kept: tuple[KeptUntil, ...], look_again_days: int, edition: int
    ) -> None:
        self.person = person
        self.kept = kept
        self.look_again_days = look_again_days
        self.edition = edition
        self.over = False

    @classmethod
    def begin(
        cls, act: Act, person: PersonId, kept: tuple[KeptUntil, ...], look_again_days: int
    ) -> Keeping:
        """Let the periods run from the end of a membership."""
        keeping, edition = keeping_id(person), act.rulebook_version
        return cls._begin(
            cls.Begun,
            keeping,
            act.under(*(one.rule for one in kept)).within(keeping, edition),
            person=person,
            kept=kept,
            look_again_days=look_again_days,
            edition=edition,
        )

    @property
    def next(self) -> KeptUntil | None:
        """What falls due first."""
        return min(self.kept, key=lambda one: one.until, default=None)

    def due(self, now: datetime) -> tuple[KeptUntil, ...]:
        """What has fallen due by a moment."""
        return tuple(one for one in self.kept if one.until <= now)

    def pass_by(
        self, act: Act, purposes: tuple[Purpose, ...], destroyed: tuple[Purpose, ...]
    ) -> None:
        """Record that nothing is kept for these purposes any more."""
        if not purposes:
            return
        self._must_be_due(act, purposes)
        stamped = self._stamped(act, purposes)
        self._passed(act=stamped, person=self.person, purposes=purposes, destroyed=destroyed)
        if not self.kept:
            self._ended(act=stamped, person=self.person)

    def hold_back(self, act: Act, purposes: tuple[Purpose, ...], because: str) -> None:
        """Record why data must stay though its period is over, and when that is looked at again."""
        if not purposes:
            return
        self._must_be_due(act, purposes)
        self._held_back(
            act=self._stamped(act, purposes),
            person=self.person,
            purposes=purposes,
            because=because,
            until=act.occurred_at + timedelta(days=max(1, self.look_again_days)),
        )

    def _must_be_due(self, act: Act, purposes: tuple[Purpose, ...]) -> None:
        due = {one.purpose for one in self.due(act.occurred_at)}
        early = [one for one in self.kept if one.purpose in set(purposes) - due]
        if early:
            raise TooEarly("The period for which it is kept is not over.", rule=early[0].rule)

    def _stamped(self, act: Act, purposes: tuple[Purpose, ...]) -> Act:
        rules = (one.rule for one in self.kept if one.purpose in purposes)
        return act.under(*rules).within(self.id, self.edition)

    @event(HeldBack)
    def _held_back(
        self,
        act: Act,
        person: PersonId,
        purposes: tuple[Purpose, ...],
        because: str,
        until: datetime,
    ) -> None:
        self.kept = tuple(
            one.model_copy(update={"until": until}) if one.purpose in purposes else one
            for one in self.kept
        )

    @event(Passed)
    def _passed(
        self,
        act: Act,
        person: PersonId,
        purposes: tuple[Purpose, ...],
        destroyed: tuple[Purpose, ...],
    ) -> None:
        self.kept = tuple(one for one in self.kept if one.purpose not in purposes)

    @event(Ended)
    def _ended(self, act: Act, person: PersonId) -> None:
        self.over = True
