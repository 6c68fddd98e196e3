"""Shortlists of rule changes: which drafts are on each, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.cycle.suggested import State
from domain.kernel.refusal import NotFound
from domain.rules.values import RuleChange
from services.reading.view import Answer, Reading, View, body_name_of


class Suggested(Answer):
    """A change that was suggested, and how far it has come."""

    change: UUID
    body: UUID
    body_slug: str
    body_name: str
    group: UUID
    group_slug: str
    group_name: str
    title: str
    words: str
    rules: tuple[RuleChange, ...]
    drafted_at: datetime
    state: State
    shortlist: str | None
    listed_meeting: UUID | None
    listed_decision: int | None
    decided_meeting: UUID | None
    decided_decision: int | None
    because: str | None
    act: UUID


class Shortlist(Answer):
    """The drafts that one decision put on a shortlist together."""

    title: str
    meeting: UUID
    decision: int
    body_name: str
    changes: tuple[Suggested, ...]


class Shortlists(Answer):
    """Every shortlist, the newest first, and the drafts that are on none."""

    view: View
    shortlists: tuple[Shortlist, ...]
    drafts: tuple[Suggested, ...]


class SuggestedAnswer(Answer):
    """One suggested change."""

    view: View
    change: Suggested


_CHANGES: Final = f"""
    SELECT change, c.body, b.slug AS body_slug, {body_name_of("c.body")} AS body_name,
           grp AS group, g.slug AS group_slug, {body_name_of("c.grp")} AS group_name,
           title, words, rules, drafted_at, state, shortlist, listed_meeting, listed_decision,
           decided_meeting, decided_decision, because, c.act
    FROM suggested_changes c
    JOIN bodies b ON b.body = c.body AND b.valid @> %(as_of)s::timestamptz
    JOIN bodies g ON g.body = c.grp AND g.valid @> %(as_of)s::timestamptz
    WHERE c.valid @> %(as_of)s::timestamptz AND (%(change)s::uuid IS NULL OR change = %(change)s)
    ORDER BY drafted_at DESC, title, change
"""


def shortlists(at: Reading) -> Shortlists:
    """Every shortlist, and every draft that is on none."""
    found = at.all(Suggested, _CHANGES, change=None)
    return Shortlists(
        view=at.view,
        shortlists=tuple(_grouped(one for one in found if one.shortlist is not None)),
        drafts=tuple(one for one in found if one.shortlist is None),
    )


def suggested_change(at: Reading, change: UUID) -> SuggestedAnswer:
    """The change of that id; raises `NotFound`."""
    found = at.first(Suggested, _CHANGES, change=change)
    if found is None:
        raise NotFound(f"There is no suggested change {change} at that moment.")
    return SuggestedAnswer(view=at.view, change=found)


def _grouped(found: Iterable[Suggested]) -> list[Shortlist]:
    by_decision: dict[tuple[UUID, int], list[Suggested]] = {}
    for one in found:
        assert one.listed_meeting is not None
        assert one.listed_decision is not None
        by_decision.setdefault((one.listed_meeting, one.listed_decision), []).append(one)
    return [
        Shortlist(
            title=changes[0].shortlist or "",
            meeting=meeting,
            decision=decision,
            body_name=changes[0].body_name,
            changes=tuple(changes),
        )
        for (meeting, decision), changes in by_decision.items()
    ]
