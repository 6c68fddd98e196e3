"""What the preferences say to an allocation, and the seed that they make with a public value.

The hash is of a text that anybody can write from the preferences: a heading, then a line for each
person in order of their ids, with the id, a tab, and the short names of the groups from best to
worst with `>` between them; each line ends in a line feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from domain.counting.lots import lot_seed
from domain.formation.groups import Group, Preference, Terms
from domain.formation.wishes import Asked, Room, Wishes
from domain.kernel.refusal import BadInput

HEADING = "convenor preferences v1"


def preferences_text(preferences: Iterable[Preference]) -> str:
    """The preferences as the text that is hashed."""
    lines = sorted(f"{one.person}\t{'>'.join(one.ranking)}\n" for one in preferences)
    return "".join((f"{HEADING}\n", *lines))


def seed_of(preferences: Iterable[Preference], value: str) -> str:
    """The seed of the lot: of the preferences, which are closed, and of a value not known then."""
    if not value.strip():
        raise BadInput("Give the value as it was published.")
    return lot_seed(sha256(preferences_text(preferences).encode()).hexdigest(), value)


def wishes_of(groups: Iterable[Group], terms: Terms, preferences: Iterable[Preference]) -> Wishes:
    """Everything that an allocation is made of."""
    rooms = [
        Room(group=one.slug, name=one.name, least=one.least, most=one.most)
        for one in groups
        if one.most is not None
    ]
    asked = [
        Asked(person=one.person, ranking=one.ranking, owed=terms.everybody) for one in preferences
    ]
    return Wishes(groups=tuple(rooms), asked=tuple(asked), each=terms.each)
