"""Amendments and the amendments to them: who stands and falls with whom.

It refuses to know what they change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.refusals import AmendmentUnknown
from domain.text.words import in_order


class Families:
    """Amendments by parent, in the order of their names, whatever order they were given in."""

    def __init__(self, amendments: Iterable[Amendment]) -> None:
        self.by_id: dict[AmendmentId, Amendment] = {}
        self._children: dict[AmendmentId | None, list[Amendment]] = {}
        for amendment in sorted(amendments, key=lambda amendment: in_order(amendment.id)):
            if amendment.id in self.by_id:
                raise AmendmentUnknown(
                    f"Two amendments are called {amendment.id}. Give each a name of its own."
                )
            self.by_id[amendment.id] = amendment
            self._children.setdefault(amendment.parent, []).append(amendment)
        for amendment in self.by_id.values():
            self._has_its_parents(amendment)

    def _has_its_parents(self, amendment: Amendment) -> None:
        seen, at = {amendment.id}, amendment
        while at.parent is not None:
            if at.parent not in self.by_id or at.parent in seen:
                raise AmendmentUnknown(
                    f"Amendment {amendment.id} amends amendment {at.parent}, which is not before "
                    "the meeting. Put both, or draft it anew for the text itself."
                )
            seen.add(at.parent)
            at = self.by_id[at.parent]

    @property
    def roots(self) -> tuple[Amendment, ...]:
        """The amendments to the text itself."""
        return tuple(self._children.get(None, ()))

    def children(self, parent: AmendmentId) -> tuple[Amendment, ...]:
        """The amendments to this amendment."""
        return tuple(self._children.get(parent, ()))

    def descendants(self, parent: AmendmentId) -> Iterator[Amendment]:
        """Its amendments and theirs."""
        for child in self.children(parent):
            yield child
            yield from self.descendants(child.id)

    def named(self, wanted: Iterable[AmendmentId]) -> tuple[Amendment, ...]:
        """The amendments of these names, as ordered there.  Raises `AmendmentUnknown`."""
        found = []
        for name in wanted:
            if name not in self.by_id:
                raise AmendmentUnknown(
                    f"There is no amendment {name} before the meeting. Check its name in the list."
                )
            found.append(self.by_id[name])
        return tuple(found)

    def without_orphans(self, wanted: Iterable[AmendmentId]) -> tuple[Amendment, ...]:
        """Of these, the ones whose parents and parents' parents are among them."""
        chosen = {one.id: one for one in self.named(wanted)}

        def stands(one: Amendment) -> bool:
            return one.parent is None or (one.parent in chosen and stands(chosen[one.parent]))

        return tuple(one for one in chosen.values() if stands(one))
