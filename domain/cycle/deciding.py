"""What follows from a decision of the assembly: what is put in parts, what falls, what the text
becomes.

Every function answers with what is to be recorded, or refuses; none records.  What the votes were,
and whether they carried, is the assembly's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.cycle.allowing import PROCEDURE
from domain.cycle.asked import Asked
from domain.cycle.docket import Docket
from domain.cycle.held import Alternative, Fate, Held, Overtaken
from domain.cycle.settling import Worked, as_it_stands, carry_over, text_of
from domain.kernel.refusal import NotFound, OutOfOrder, RuleBroken
from domain.kernel.value import Value
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.merging.collisions import Choice


class Division(Value):
    """An amendment that is put in parts, each to be decided for itself."""

    whole: AmendmentId
    parts: tuple[Held, ...]


class NewText(Value):
    """What is asked for with carried amendments in it, and what became of the others."""

    asked: Asked
    applied: tuple[AmendmentId, ...]
    rebased: tuple[Amendment, ...]
    overtaken: tuple[Overtaken, ...]


def divisions(docket: Docket, wanted: Iterable[AmendmentId]) -> tuple[Division, ...]:
    """What must be put in parts so that these can be decided; refuses to take a whole at once.

    A part is named after its whole: A1/1, A1/2 …
    """
    wanted = tuple(wanted)
    unknown = (name for name in wanted if name not in docket.amendments.held)
    wholes = dict.fromkeys(AmendmentId(name.rpartition("/")[0]) for name in unknown)
    found = [_division(docket, name) for name in wholes if name in docket.amendments.held]
    after = docket.amendments
    for one in found:
        after = after.divided(one.whole, one.parts)
    for name in wanted:
        _must_be_one_part(Docket(docket.text, after), name)
    return tuple(found)


def _division(docket: Docket, whole: AmendmentId) -> Division:
    held = docket.open(whole)
    docket.own_come_first((whole,))
    parts = (held.model_copy(update={"amendment": part}) for part in docket.parts(whole))
    return Division(whole=whole, parts=tuple(parts))


def _must_be_one_part(docket: Docket, amendment: AmendmentId) -> None:
    docket.open(amendment)
    parts = docket.parts(amendment)
    if len(parts) > 1:
        raise RuleBroken(
            f"Amendment {amendment} is put in parts. Take a vote on each of "
            f"{', '.join(part.id for part in parts)}.",
            rule=PROCEDURE,
        )


def falling_with(docket: Docket, lost: Iterable[AmendmentId]) -> tuple[AmendmentId, ...]:
    """What amends an amendment that was lost or taken back, and falls with it."""
    family = (one for name in lost for one in docket.family(name))
    return tuple(one.id for one in family if one.is_open or one.fate is Fate.CARRIED)


def new_text(
    asked: Asked, docket: Docket, worked: Worked, fallen: tuple[Overtaken, ...] = ()
) -> NewText | None:
    """The text with what is carried, and the rest carried over; none if nothing is altered."""
    if not worked.applied and not fallen:
        return None
    gone = {*worked.applied, *(one.id for one in fallen)}
    rebased, overtaken = carry_over(asked.text, worked.text, docket.besides(gone), worked.through)
    return NewText(
        asked=asked.with_text(worked.text).with_rules(worked.rules),
        applied=worked.applied,
        rebased=rebased,
        overtaken=overtaken + fallen,
    )


def without_agreement(worked: Worked) -> tuple[Overtaken, ...]:
    """Under consensus nothing stands of what is still in dispute at the end."""
    because = "is in dispute with another, and the assembly did not agree between them"
    return tuple(Overtaken(id=one.id, because=because) for one in worked.waiting)


def must_settle(asked: Asked, docket: Docket, choice: Choice) -> None:
    """Refuse a choice that settles no collision, or makes a value that has no sense."""
    before = docket.merged(undivided=False)
    if choice.collision not in {collision.id for collision in before.collisions}:
        raise NotFound("There is no such collision between carried amendments any more.")
    after = Docket(docket.text, docket.amendments.settled(choice))
    asked.with_rules(after.merged(undivided=False).rules)


def for_the_paper(
    docket: Docket, alternative: Alternative, versions: Iterable[Asked]
) -> Amendment | None:
    """A minority's amendment as it fits the newest text; none if it goes to the paper already."""
    held = docket.get(alternative.amendment)
    if held.amendment.parent is not None:
        raise OutOfOrder(
            f"{held.id} amends another amendment and makes no text of its own. "
            "Keep the amendment that it amends."
        )
    if alternative.amendment in {known.amendment for known in docket.amendments.alternatives}:
        return None
    return as_it_stands(held.amendment, versions)


def with_amendment(asked: Asked, amendment: Amendment) -> Asked:
    """What would be asked for with this one amendment in it."""
    merged = text_of(asked.text, (amendment,), ())
    return asked.with_text(merged.text).with_rules(merged.rules)
