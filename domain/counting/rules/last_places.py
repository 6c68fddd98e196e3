"""The last places: when all who are left can have them, under every rule of transferable votes.

Nothing is known here of votes but their order; whether a rule says "as many candidates as places"
or "no more than the places" comes to the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.guard import Guard
from domain.counting.sheet import Sheet
from domain.counting.wording import all_elected


def able(sheet: Sheet, guard: Guard) -> list[Index]:
    """Those left who may still be elected."""
    doomed = guard.bound(sheet).doomed
    return [candidate for candidate in sheet.hopeful if candidate not in doomed]


def all_fit(sheet: Sheet, guard: Guard) -> bool:
    """Whether the places are enough for all who are left, and all of them may have one.

    One by one they may all be possible and together not.  A place for reopened nominations that
    may still come in needs one too: the papers decide who has it.
    """
    left = able(sheet, guard)
    return sheet.leaves_room_for(left) and guard.together(sheet, left)


def elect_all_left(
    sheet: Sheet, guard: Guard, votes: Sequence[Amount], clause: str, how: str = ""
) -> None:
    """Elect them in order of votes, if all fit, and say why those with more votes may not be.

    `how` is added to the sentence, such as "without the quota".
    """
    while sheet.places_left and all_fit(sheet, guard) and (left := able(sheet, guard)):
        bound = guard.bound(sheet)
        for candidate in sorted(bound.doomed, key=sheet.name):
            sheet.say(
                f"{sheet.name(candidate)} can no longer be elected: {bound.reason(candidate)}.",
                clause,
            )
        for candidate in sorted(left, key=lambda one: (-votes[one], sheet.name(one))):
            sheet.elect(candidate)
        who = "candidates can still be elected" if bound.doomed else "candidates are left"
        told = all_elected(len(left), sheet.names(left), who)
        sheet.say(f"{told}{how and ' '}{how}.", clause)
