"""Answers how texts of proposals are laid out: versions against each other, amendments, outcomes.

The comparing, merging and ordering is the domain's; here it is only put in the shape of a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.cycle.held import Fate
from domain.text.amendment.change import Amendment
from domain.text.difference.redline import Mark, Row
from domain.text.difference.redline import redline as compared
from domain.text.merging.layout import apply
from domain.text.merging.merge import Merge, merge
from domain.text.refusals import TextRefused
from domain.text.text import Text, digest
from services.reading.proposals import Held, Proposal
from services.web.look.redline import Change, Paragraph, Redline, Token, lay_out

CHANGES = {Mark.KEPT: Change.KEPT, Mark.INSERTED: Change.INSERTED, Mark.DELETED: Change.DELETED}


@dataclass(frozen=True)
class Outcome:
    """What a text becomes if some amendments are carried."""

    merged: Merge
    redline: Redline
    chosen: tuple[str, ...]


def drawn(old: Text, new: Text) -> Redline:
    """What became of the old text."""
    rows = compared(old, new).rows
    return lay_out([Paragraph(_number(row), _tokens(row)) for row in rows])


def plain(text: Text) -> Redline:
    """A text as it is, with line numbers."""
    return drawn(text, text)


def _number(row: Row) -> str:
    return "new" if row.old_number is None else str(row.old_number)


def _tokens(row: Row) -> tuple[Token, ...]:
    return tuple(Token(CHANGES[run.mark], run.text) for run in row.runs)


def alive(found: Proposal) -> list[Held]:
    """Amendments that may still come into the newest text, with their whole families."""
    base = digest(found.asked.text)
    standing = [
        held
        for held in found.amendments
        if held.is_open or (held.fate is Fate.CARRIED and not held.applied)
    ]
    known = {held.content.id: held for held in standing}

    def fits(held: Held) -> bool:
        parent = held.content.parent
        if parent is None:
            return held.content.base == base
        return parent in known and fits(known[parent])

    return [held for held in standing if fits(held)]


def outcome(found: Proposal, names: Collection[str]) -> Outcome:
    """What the newest text becomes if these are carried; children need their parents."""
    chosen = [held.content for held in alive(found) if held.amendment in names]
    chosen = _whole_families(chosen)
    merged = merge(found.asked.text, chosen)
    drawing = drawn(found.asked.text, merged.text)
    return Outcome(merged, drawing, tuple(one.id for one in chosen))


def _whole_families(amendments: Iterable[Amendment]) -> list[Amendment]:
    """Those whose parent, if any, is among them."""
    all_of_them = list(amendments)
    names = {one.id for one in all_of_them}
    return [one for one in all_of_them if one.parent is None or one.parent in names]


def base_of(found: Proposal, held: Held) -> Text | None:
    """The text that an amendment is made for: a version, or what its parent makes of one."""
    parent = held.content.parent
    if parent is not None:
        above = next((one for one in found.amendments if one.amendment == parent), None)
        below = None if above is None else base_of(found, above)
        return None if above is None or below is None else applied(below, above.content)
    texts = [version.asked.text for version in reversed(found.versions)]
    return next((text for text in texts if digest(text) == held.content.base), None)


def applied(base: Text, amendment: Amendment) -> Text | None:
    """The text with one amendment in it; none if it does not fit any more."""
    try:
        return apply(base, amendment)
    except TextRefused:
        return None
