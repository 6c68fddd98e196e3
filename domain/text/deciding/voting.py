"""In which order to put amendments, so that the fewest votes turn out to have been for nothing.

The furthest-reaching first; an amendment to an amendment directly before the one that it amends;
those that bear on nothing else in the order of the text.  It refuses to foretell who wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.deciding.plan import Bearing, Conflict, VotingPlan, VotingStep, walked
from domain.text.deciding.relations import Relations
from domain.text.deciding.search import EXACT, Heap, best_order
from domain.text.merging.families import Families
from domain.text.merging.layout import apply
from domain.text.text import Text
from domain.text.words import in_order, listed


def voting_order(base: Text, amendments: Iterable[Amendment]) -> VotingPlan:
    """The plan for these amendments to `base`, and the amendments to them."""
    return _Planner(base, Families(amendments)).plan()


@dataclass(frozen=True)
class _Group:
    """Votes that bear on one another: their steps in order, and whether the order is the best."""

    steps: tuple[VotingStep, ...]
    members: tuple[AmendmentId, ...]
    is_exact: bool


class _Planner:
    """One generation of amendments to one text."""

    def __init__(self, base: Text, families: Families, parent: AmendmentId | None = None) -> None:
        self._base, self._families, self._parent = base, families, parent
        self._own = families.roots if parent is None else families.children(parent)
        self._relations = Relations(base, self._own)
        self._inner: dict[AmendmentId, _Planner] = {}
        self._found: dict[AmendmentId, list[_Group]] = {}
        for amendment in self._own:
            if families.children(amendment.id):
                text = apply(base, amendment)
                self._inner[amendment.id] = _Planner(text, families, amendment.id)
        self._twins = {one.id: self._twins_of(one.id) for one in self._own}
        self._units = [one.id for one in self._own if not self._has_twin_before(one.id)]
        self._units.sort(key=lambda name: (self._relations.position[name], in_order(name)))

    def _twins_of(self, name: AmendmentId) -> tuple[AmendmentId, ...]:
        """Those decided by the same vote; with amendments of its own a twin is no twin any more."""
        if name in self._inner:
            return ()
        twins = (one for one in self._relations.twins[name] if one not in self._inner)
        return tuple(sorted(twins, key=in_order))

    def _has_twin_before(self, name: AmendmentId) -> bool:
        return any(in_order(twin) < in_order(name) for twin in self._twins[name])

    def plan(self) -> VotingPlan:
        """The whole plan."""
        groups = self.groups()
        steps = tuple(
            step.model_copy(update={"group": number})
            for number, group in enumerate(groups, start=1)
            for step in group.steps
        )
        worst = [_worst(group) for group in groups]
        return VotingPlan(
            steps=steps,
            groups=tuple(group.members for group in groups),
            conflicts=tuple(self.conflicts()),
            at_risk=sum(step.is_at_risk for step in steps),
            dead_at_worst=sum(count for count, _ in worst),
            is_exact=all(g.is_exact for g in groups) and all(proven for _, proven in worst),
        )

    def groups(self) -> list[_Group]:
        """Independent groups, in the order of the text."""
        left = dict.fromkeys(self._units)
        found: list[_Group] = []
        while left:
            group = self._connected(next(iter(left)))
            for name in group:
                left.pop(name)
            found.append(self._group([name for name in self._units if name in group]))
        return found

    def _connected(self, first: AmendmentId) -> set[AmendmentId]:
        units = set(self._units)
        found, edge = {first}, [first]
        while edge:
            fresh = (self._relations.neighbours(edge.pop()) & units) - found
            found |= fresh
            edge += fresh
        return found

    def _group(self, units: list[AmendmentId]) -> _Group:
        heap = self._heap(units)
        order = [units[vote] for vote in best_order(heap)]
        inner = [group for name in units for group in self._inner_groups(name)]
        steps = tuple(step for at in range(len(order)) for step in self._steps(order, at))
        without_risk = not any(step.dead_if_carried for step in steps)
        twins = [twin for name in units for twin in self._twins[name]]
        members = sorted([*(step.amendment for step in steps), *twins], key=in_order)
        exact = (len(units) <= EXACT or without_risk) and all(group.is_exact for group in inner)
        return _Group(steps, tuple(members), exact)

    def _heap(self, units: list[AmendmentId]) -> Heap:
        at = {name: bit for bit, name in enumerate(units)}

        def mask(names: Iterable[AmendmentId]) -> int:
            return sum(1 << at[name] for name in names if name in at)

        return Heap(
            coverers=[mask(self._relations.covered_by[name]) for name in units],
            spares=[mask(self._relations.falls_if_carried(name)) for name in units],
            weight=[1 + len(list(self._families.descendants(name))) for name in units],
        )

    def _inner_groups(self, name: AmendmentId) -> list[_Group]:
        if name not in self._found:
            self._found[name] = self._inner[name].groups() if name in self._inner else []
        return self._found[name]

    def _steps(self, order: list[AmendmentId], at: int) -> Iterator[VotingStep]:
        """The votes on the amendments to this one, and then the vote on it."""
        name, later = order[at], order[at + 1 :]
        for group in self._inner_groups(name):
            yield from group.steps
        falls = self._relations.falls_if_carried(name)
        twins = self._twins[name]
        covered_by = self._relations.covered_by[name]
        step = VotingStep(
            amendment=name,
            group=0,
            sentence="",
            also_decides=twins,
            falls_if_carried=(*twins, *self._with_families(one for one in later if one in falls)),
            falls_if_lost=twins,
            dead_if_carried=tuple(one for one in later if one in covered_by),
            dead_if_lost=self._parent,
        )
        yield step.model_copy(update={"sentence": self._why(step, order[:at], later)})

    def _with_families(self, names: Iterable[AmendmentId]) -> Iterator[AmendmentId]:
        for name in names:
            yield name
            yield from self._twins[name]
            yield from (child.id for child in self._families.descendants(name))

    def _why(self, step: VotingStep, earlier: list[AmendmentId], later: list[AmendmentId]) -> str:
        reasons = (*self._before(step.amendment, earlier), *self._reasons(step, later))
        return " ".join(reasons)

    def _before(self, name: AmendmentId, earlier: list[AmendmentId]) -> Iterator[str]:
        """What hangs on the votes that were taken before it."""
        first = [one for one in earlier if name in self._relations.falls_if_carried(one)]
        swept = [one for one in earlier if one in self._relations.covers[name]]
        if first:
            yield f"It is put only if {listed(first)} {_is(first)} lost."
        if swept:
            yield f"If it is carried, the vote on {listed(swept)} was for nothing."

    def _reasons(self, step: VotingStep, later: list[AmendmentId]) -> Iterator[str]:
        name = step.amendment
        covered = [one for one in later if one in self._relations.covers[name]]
        falls = [one for one in step.falls_if_carried if one not in step.also_decides]
        if self._parent is not None:
            yield f"It amends {self._parent} and is put before it."
            yield f"If {self._parent} is lost, this vote was for nothing."
        if name in self._inner:
            yield "It is put as the votes on the amendments to it have left it."
        if step.also_decides:
            yield f"{listed(step.also_decides)} {_asks(step.also_decides)} the same: one vote."
        if covered:
            yield f"It reaches further than {listed(covered)} and is put first."
        if step.dead_if_carried:
            yield f"If {_or(step.dead_if_carried)} is carried later, this vote was for nothing."
        if falls:
            yield f"If it is carried, {listed(falls)} {_fall(falls)}; if it is lost, not."
        elif not self._relations.neighbours(name):
            yield "It bears on no other amendment to the same text."

    def conflicts(self) -> Iterator[Conflict]:
        """Every pair that bears on one another, in this generation and those below."""
        relations = self._relations
        for name in relations.rivals:
            for other in sorted(relations.neighbours(name) | relations.covers[name], key=in_order):
                bearing = self._bearing(name, other)
                if bearing is not None:
                    yield Conflict(left=name, right=other, bearing=bearing)
            if self._parent is not None:
                yield Conflict(left=name, right=self._parent, bearing=Bearing.AMENDS)
        for planner in self._inner.values():
            yield from planner.conflicts()

    def _bearing(self, left: AmendmentId, right: AmendmentId) -> Bearing | None:
        relations = self._relations
        if right in relations.holds[left]:
            return Bearing.HOLDS
        if right in relations.covers[left]:
            return Bearing.COVERS
        if left in relations.covers[right] or in_order(right) < in_order(left):
            return None
        return Bearing.TWINS if right in relations.twins[left] else Bearing.RIVALS


def _worst(group: _Group) -> tuple[int, bool]:
    """The most votes of a group that can be dead at once, and whether that is proven."""
    risky = [step for step in group.steps if step.is_at_risk]
    if not any(step.dead_if_carried for step in risky):
        return len(risky), True  # All parents lost and nothing carried: all of them lapse.
    if len(group.steps) > EXACT:
        return len(risky), False
    names = [step.amendment for step in group.steps]
    return max(
        len(walked(group.steps, frozenset(_chosen(names, verdicts))).dead)
        for verdicts in product((False, True), repeat=len(names))
    ), True


def _chosen(names: list[AmendmentId], verdicts: tuple[bool, ...]) -> Iterator[AmendmentId]:
    return (name for name, won in zip(names, verdicts, strict=True) if won)


def _asks(names: tuple[AmendmentId, ...]) -> str:
    return "asks for" if len(names) == 1 else "ask for"


def _fall(names: list[AmendmentId]) -> str:
    return "falls" if len(names) == 1 else "fall"


def _is(names: list[AmendmentId]) -> str:
    return "is" if len(names) == 1 else "are"


def _or(names: tuple[AmendmentId, ...]) -> str:
    return " or ".join(names)
