"""The amendments that are before an assembly on one text: which are open, carried, in parts, easy.

It answers questions about them and refuses what does not fit; it changes nothing.  What a vote
makes of them is in `deciding`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.cycle.amendments import Amendments
from domain.cycle.calendar import StageName
from domain.cycle.held import Fate, Held
from domain.cycle.settling import Worked, parts_of, touches, with_children, worked_in
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.text.amendment.change import Amendment, AmendmentId, InsertParagraph
from domain.text.deciding.easy_first import uncontested_first
from domain.text.deciding.plan import VotingPlan
from domain.text.deciding.voting import voting_order
from domain.text.text import ParagraphId, Text


@dataclass(frozen=True)
class Docket:
    """The newest text and what was moved on it, as it stands now."""

    text: Text
    amendments: Amendments

    @property
    def _held(self) -> Mapping[AmendmentId, Held]:
        return self.amendments.held

    def get(self, name: AmendmentId) -> Held:
        """The amendment of that name; raises `NotFound`."""
        held = self._held.get(name)
        if held is None:
            raise NotFound(f"There is no amendment {name} to this proposal.")
        return held

    def open(self, name: AmendmentId) -> Held:
        """The amendment of that name, if it is still to be decided."""
        held = self.get(name)
        if not held.is_open:
            raise OutOfOrder(f"Amendment {name} is not open any more: it was {held.fate}.")
        return held

    def parents_of(self, amendment: Amendment) -> tuple[Amendment, ...]:
        """The open amendment that this one would amend, if it amends one."""
        return () if amendment.parent is None else (self.open(amendment.parent).amendment,)

    def must_not_be_sent_back(self, amendment: Amendment) -> None:
        """Refuse an amendment to a paragraph that the assembly has referred back."""
        sent_back = self.amendments.sent_back
        if amendment.parent is None and touches(self.text, amendment, sent_back):
            raise OutOfOrder(
                "The assembly has referred this paragraph back to its drafters. Amendments to it "
                "can be moved again once the text has been passed on."
            )

    def must_name_anew(self, amendment: Amendment, versions: Iterable[Text]) -> None:
        """Refuse a new paragraph under a name that another has, had or would have.

        A paragraph keeps its name for good, so two amendments that used one could not both stand.
        """
        taken = {name for version in versions for name in version.ids}
        taken |= {name for held in self._held.values() for name in _new_names(held.amendment)}
        for name in _new_names(amendment):
            if name in taken:
                raise BadInput(
                    f"A paragraph {name} is in the text, was in it or is asked for by another "
                    "amendment. Give the new paragraph another name, or none."
                )

    def family(self, amendment: AmendmentId) -> Iterator[Held]:
        """The amendments to an amendment, and theirs."""
        for held in self._held.values():
            if held.amendment.parent == amendment:
                yield held
                yield from self.family(held.id)

    def can_be_decided(self, wanted: Collection[AmendmentId]) -> None:
        """Refuse a decision on what is not open, or whose own amendments come first."""
        for name in wanted:
            self.open(name)
        self.own_come_first(wanted)

    def own_come_first(self, wanted: Collection[AmendmentId]) -> None:
        """Refuse to decide an amendment while one to it is open and not decided with it."""
        for name in wanted:
            before = [one.id for one in self.family(name) if one.is_open and one.id not in wanted]
            if before:
                raise OutOfOrder(
                    f"{', '.join(before)} would amend amendment {name} and has to be decided "
                    "before it, or together with it."
                )

    def undecided(self) -> list[Held]:
        """Open amendments, with the carried amendments to them."""
        found = {one.id: one for one in self._held.values() if one.is_open}
        for name in list(found):
            found |= {own.id: own for own in self.family(name) if own.fate is Fate.CARRIED}
        return list(found.values())

    def carried(self) -> tuple[Amendment, ...]:
        """What is carried and not in the text yet, as far as what it amends is carried too."""
        return with_children(
            one for one in self._held.values() if one.fate is Fate.CARRIED and not one.applied
        )

    def merged(self, *, undivided: bool) -> Worked:
        """What the text becomes with all that is carried (see `worked_in`)."""
        return worked_in(self.text, self.carried(), self.amendments.choices, undivided=undivided)

    def besides(self, gone: Collection[AmendmentId]) -> tuple[Amendment, ...]:
        """What must go on fitting a new text: open, carried and waiting, or kept by a minority."""
        kept = {alternative.amendment for alternative in self.amendments.standing_alternatives}
        return with_children(
            one
            for one in self._held.values()
            if one.id not in gone
            and (one.is_open or one.id in kept or (one.fate is Fate.CARRIED and not one.applied))
        )

    def parts(self, amendment: AmendmentId) -> tuple[Amendment, ...]:
        """The parts of an amendment, as carried amendments to it have left it.

        One that touches a single place is its own only part, as is one to another amendment.
        """
        held = self._held[amendment]
        if held.amendment.parent is not None:
            return (held.amendment,)
        own = [one for one in self.family(amendment) if one.fate is Fate.CARRIED]
        carried = with_children([held, *own])[1:]
        parts = parts_of(self.text, held.amendment, carried, self.amendments.choices)
        return parts if len(parts) > 1 else (held.amendment,)

    def uncontested(
        self, stage: StageName, contested: Collection[AmendmentId]
    ) -> tuple[AmendmentId, ...]:
        """The easy ones: open in that assembly, contested by nobody, colliding with nothing."""
        waiting = {one.id: one for one in self.carried()}
        before = {one.id: one.amendment for one in self.undecided()} | waiting
        easy = uncontested_first(self.text, before.values(), {*contested, *waiting}).merged
        held = [self._held[name] for name in easy]
        return tuple(one.id for one in held if one.is_open and one.decided_in is stage)

    def plan(self, stage: StageName, *, in_parts: bool) -> VotingPlan:
        """In which order to put what is before that assembly, and what falls with what."""
        before = {one.id: one.amendment for one in self.undecided() if one.decided_in is stage}
        if in_parts:
            for whole in self._ready_for_division(before):
                parts = self.parts(whole)
                if len(parts) > 1:
                    gone = {whole, *(own.id for own in self.family(whole))}
                    before = {name: one for name, one in before.items() if name not in gone}
                    before |= {part.id: part for part in parts}
        return voting_order(self.text, before.values())

    def _ready_for_division(self, before: Collection[AmendmentId]) -> list[AmendmentId]:
        """Amendments to the text to which no amendment is open any more."""
        roots = (name for name in before if self._held[name].amendment.parent is None)
        return [name for name in roots if not any(own.is_open for own in self.family(name))]


def _new_names(amendment: Amendment) -> Iterator[ParagraphId]:
    return (one.id for one in amendment.changes if isinstance(one, InsertParagraph))
