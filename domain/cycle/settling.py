"""Where a proposal meets the text machinery: does an amendment fit, what becomes of the text.

It decides nothing of its own: an amendment that does not fit is refused by the text, and a value
that makes no sense is refused by the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

from domain.cycle.asked import Asked, read_value
from domain.cycle.held import Fate, Held, Overtaken
from domain.kernel.ids import RuleId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.value import Value
from domain.text.amendment.change import Amendment, AmendmentId, RuleEdit
from domain.text.deciding.easy_first import ReferredBack, refer_back
from domain.text.deciding.parts import in_parts
from domain.text.deciding.waiting import in_dispute
from domain.text.merging.collisions import Choice, Collision
from domain.text.merging.merge import Merge, as_amended, merge
from domain.text.merging.rebasing import Overtaken as NoPlace
from domain.text.merging.rebasing import rebase, rebase_all
from domain.text.text import ParagraphId, Text, digest


class Outcome(Value):
    """What an assembly decided: carried or not, why in words, and by which of its votes.

    `at_once` works what is carried into the text before anything else is taken, as when the easy
    ones are agreed first.
    """

    carried: bool
    because: str
    vote: int | None = None
    at_once: bool = False


class Worked(Value):
    """A text with carried amendments in it.

    `waiting` are carried too, but in a dispute that nobody has settled; `collisions` say which.
    `through` are the amendments that made the text, where they did so without a choice or a
    dispute between them.
    """

    text: Text
    rules: tuple[RuleEdit, ...]
    applied: tuple[AmendmentId, ...]
    waiting: tuple[Amendment, ...]
    collisions: tuple[Collision, ...]
    through: tuple[Amendment, ...] = ()


def checked(asked: Asked, amendment: Amendment, parents: Iterable[Amendment]) -> None:
    """Refuse an amendment that does not fit the text, or asks for a value that makes no sense."""
    merge(asked.text, (*parents, amendment))
    for edit in amendment.rule_edits:
        if edit.value is not None:
            read_value(RuleId(edit.rule), edit.value)


def with_children(held: Iterable[Held]) -> tuple[Amendment, ...]:
    """The amendments among these whose parents, if any, are among them too."""
    chosen = {one.id: one.amendment for one in held}

    def stands(one: Amendment) -> bool:
        return one.parent is None or (one.parent in chosen and stands(chosen[one.parent]))

    return tuple(one for one in chosen.values() if stands(one))


def text_of(base: Text, amendments: Iterable[Amendment], choices: Iterable[Choice]) -> Merge:
    """What the text becomes; choices for collisions that are no more are passed over."""
    amendments = tuple(amendments)
    known = {collision.id for collision in merge(base, amendments).collisions}
    return merge(base, amendments, [one for one in choices if one.collision in known])


def worked_in(
    base: Text, carried: tuple[Amendment, ...], choices: Iterable[Choice], *, undivided: bool
) -> Worked:
    """The text with what is carried.

    Of an amendment in an open dispute, what nobody disputes is made, and the passage stays as it
    was; if it is to stay `undivided`, it waits as a whole, with all that is in dispute with it.
    """
    choices = tuple(choices)
    merged = text_of(base, carried, choices)
    waiting = in_dispute(base, carried, merged.contested) if undivided else frozenset[AmendmentId]()
    ready = tuple(one for one in carried if one.id not in waiting)
    made = text_of(base, ready, choices) if waiting else merged
    return Worked(
        text=made.text,
        rules=made.rules,
        applied=tuple(one.id for one in ready),
        waiting=tuple(one for one in carried if one.id in waiting),
        collisions=merged.collisions,
        through=() if merge(base, ready).collisions else ready,
    )


def carry_over(
    old: Text, new: Text, amendments: Iterable[Amendment], through: Iterable[Amendment] = ()
) -> tuple[tuple[Amendment, ...], tuple[Overtaken, ...]]:
    """What is not worked in, made to fit the new text; and what has lost its place, and why.

    `through` made the new text of the old one: they say what was put where a paragraph went.
    """
    over = rebase_all(amendments, old, new, through)
    lost = (Overtaken(id=one.amendment, because=one.sentence) for one in over.overtaken)
    return over.rebased, tuple(lost)


def as_it_stands(amendment: Amendment, versions: Iterable[Asked]) -> Amendment:
    """An amendment to an earlier version as an amendment to the newest; raises `OutOfOrder`."""
    texts = [version.text for version in versions]
    first = max(at for at, text in enumerate(texts) if digest(text) == amendment.base)
    for old, new in pairwise(texts[first:]):
        outcome = rebase(amendment, old, new)
        if isinstance(outcome, NoPlace):
            raise OutOfOrder(outcome.sentence)
        amendment = outcome.amendment
    return amendment


def parts_of(
    base: Text, amendment: Amendment, own: Iterable[Amendment], choices: Iterable[Choice]
) -> tuple[Amendment, ...]:
    """The parts of an amendment, with the carried amendments to it folded in first."""
    family = (amendment, *own)
    disputed = {collision.id for collision in merge(base, family).collisions}
    chosen = [one for one in choices if one.collision in disputed]
    if len(chosen) < len(disputed):
        raise OutOfOrder(
            f"Amendments to {amendment.id} collide with one another. Choose between them before "
            "it is put in parts."
        )
    return in_parts(base, as_amended(base, amendment, own, chosen))


def referred(
    base: Text, held: Collection[Held], paragraph: ParagraphId, reason: str
) -> tuple[tuple[Held, ...], tuple[Amendment, ...]]:
    """What goes back with a paragraph, and what is left of amendments that reach further."""
    back: ReferredBack = refer_back(base, [one.amendment for one in held], [paragraph])
    before = {one.id: one for one in held}
    going = [_going_back(one, before, paragraph) for one in back.amendments]
    left = tuple(one for one in back.remaining if one != before[one.id].amendment)
    return tuple(one.met(Fate.REFERRED, reason) for one in going), left


def _going_back(one: Amendment, before: dict[AmendmentId, Held], paragraph: ParagraphId) -> Held:
    """An amendment that goes as a whole, or the part of one, which takes the paragraph's name."""
    if one.id in before:
        return before[one.id]
    whole = before[AmendmentId(one.id.rpartition("/")[0])]
    name = AmendmentId(f"{whole.id}/{paragraph}")
    return whole.model_copy(update={"amendment": one.model_copy(update={"id": name})})


def touches(base: Text, amendment: Amendment, paragraphs: Collection[ParagraphId]) -> bool:
    """Whether an amendment would change one of these paragraphs."""
    return bool(refer_back(base, [amendment], paragraphs).amendments)
