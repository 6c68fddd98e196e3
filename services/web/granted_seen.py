"""An officer's access as it is shown to themselves and to those who keep accesses, and to nobody
else: for all others there is no such access.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from domain.data_access.grant import DataGrant
from domain.data_access.rules import KEPT_BY
from domain.kernel.refusal import NotAllowed, NotFound, Refusal
from services.application.granted import GrantAtHand, at_hand
from services.store.port import RecordedAct
from services.store.scanned import Scan
from services.web.acting import must_act
from services.web.trying import IN_THE_PAST, Attempt, has_power
from services.web.visit import Visit

NO_ACCESS: Final = "There is no access that is open to you here."


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


EVERY: Final = Scan((DataGrant.Asked.TOPIC,), lambda act: True, _stream)


def seen(visit: Visit, access: UUID) -> GrantAtHand:
    """The access with all that has fallen due by now; raises `NotFound` for all others."""
    asker = must_act(visit.request).asker
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    try:
        at = at_hand(Attempt(visit, asker), access)
    except Refusal:
        raise NotFound(NO_ACCESS) from None
    if at.grant.person != asker.person and not has_power(visit, KEPT_BY):
        raise NotFound(NO_ACCESS)
    return at


def all_seen(visit: Visit) -> Iterator[GrantAtHand]:
    """Every access that is open to the visitor."""
    for access in EVERY.of(visit.log, True):
        with suppress(NotFound):
            yield seen(visit, access)
