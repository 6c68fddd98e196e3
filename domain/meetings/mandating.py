"""What a group mandates its delegates to do on one item of a conference, before it opens.

How they then vote is a fact: it is published beside the mandate, whether it agrees or not.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, RuleId, derived
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooLate
from domain.meetings.decisions import Answer
from domain.rules.edition import Edition
from domain.rules.values import Flag

MANDATED: Final = RuleId("delegates.mandated")


class DelegateMandate(Aggregate):
    """The mandate of one group's delegates on one item."""

    TOPIC = "delegate_mandate"

    class Created(Aggregate.Created):
        """Never recorded: a mandate begins by being given."""

        TOPIC = "delegate_mandate.created.v1"

    class Given(Aggregate.Created):
        """A group mandated its delegates on an item; without an answer it leaves them free."""

        TOPIC = "delegate_mandate.given.v1"
        meeting: UUID
        group: BodyId
        slug: str
        name: str
        item: int
        answer: Answer | None
        words: str

    class Changed(Aggregate.Event):
        """The group gave another mandate instead."""

        TOPIC = "delegate_mandate.changed.v1"
        answer: Answer | None
        words: str

    def __init__(
        self,
        meeting: UUID,
        group: BodyId,
        slug: str,
        name: str,
        item: int,
        answer: Answer | None,
        words: str,
    ) -> None:
        self.meeting = meeting
        self.group = group
        self.item = item
        self.answer = answer
        self.words = words

    @classmethod
    def give(
        cls,
        act: Act,
        meeting: UUID,
        group: tuple[BodyId, str, str],
        item: int,
        answer: Answer | None,
        words: str,
    ) -> DelegateMandate:
        """Mandate the delegates of a group, given by its id, short name and name."""
        body, slug, name = group
        return cls._begin(
            cls.Given,
            mandate_id(meeting, body, item),
            _inside(act, meeting),
            meeting=meeting,
            group=body,
            slug=slug,
            name=name,
            item=item,
            answer=answer,
            words=_said(words),
        )

    def change(self, act: Act, answer: Answer | None, words: str) -> None:
        """Give another mandate; raises `OutOfOrder` where it says the same."""
        if (answer, words) == (self.answer, self.words):
            raise OutOfOrder("The delegates are mandated so already.", rule=MANDATED)
        self._changed(act=_inside(act, self.meeting), answer=answer, words=_said(words))

    @event(Changed)
    def _changed(self, act: Act, answer: Answer | None, words: str) -> None:
        self.answer = answer
        self.words = words


def mandate_id(meeting: UUID, group: UUID, item: int) -> UUID:
    """The stream of a group's mandate on an item."""
    return derived(meeting, "mandate", group, item)


def must_be_mandated(edition: Edition, *, opened: bool) -> None:
    """Refuse a mandate where the rules have none, or the meeting has begun."""
    if not edition.value(MANDATED, Flag).holds:
        raise RuleBroken("Delegates vote by their own judgment, without a mandate.", rule=MANDATED)
    if opened:
        raise TooLate("A group mandates its delegates before the meeting opens.", rule=MANDATED)


def _said(words: str) -> str:
    if not words.strip():
        raise BadInput("Write what the group decided: members read it beside the votes.")
    return words


def _inside(act: Act, meeting: UUID) -> Act:
    return act.under(MANDATED).within(meeting, act.rulebook_version)
