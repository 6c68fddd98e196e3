"""Every amendment to one proposal and what became of it: the state that acts leave behind.

Each method gives the state after one more act.  It refuses nothing and asks no text: whether an
amendment fits is the docket's question, and whether it was carried is the assembly's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from domain.cycle.calendar import StageName
from domain.cycle.held import Alternative, Fate, Held, Overtaken
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.merging.collisions import Choice
from domain.text.text import ParagraphId


@dataclass(frozen=True)
class Amendments:
    """What was moved, in the order of moving, and what the assembly has said to it so far.

    `taken` are the carried ones in the order of their votes; `sent_back` and `choices` hold until
    the text is passed on.
    """

    held: Mapping[AmendmentId, Held] = field(default_factory=dict)
    taken: tuple[AmendmentId, ...] = ()
    sent_back: tuple[ParagraphId, ...] = ()
    choices: tuple[Choice, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    def open_in(self, stage: StageName) -> tuple[Held, ...]:
        """What the assembly of that stage still has to decide."""
        return tuple(one for one in self.held.values() if one.is_open and one.decided_in is stage)

    def worked_in_at(self, stage: StageName) -> tuple[AmendmentId, ...]:
        """What that assembly carried and the text has taken up, in the order of the votes."""
        taken = (self.held[name] for name in self.taken)
        return tuple(one.id for one in taken if one.applied and one.decided_in is stage)

    @property
    def standing_alternatives(self) -> tuple[Alternative, ...]:
        """The minority's texts that still fit the proposal."""
        return tuple(
            kept
            for kept in self.alternatives
            if self.held[kept.amendment].fate is not Fate.OVERTAKEN
        )

    def entered(self, *held: Held) -> Self:
        """With these, new or in place of what they were."""
        return replace(self, held={**self.held, **{one.id: one for one in held}})

    def met(self, names: Iterable[AmendmentId], fate: Fate, because: str) -> Self:
        """After these met their fate."""
        return self.entered(*(self.held[name].met(fate, because) for name in names))

    def withdrawn(self, name: AmendmentId) -> Self:
        """After its mover took one back."""
        return self.met((name,), Fate.WITHDRAWN, "withdrawn by its mover")

    def decided(self, names: tuple[AmendmentId, ...], fate: Fate, because: str) -> Self:
        """After a decision on these; what is carried is remembered in the order of taking."""
        taken = self.taken + (names if fate is Fate.CARRIED else ())
        return replace(self.met(names, fate, because), taken=taken)

    def divided(self, whole: AmendmentId, parts: tuple[Held, ...]) -> Self:
        """After an amendment was put in parts."""
        return self.met((whole,), Fate.DIVIDED, "put in parts").entered(*parts)

    def settled(self, choice: Choice) -> Self:
        """After a choice between readings that can't all stand."""
        return replace(self, choices=(*self.choices, choice))

    def referred(
        self, paragraph: ParagraphId, back: Iterable[Held], remaining: Iterable[Amendment]
    ) -> Self:
        """After a paragraph went back with what was moved on it."""
        left = self.entered(*back).rewritten(remaining)
        return replace(left, sent_back=(*self.sent_back, paragraph))

    def kept(self, alternative: Alternative, amendment: Amendment) -> Self:
        """After a minority's amendment was let go to the paper."""
        return replace(self.rewritten((amendment,)), alternatives=(*self.alternatives, alternative))

    def worked_in(self, names: Iterable[AmendmentId]) -> Self:
        """After the text took these up."""
        done = (self.held[name].model_copy(update={"applied": True}) for name in names)
        return self.entered(*done)

    def carried_over(self, rebased: Iterable[Amendment], overtaken: Iterable[Overtaken]) -> Self:
        """After the text changed: what fits it now, and what lost its place."""
        left = self.rewritten(rebased)
        for lost in overtaken:
            left = left.met((lost.id,), Fate.OVERTAKEN, lost.because)
        return left

    def rewritten(self, amendments: Iterable[Amendment]) -> Self:
        """With these in other words."""
        return self.entered(
            *(self.held[one.id].model_copy(update={"amendment": one}) for one in amendments)
        )

    def passed_on(self, stage: StageName) -> Self:
        """After an assembly ended: what is open goes to the next, or was not reached."""
        still_open = tuple(one for one in self.held.values() if one.is_open)
        if stage is StageName.SECOND_ASSEMBLY:
            names = (one.id for one in still_open)
            after = self.met(names, Fate.NOT_REACHED, "the assembly ended before it was reached")
        else:
            later = {"decided_in": StageName.SECOND_ASSEMBLY}
            after = self.entered(*(one.model_copy(update=later) for one in still_open))
        return replace(after, choices=(), sent_back=())
