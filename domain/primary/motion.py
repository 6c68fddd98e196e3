"""One motion to a policy primary: put, backed, checked, appealed over, merged with consent.

A composite is a motion too, with parents: their authors say whether theirs goes into it, and
whoever says nothing stays apart.  Until when each of this can be done is decided by the primary.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder
from domain.primary.terms import (
    ANSWER_DAYS,
    APPEALS_BY,
    BACKED_BY,
    CHECKED_BY,
    CHECKING_DAYS,
    RULING_DAYS,
    SUBMITTED_BY,
)
from domain.rules.governing import Governing
from domain.rules.judging import as_fact


class PrimaryMotion(Aggregate):
    """One motion."""

    TOPIC = "primary_motion"

    class Created(Aggregate.Created):
        """Never recorded: a motion begins by being put."""

        TOPIC = "primary_motion.created.v1"

    class Put(Aggregate.Created):
        """A motion was put: by a member, or by `person` for a group; a composite has parents.

        `author` is who stands as its author on the paper.
        """

        TOPIC = "primary_motion.put.v1"
        primary: UUID
        title: str
        text: str
        author: str
        person: PersonId
        group: BodyId | None
        parents: tuple[UUID, ...]
        edition: int

    class Withdrawn(Aggregate.Event):
        """Its author withdrew it."""

        TOPIC = "primary_motion.withdrawn.v1"

    class Backed(Aggregate.Event):
        """A member, or a group, backs it."""

        TOPIC = "primary_motion.backed.v1"
        backer: UUID

    class BackingTakenBack(Aggregate.Event):
        """Somebody backs it no longer."""

        TOPIC = "primary_motion.backing_taken_back.v1"
        backer: UUID

    class Checked(Aggregate.Event):
        """It was checked against the values that are stated, and passed or turned down."""

        TOPIC = "primary_motion.checked.v1"
        passed: bool
        reasons: str

    class Appealed(Aggregate.Event):
        """Its author appealed against its being turned down."""

        TOPIC = "primary_motion.appealed.v1"
        grounds: str

    class RulingMissed(Aggregate.Event):
        """The time to rule on the appeal was over, and there was no ruling."""

        TOPIC = "primary_motion.ruling_missed.v1"
        due: datetime

    class RuledOn(Aggregate.Event):
        """The appeal was ruled on."""

        TOPIC = "primary_motion.ruled_on.v1"
        upheld: bool
        reasons: str

    class Answered(Aggregate.Event):
        """The author of a parent said whether theirs goes into this composite."""

        TOPIC = "primary_motion.answered.v1"
        parent: UUID
        agreed: bool

    class SpokenFor(Aggregate.Event):
        """Its author said at the hustings what speaks for it."""

        TOPIC = "primary_motion.spoken_for.v1"
        words: str

    def __init__(
        self,
        primary: UUID,
        title: str,
        text: str,
        author: str,
        person: PersonId,
        group: BodyId | None,
        parents: tuple[UUID, ...],
        edition: int,
    ) -> None:
        self.primary = primary
        self.title = title
        self.text = text
        self.author = author
        self.person = person
        self.group = group
        self.parents = parents
        self.edition = edition
        self.withdrawn = False
        self.backers: frozenset[UUID] = frozenset()
        self.passed: bool | None = None
        self.appealed = False
        self.missed = False
        self.upheld: bool | None = None
        self.answers: dict[UUID, bool] = {}

    @property
    def is_composite(self) -> bool:
        return bool(self.parents)

    @property
    def turned_down(self) -> bool:
        """Whether it was turned down, and no appeal has put it back."""
        return self.passed is False and not self.upheld

    @property
    def waits_for_a_ruling(self) -> bool:
        return self.appealed and self.upheld is None and not self.withdrawn

    @property
    def agreed(self) -> tuple[UUID, ...]:
        """The parents whose authors agreed to it, in its order."""
        return tuple(one for one in self.parents if self.answers.get(one))

    @classmethod
    def put(
        cls,
        motion: UUID,
        act: Act,
        primary: UUID,
        words: tuple[str, str],
        author: str,
        group: BodyId | None,
        edition: int,
        parents: tuple[UUID, ...] = (),
    ) -> PrimaryMotion:
        """Put a motion, as a title and a text; a composite has two parents or more."""
        title, text = words
        if not text.strip():
            raise BadInput("Write the text of the motion: that is what members vote on.")
        if len(parents) == 1 or len(set(parents)) != len(parents):
            raise BadInput("A composite is made of two motions or more, each named once.")
        return cls._begin(
            cls.Put,
            motion,
            act.within(primary, edition),
            primary=primary,
            title=title,
            text=text,
            author=author,
            person=act.actor,
            group=group,
            parents=parents,
            edition=edition,
        )

    def withdraw(self, act: Act) -> None:
        """Withdraw it."""
        self.must_stand()
        self._withdrawn(act=self._inside(act).under(SUBMITTED_BY))

    def back(self, act: Act, backer: UUID) -> None:
        """Back it, once; its author backs it already."""
        self.must_stand()
        if backer in (self.group, self.person if self.group is None else None):
            raise OutOfOrder("Whoever put a motion backs it already.", rule=BACKED_BY)
        if backer in self.backers:
            raise OutOfOrder("You back this motion already.", rule=BACKED_BY)
        self._backed(act=self._inside(act), backer=backer)

    def take_backing_back(self, act: Act, backer: UUID) -> None:
        """Back it no longer."""
        if backer not in self.backers:
            raise OutOfOrder("You do not back this motion.", rule=BACKED_BY)
        self._backing_taken_back(act=self._inside(act), backer=backer)

    def check(self, act: Act, *, passed: bool, reasons: str) -> None:
        """Pass it, or turn it down with reasons; raises `NotAllowed` for whoever put it."""
        self.must_stand()
        if self.is_composite:
            raise BadInput("A composite is made of motions that have passed: nobody checks it.")
        if act.actor == self.person:
            raise NotAllowed("Nobody checks a motion of their own.", rule=CHECKED_BY)
        if self.passed is not None:
            raise OutOfOrder("This motion has been checked already.", rule=CHECKED_BY)
        if not passed and not reasons.strip():
            raise BadInput("Give the reasons: its author can appeal against them.")
        self._checked(act=self._inside(act), passed=passed, reasons=reasons)

    def appeal(self, act: Act, grounds: str) -> None:
        """Appeal against its being turned down."""
        self.must_stand()
        if self.passed is not False or self.appealed:
            raise OutOfOrder("There is nothing to appeal against.", rule=APPEALS_BY)
        if not grounds.strip():
            raise BadInput("Say why it should be put to members: the ruling answers that.")
        self._appealed(act=self._inside(act).under(ANSWER_DAYS), grounds=grounds)

    def miss_ruling(self, act: Act, rules: Governing, due: datetime) -> None:
        """Record, at its moment and once, that there is no ruling in time."""
        if self.waits_for_a_ruling and not self.missed:
            at = self._inside(act.at(max(due, self.modified_on)))
            late = f"The ruling was due before {in_words(due)}."
            self._ruling_missed(act=as_fact(at, rules.rule(RULING_DAYS), late), due=due)

    def rule_on(
        self, act: Act, rules: Governing, due: datetime, *, upheld: bool, reasons: str
    ) -> None:
        """Rule on its appeal; a ruling that comes late is marked."""
        if not self.waits_for_a_ruling:
            raise OutOfOrder("No appeal waits for a ruling.", rule=APPEALS_BY)
        if act.actor == self.person:
            raise NotAllowed("Nobody rules on an appeal of their own.", rule=APPEALS_BY)
        if not reasons.strip():
            raise BadInput("Give the reasons: everybody reads them beside the motion.")
        late = None if act.occurred_at < due else f"The ruling was due before {in_words(due)}."
        stamped = as_fact(self._inside(act), rules.rule(RULING_DAYS), late)
        self._ruled_on(act=stamped, upheld=upheld, reasons=reasons)

    def answer(self, act: Act, parent: UUID, *, agreed: bool) -> None:
        """Say whether a parent goes into this composite; the last answer counts."""
        self.must_stand()
        if parent not in self.parents:
            raise BadInput("This composite is not made of that motion.")
        self._answered(act=self._inside(act).under(ANSWER_DAYS), parent=parent, agreed=agreed)

    def speak(self, act: Act, words: str) -> None:
        """Say what speaks for it; the last word stands."""
        self.must_stand()
        if not words.strip():
            raise BadInput("Write what speaks for the motion.")
        self._spoken_for(act=self._inside(act).under(SUBMITTED_BY), words=words)

    def must_stand(self) -> None:
        """Raises `OutOfOrder` for one that was withdrawn."""
        if self.withdrawn:
            raise OutOfOrder("This motion was withdrawn.", rule=SUBMITTED_BY)

    def must_have_passed(self) -> None:
        """Raises `OutOfOrder` for one of which no composite can be made."""
        self.must_stand()
        if self.is_composite or self.turned_down:
            raise OutOfOrder(
                "A composite is made of motions that were put, and not turned down.",
                rule=CHECKING_DAYS,
            )

    def _inside(self, act: Act) -> Act:
        return act.within(self.primary, self.edition)

    @event(Withdrawn)
    def _withdrawn(self, act: Act) -> None:
        self.withdrawn = True

    @event(Backed)
    def _backed(self, act: Act, backer: UUID) -> None:
        self.backers |= {backer}

    @event(BackingTakenBack)
    def _backing_taken_back(self, act: Act, backer: UUID) -> None:
        self.backers -= {backer}

    @event(Checked)
    def _checked(self, act: Act, passed: bool, reasons: str) -> None:
        self.passed = passed

    @event(Appealed)
    def _appealed(self, act: Act, grounds: str) -> None:
        self.appealed = True

    @event(RulingMissed)
    def _ruling_missed(self, act: Act, due: datetime) -> None:
        self.missed = True

    @event(RuledOn)
    def _ruled_on(self, act: Act, upheld: bool, reasons: str) -> None:
        self.upheld = upheld

    @event(Answered)
    def _answered(self, act: Act, parent: UUID, agreed: bool) -> None:
        self.answers = {**self.answers, parent: agreed}

    @event(SpokenFor)
    def _spoken_for(self, act: Act, words: str) -> None:
        pass
