"""Who gets a place when the parent ratifies: what was allocated, and what the parent changed.

Whoever has no vote in the parent any more gets none, and is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from domain.formation.allocation import Allocation
from domain.formation.groups import Change, Group, Place, Terms, in_group
from domain.formation.orders import GROUPS_EACH, LEAST_PLACES, MOST_PLACES, Forming
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.rules.judging import judged


class Result(NamedTuple):
    """The places, and who would have had one and has left the parent."""

    places: tuple[Place, ...]
    gone: tuple[PersonId, ...]


def places_of(
    allocation: Allocation | None,
    changes: tuple[Change, ...],
    groups: tuple[Group, ...],
    names: dict[PersonId, str],
) -> Result:
    """The places as ratified, group by group and by name; `names`: who has a vote in the parent."""
    _must_be_possible(changes, groups, names)
    wanted = {one.person: one.groups for one in (allocation.placed if allocation else ())}
    wanted |= {one.person: one.groups for one in changes}
    places = [
        Place(group=group, person=person, name=names[person])
        for person, theirs in wanted.items()
        for group in theirs
        if person in names
    ]
    order = [one.slug for one in groups]
    places.sort(key=lambda one: (order.index(one.group), one.name, str(one.person)))
    gone = sorted((one for one in wanted if wanted[one] and one not in names), key=str)
    return Result(tuple(places), tuple(gone))


def _must_be_possible(
    changes: tuple[Change, ...], groups: tuple[Group, ...], names: dict[PersonId, str]
) -> None:
    if len({one.person for one in changes}) < len(changes):
        raise BadInput("Somebody's places are changed twice. Change them once.")
    ranked = {one.slug for one in groups if one.is_ranked}
    for one in changes:
        if one.person not in names:
            raise BadInput("A place would go to somebody who has no vote in the body. Take it out.")
        if not set(one.groups) <= ranked or len(set(one.groups)) < len(one.groups):
            raise BadInput(
                f"The groups for {names[one.person]} are not each one of those that are formed, "
                "once. Mend them."
            )


def with_places_kept(
    act: Act, places: Iterable[Place], groups: tuple[Group, ...], terms: Terms, by: Forming
) -> Act:
    """A ratification as judged by the numbers: too many are refused, too few are noted."""
    places = tuple(places)
    per_person = Counter(one.person for one in places)
    busy = next((one.name for one in places if per_person[one.person] > terms.each), None)
    if busy is not None:
        rule = by.rule(GROUPS_EACH)
        too_much = f"{busy} would sit in more than {terms.each} of the groups."
        raise RuleBroken(too_much, rule=rule.id, clause=rule.clause)
    for group in groups:
        act = _within(act, group, len(in_group(places, group.slug)), by)
    return act.under(by.rule(GROUPS_EACH).id)


def _within(act: Act, group: Group, have: int, by: Forming) -> Act:
    if group.most is not None and have > group.most:
        rule = by.rule(MOST_PLACES)
        sentence = f"{group.name} takes at most {group.most}, and {have} would sit in it."
        raise RuleBroken(sentence, rule=rule.id, clause=rule.clause)
    if have >= group.least:
        return act
    few = f"{group.name} begins with {have}, where at least {group.least} were asked for."
    return judged(act, by.rule(LEAST_PLACES), None).noting(few)
