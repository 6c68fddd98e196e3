"""A request for support as it is shown to those who see how far it has come, and to nobody else.

Those are its adviser, those who keep requests, and whoever has something late put before them.
Whoever may not is answered as if there were no such request; nothing is recorded by asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from domain.kernel.refusal import NotAllowed, NotFound, Refusal
from services.application.supporting import ASKED, SupportAtHand, at_hand
from services.reading.support_files import request_called
from services.web.acting import must_act
from services.web.trying import IN_THE_PAST, Attempt
from services.web.visit import Visit

NO_REQUEST: Final = "No request that is open to you has this reference: look at it again."


def seen(visit: Visit, case: UUID) -> SupportAtHand:
    """The request with all that has fallen due by now; raises `NotFound` for all others.

    It has no past: how far it had come is told to those alone to whom it is open now.
    """
    asker = must_act(visit.request).asker
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    try:
        at = at_hand(Attempt(visit, asker), case)
        at.by_watcher()
    except Refusal:
        raise NotFound(NO_REQUEST) from None
    return at


def seen_by_reference(visit: Visit, reference: str) -> SupportAtHand:
    """The request of that reference, in the same manner."""
    must_act(visit.request)
    found = request_called(visit.log, reference)
    if found is None:
        raise NotFound(NO_REQUEST)
    return seen(visit, found)


def all_seen(visit: Visit) -> Iterator[SupportAtHand]:
    """Every request that is open to the visitor."""
    for case in ASKED.of(visit.log, True):
        with suppress(NotFound):
            yield seen(visit, case)
