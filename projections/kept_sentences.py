"""What acts on what is kept of somebody are called in sentences that everybody may read.

That something changed is told, and never what: whether somebody gave an address or joined a caucus
reads the same, for to belong to any caucus at all tells of somebody what nobody is to know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.bodies.details import Person
from domain.kernel.aggregate import Recorded
from domain.kernel.sealed import Purpose
from projections.phrases import Told, end, listed

PURPOSES: Final = {
    Purpose.IDENTITY: "their name",
    Purpose.CONTACT: "reaching them",
    Purpose.BIRTH: "their age",
    Purpose.CAUCUS: "caucuses",
    Purpose.QUOTA: "quotas",
    Purpose.CASE: "cases",
}
CHANGES: Final[tuple[type[Recorded], ...]] = (
    Person.DetailsSet,
    Person.CategoryDeclared,
    Person.CategoryWithdrawn,
    Person.CaucusJoined,
    Person.CaucusLeft,
)
CHANGED: Final[dict[str, object]] = {
    "topic": "person.changed",
    "rules": (),
    "breaks": (),
    "note": None,
    "authority_kind": "rule",
    "authority": "what is kept of people",
    "authority_id": None,
}
"""What stands in the journal in place of whatever would tell one of them from another."""


def _changed(event: Any, told: Told) -> str:
    return f"What is kept of {told.name(event.person)} was changed."


KEPT_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Person.Entered: lambda e, t: f"Something is kept of {t.name(e.person)} from now on.",
    **dict.fromkeys(CHANGES, _changed),
    Person.HoldPlaced: lambda e, t: (
        f"What is kept of {t.name(e.person)} was put on hold: {end(e.reason)}"
    ),
    Person.HoldLifted: lambda e, t: (
        f"The hold on what is kept of {t.name(e.person)} was lifted: {end(e.reason)}"
    ),
    Person.Erased: lambda e, t: (
        f"What was kept of {t.name(e.person)} for {listed([PURPOSES[p] for p in e.purposes])} "
        f"was erased: {end(e.ground)}"
    ),
}
