"""The items of a meeting: their order, which one is before it, and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.value import Value


class Fate(StrEnum):
    """What became of an item."""

    WAITING = "waiting"
    BEFORE_THE_MEETING = "before the meeting"
    TAKEN = "taken"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    REMITTED = "remitted"
    REFERRED_BACK = "referred back"
    PASSED_OVER = "passed over for the next business"


OPEN = (Fate.WAITING, Fate.BEFORE_THE_MEETING)
CAME_TO = (Fate.BEFORE_THE_MEETING, Fate.TAKEN)
DISPOSED_OF = (Fate.REMITTED, Fate.REFERRED_BACK, Fate.PASSED_OVER)
"""What takes an item from a meeting without a decision on it."""
LEFT = (Fate.DEFERRED, Fate.WITHDRAWN, *DISPOSED_OF)


class Purpose(StrEnum):
    """What an item is on the agenda for."""

    DECISION = "for decision"
    DISCUSSION = "for discussion"
    INFORMATION = "for information"


class Brought(Value):
    """Where an item comes from that comes back: a meeting and its item, or a written resolution."""

    stream: UUID
    number: int


class Item(Value):
    """An item of the agenda.

    `number` stays with it; `label` is how the agenda calls it, such as 5.1.  `admitted`: it came
    too late, and the meeting itself let it in; `emergency`: as an emergency.  `brought`: it came
    back by itself, from where it was left.
    """

    number: int
    title: str
    label: str = ""
    by: PersonId | None = None
    text: str = ""
    admitted: bool = False
    emergency: bool = False
    purpose: Purpose | None = None
    brought: Brought | None = None
    fate: Fate = Fate.WAITING

    @property
    def is_open(self) -> bool:
        return self.fate in OPEN

    @property
    def heading(self) -> str:
        return f"{self.label or self.number}. {self.title}"

    def is_part_of(self, other: Item) -> bool:
        """Whether it stands below another, as 5.1 below 5."""
        above = other.label.strip(".")
        return bool(above) and self.label.startswith(f"{above}.") and self.label != other.label

    @property
    def on_agenda(self) -> str:
        """Its heading with what it is there for, where that was said."""
        return self.heading if self.purpose is None else f"{self.heading} ({self.purpose})"


class Agenda(Value):
    """The items in the order in which they are to be taken."""

    items: tuple[Item, ...] = ()

    @property
    def next_number(self) -> int:
        return max((item.number for item in self.items), default=0) + 1

    @property
    def current(self) -> Item | None:
        """The item that is before the meeting."""
        fate = Fate.BEFORE_THE_MEETING
        return next((item for item in self.items if item.fate is fate), None)

    @property
    def open(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_open)

    def item(self, number: int) -> Item:
        """The item of that number; raises `NotFound`."""
        found = next((item for item in self.items if item.number == number), None)
        if found is None:
            raise NotFound(f"There is no item {number} on the agenda of this meeting.")
        return found

    def still_open(self, number: int, rule: RuleId) -> Item:
        """The item, if it has not been dealt with; raises `OutOfOrder`."""
        found = self.item(number)
        if not found.is_open:
            raise OutOfOrder(f"Item {found.heading} was {found.fate} already.", rule=rule)
        return found

    def not_left(self, number: int, rule: RuleId) -> Item:
        """The item, unless the meeting left it without a decision; raises `OutOfOrder`.

        What was dealt with may still be decided: a decision is often entered a little later.
        """
        found = self.item(number)
        if found.fate in LEFT:
            raise OutOfOrder(
                f"Item {found.heading} was {found.fate}, so nothing is decided on it. Ask the "
                "meeting to let it in once more.",
                rule=rule,
            )
        return found

    def ordered(self, order: tuple[int, ...], rule: RuleId) -> Agenda:
        """The agenda in another order, in which every item is named once; raises `BadInput`."""
        if sorted(order) != sorted(item.number for item in self.items):
            raise BadInput(
                "An order of the agenda names each of its items once: "
                f"{', '.join(str(item.number) for item in self.items) or 'there is none yet'}.",
                rule=rule,
            )
        return Agenda(items=tuple(self.item(number) for number in order))

    def not_come_to(self, decided: Collection[int]) -> tuple[Item, ...]:
        """The items that a meeting which ends now leaves to the next one.

        A meeting came to what it decided on, and to a heading such as 5 with a part of it, 5.1.
        """
        came = [one for one in self.items if one.number in decided or one.fate in CAME_TO]
        return tuple(
            item
            for item in self.open
            if item not in came and not any(one.is_part_of(item) for one in came)
        )

    def adding(self, item: Item) -> Agenda:
        return Agenda(items=(*self.items, item))

    def met(self, number: int, fate: Fate) -> Agenda:
        """The agenda with that item having met its fate."""
        return Agenda(
            items=tuple(
                item.model_copy(update={"fate": fate}) if item.number == number else item
                for item in self.items
            )
        )

    def taking(self, number: int) -> Agenda:
        """The agenda with that item before the meeting; the one before it has been taken."""
        current = self.current
        before = self if current is None else self.met(current.number, Fate.TAKEN)
        return before.met(number, Fate.BEFORE_THE_MEETING)
