"""A motion before a meeting: its text, what was moved on it, and what becomes of the text.

The text machinery decides what an amendment does; which votes were had is told to it.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.cycle.held import Overtaken
from domain.cycle.settling import carry_over
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.value import Value
from domain.meetings.orders import PROCEDURE
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.deciding.parts import in_parts
from domain.text.deciding.procedures import paragraph_by_paragraph, settle
from domain.text.deciding.settlement import Outcome, Procedure
from domain.text.merging.collisions import Choice
from domain.text.text import ParagraphId, Text


class Motion(Value):
    """A motion; `text` is its newest text, `open` the amendments still to be decided."""

    number: int
    item: int
    title: str
    text: Text
    mover: PersonId
    seconder: PersonId | None = None
    moved: int = 0
    open: tuple[Amendment, ...] = ()
    waiting: tuple[Amendment, ...] = ()
    decided: bool = False

    def must_be_open(self) -> None:
        """Refuse whatever is moved on a motion that has been decided."""
        if self.decided:
            raise OutOfOrder(f"Motion {self.number} has been decided already.", rule=PROCEDURE)

    def next_name(self) -> AmendmentId:
        """The name of the next amendment to it."""
        return AmendmentId(f"M{self.number}A{self.moved + 1}")


class Amended(NamedTuple):
    """What a vote on amendments leaves of a motion; `text` is none where it stays as it was."""

    text: Text | None
    open: tuple[Amendment, ...]
    waiting: tuple[Amendment, ...]
    fallen: tuple[Overtaken, ...] = ()


def must_be_put(motion: Motion, names: tuple[AmendmentId, ...], procedure: Procedure) -> None:
    """Refuse a vote on what is not open, or whose own amendments come first."""
    if not names:
        raise BadInput("Say which amendments the vote is on.", rule=PROCEDURE)
    known = {one.id for one in _put(motion, procedure)}
    for name in names:
        if name not in known:
            raise NotFound(
                f"Amendment {name} is not open on motion {motion.number}. "
                f"Open are: {', '.join(known) or 'none'}."
            )
    own = [one.id for one in motion.open if one.parent in names and one.id not in names]
    if own:
        raise OutOfOrder(
            f"{', '.join(own)} would amend what is put, and has to be decided before it, or "
            "together with it.",
            rule=PROCEDURE,
        )


def must_be_moved_on_the_text(amendment: Amendment, procedure: Procedure) -> None:
    """Where amendments are put in parts none can be moved to another; raises `BadInput`."""
    if procedure is Procedure.PARTS and amendment.parent is not None:
        raise BadInput(
            "Amendments are put in parts here. Move your own on the motion, not on an amendment.",
            rule=PROCEDURE,
        )


def decided(
    motion: Motion, names: tuple[AmendmentId, ...], procedure: Procedure, *, carried: bool
) -> Amended:
    """What becomes of the motion by a vote on these amendments."""
    put = _put(motion, procedure)
    named = tuple(one for one in put if one.id in names)
    left = tuple(one for one in put if one.id not in names)
    if not carried:
        return Amended(None, left, motion.waiting)
    waiting = (*motion.waiting, *named)
    if procedure is not Procedure.SUBSTANTIVE or all(one.parent for one in named):
        return Amended(None, left, waiting)
    return _made_anew(motion.text, left, waiting)


def _made_anew(text: Text, left: tuple[Amendment, ...], waiting: tuple[Amendment, ...]) -> Amended:
    """The new motion; what was carried on amendments that are still open goes on waiting."""
    through = _standing(waiting)
    names = tuple(one.id for one in through)
    outcome = Outcome(procedure=Procedure.SUBSTANTIVE, carried=names)
    made = settle(text, through, outcome).text
    held = tuple(one for one in waiting if one not in through)
    fitted, lost = carry_over(text, made, (*left, *held), through)
    held_names = {one.id for one in held}
    return Amended(
        made,
        tuple(one for one in fitted if one.id not in held_names),
        tuple(one for one in fitted if one.id in held_names),
        lost,
    )


def _standing(carried: tuple[Amendment, ...]) -> tuple[Amendment, ...]:
    """Those of the carried whose parents, if any, are carried too."""
    names = {one.id for one in carried}
    return tuple(one for one in carried if one.parent is None or one.parent in names)


def _put(motion: Motion, procedure: Procedure) -> tuple[Amendment, ...]:
    """What can be voted on: each open amendment or, where it is put in parts, each of its parts."""
    if procedure is not Procedure.PARTS:
        return motion.open
    return tuple(part for one in motion.open for part in _parts(motion.text, one))


def _parts(text: Text, amendment: Amendment) -> tuple[Amendment, ...]:
    found = in_parts(text, amendment)
    return found if len(found) > 1 else (amendment,)


def final_text(motion: Motion, procedure: Procedure, choices: tuple[Choice, ...]) -> Text:
    """The text with whatever was carried, before the motion itself is put.

    Raises `OutOfOrder` while an amendment is open, or carried ones collide and nobody has chosen.
    """
    if motion.open:
        raise OutOfOrder(
            f"Amendments {', '.join(one.id for one in motion.open)} are still open. "
            "Decide them before the motion is put.",
            rule=PROCEDURE,
        )
    standing = _standing(motion.waiting)
    if not standing:
        return motion.text
    merged = Procedure.PARALLEL if procedure is Procedure.PARTS else procedure
    names = tuple(one.id for one in standing)
    made = settle(motion.text, standing, Outcome(procedure=merged, carried=names, choices=choices))
    if made.collisions and procedure is not Procedure.CONSENSUS:
        raise OutOfOrder(
            f"Carried amendments collide: {made.collisions[0].id}. Choose between them.",
            rule=PROCEDURE,
        )
    return made.text


def without(motion: Motion, lost: tuple[ParagraphId, ...]) -> Text:
    """The text with the parts that were voted down left out; raises `BadInput` if none is left."""
    text = paragraph_by_paragraph(motion.text, lost)
    if not text.paragraphs:
        raise BadInput(
            "Every part was voted down, so nothing is left to put. Record the motion as lost.",
            rule=PROCEDURE,
        )
    return text
