"""Answers what was said of a suspension, for one who may see it: it stands in no table.

It does not decide who may see it: whoever asks has had that judged.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from domain.cases.suspension import Suspension
from domain.kernel.aggregate import Recorded
from domain.kernel.sealed import unless_erased
from services.reading.case_files import GONE, PAGE, Entry
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


EVERY_SUSPENSION: Final = Scan((Suspension.Imposed.TOPIC,), lambda act: True, _stream)
"""Every suspension."""


def said_of(store: Store, suspension: UUID) -> tuple[Entry, ...]:
    """What was decided and said, with who decided it."""
    found: list[Entry] = []
    after = 0
    while acts := store.acts(after=after, stream=suspension, limit=PAGE):
        found.extend(_entry(one.event) for one in acts)
        after = acts[-1].position
    return tuple(found)


def _entry(event: Any) -> Entry:
    heading, field = _SHOWN[type(event)]
    said = unless_erased(getattr(event, field), GONE) if field else ""
    return Entry(event.act.occurred_at, heading, said, event.act.actor, _until(event))


def _until(event: Any) -> Any:
    return event.until if isinstance(event, (Suspension.Imposed, Suspension.Renewed)) else None


_SHOWN: Final[dict[type[Recorded], tuple[str, str]]] = {
    Suspension.Imposed: ("The suspension", "reasons"),
    Suspension.Heard: ("Whoever is suspended was heard", "statement"),
    Suspension.Read: ("Looked into", ""),
    Suspension.ReviewFellDue: ("It was to be looked at again, and was not", ""),
    Suspension.Reviewed: ("It was looked at again, and stays", "reasons"),
    Suspension.Renewed: ("It was renewed", "reasons"),
    Suspension.Appealed: ("An appeal", "grounds"),
    Suspension.AppealDismissed: ("The appeal was dismissed", "reasons"),
    Suspension.Lifted: ("It was lifted", "reasons"),
    Suspension.Ended: ("It ended by itself", ""),
}
