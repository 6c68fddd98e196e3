"""What each act in the forming of groups is called in one plain sentence.

Who wishes for which group is not said: it is for the members of the parent alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.formation.formation import Formation
from domain.kernel.aggregate import Recorded
from projections.phrases import Told, counted, end, listed, moment

FORMATION_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Formation.Opened: lambda e, t: (
        f"{e.parent_name} announced {counted(len(e.groups), 'group')} to be formed of its members: "
        f"{listed([one.name for one in e.groups])}."
    ),
    Formation.Preferred: lambda e, t: f"{e.preference.name} said which groups they wish for.",
    Formation.PreferencesClosed: lambda e, t: (
        f"Preferences closed: {counted(len(e.counted), 'member')} had said which groups they wish "
        f"for, {len(e.silent) or 'none'} had not."
    ),
    Formation.LotValueRecorded: lambda e, t: (
        f"{t.who} recorded {e.value} as the value from which places are drawn."
    ),
    Formation.Allocated: lambda e, t: (
        f"Places in “{t.what}” were given by preference: {_met(e.allocation.met)}."
    ),
    Formation.NotAllocated: lambda e, t: (
        f"Places in “{t.what}” can't be given by preference: {end(e.reason)}"
    ),
    Formation.Ratified: lambda e, t: (
        f"Who sits in which group of “{t.what}” was ratified"
        f"{f', with {counted(len(e.changes), _CHANGE)}' if e.changes else ''}."
    ),
    Formation.Refused: lambda e, t: (
        f"Who sits in which group was not ratified, and preferences are taken again until "
        f"{moment(e.plan.closes)}: {end(e.reason)}"
    ),
    Formation.ConvenorNamed: lambda e, t: f"{e.name} was named as a convenor in “{t.what}”.",
    Formation.FirstMeetingConvened: lambda e, t: f"A first meeting was called in “{t.what}”.",
    Formation.DeadlineMissed: lambda e, t: (
        f"{e.duty.words} was due by {moment(e.due)} and had not been done."
    ),
    Formation.Completed: lambda e, t: f"All groups of “{t.what}” have begun.",
    Formation.GivenUp: lambda e, t: f"“{t.what}” was given up: {end(e.reason)}",
}
"""The sentences by act."""

_CHANGE = "change"
_RANKS = ("first", "second", "third")


def _met(met: tuple[int, ...]) -> str:
    told = [
        counted(many, f"{rank} choice") for rank, many in zip(_RANKS, met, strict=False) if many
    ]
    later = sum(met[len(_RANKS) :])
    return listed([*told, *([counted(later, "later choice")] if later else [])]) or "nobody asked"
