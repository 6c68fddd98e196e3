"""Answers two tables below decisions: what was done by them, and what became of earlier ones."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.reading import carried_out
from services.reading.carried_out import Done, Settling
from services.web.look.parts import Empty, Link, Table, Tag, Tone
from services.web.tables import Sheet, figures, words
from services.web.visit import Visit

SETTLED: Final = {
    "ratified": Tag("ratified", Tone.CARRIED),
    "annulled": Tag("annulled", Tone.LOST),
    "replaced": Tag("replaced", Tone.LOST),
}


def _said(visit: Visit, one: Done) -> Link:
    return Link(one.sentence.removesuffix("."), visit.link(f"/acts/{one.act}"))


def _earlier(visit: Visit, one: Settling) -> Link:
    told = (one.earlier, one.earlier_title, one.earlier_number)
    return _in_writing(visit, *told) if one.earlier_in_writing else _at_meeting(visit, *told)


def _later(visit: Visit, one: Settling) -> Link:
    told = (one.later, one.later_title, one.later_number)
    return _in_writing(visit, *told) if one.later_in_writing else _at_meeting(visit, *told)


def _in_writing(visit: Visit, where: UUID, title: str, _: int) -> Link:
    return Link(f"In writing: {title}", visit.link(f"/resolutions/{where}"))


def _at_meeting(visit: Visit, where: UUID, title: str, number: int) -> Link:
    told = f"Decision {number}, {title[:1].lower()}{title[1:]}"
    return Link(told, visit.link(f"/meetings/{where}"))


DONE: Final = Sheet[Done](
    "done",
    "What was done by decision",
    (
        (figures("Decision", "decision"), lambda _, one: one.number),
        (words("What was done", "done"), _said),
        (words("When", "when"), lambda _, one: one.occurred_at),
    ),
    Empty("nothing has been done by it yet", "what is carried out is shown here"),
)
SETTLING: Final = Sheet[Settling](
    "settled",
    "What later decisions made of earlier ones",
    (
        (words("Earlier decision", "earlier"), _earlier),
        (words("It was", "settled"), lambda _, one: SETTLED[one.settled]),
        (words("By", "later"), _later),
        (words("When", "when"), lambda _, one: one.since),
    ),
    Empty("no later decision has settled it", "what is annulled or replaced is shown here"),
)


def of_decisions(visit: Visit, where: UUID) -> dict[str, Table]:
    """Both tables of a meeting or a written resolution, by the names in its address."""
    return {
        "done": DONE.of(visit, carried_out.done_by(visit.at, where)),
        "settled": SETTLING.of(visit, carried_out.settled(visit.at, where)),
    }
