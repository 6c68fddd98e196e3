"""What would be marked if something were done: said on the page on which it is confirmed.

A rule of the directory kind refuses nothing.  Whoever does what it does not want should know so
before it is on record for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from domain.kernel.aggregate import Recorded
from domain.kernel.moments import in_words
from domain.meetings.meeting import Meeting
from services.application.case import Case
from services.web.lawbook import Law
from services.web.look.parts import Clause


class Mark(NamedTuple):
    """What would be on record as irregular, or as missed, as a sentence with its clause."""

    sentence: str
    clause: Clause | None


def marks(case: Case, law: Law) -> list[Mark]:
    """What a command that was tried would break, and what it would find past already."""
    return list(dict.fromkeys((*_broken(case, law), *_past_already(case, law))))


def _broken(case: Case, law: Law) -> Iterator[Mark]:
    for thing in case.changed:
        for act in (one for one in thing.pending_events if isinstance(one, Recorded)):
            for rule in act.act.breaks:
                title = next((title for title, _ in law.clauses((rule,))), rule)
                why = act.act.note or f"It is not as this rule would have it: {title}."
                yield Mark(why, law.clause(rule))


def _past_already(case: Case, law: Law) -> Iterator[Mark]:
    """What would have been due before a meeting that is called, or moved, by now."""
    for meeting in (one for one in case.changed if isinstance(one, Meeting)):
        kinds = (Meeting.Convened, Meeting.Moved)
        if any(isinstance(act, kinds) for act in meeting.pending_events):
            for due in meeting.calendar:
                if due.at <= case.now and not meeting.is_done(due.duty):
                    sentence = f"{due.duty.words} was due by {in_words(due.at)}, which is past."
                    yield Mark(sentence, law.clause(due.rule))
