"""A case, or a suspension, as it is shown to one who may look into it, and to nobody else.

Whoever may not is answered as if there were no such case.  Whether they may is judged by the very
command that opens the file; nothing is recorded by asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from domain.cases.suspension import Suspension
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed, NotFound, Refusal
from services.application.case_panels import ReadCaseFile
from services.application.casework import AtHand, at_hand
from services.application.command import VERBS
from services.application.suspensions import looked_into
from services.reading.case_files import case_called, every_case
from services.reading.suspension_files import EVERY_SUSPENSION
from services.voting.suspended import SUSPENDED
from services.web.acting import must_act
from services.web.trying import IN_THE_PAST, Attempt
from services.web.visit import Visit

NO_CASE: Final = "No case that you may look into has this reference: look at it again."


def seen(visit: Visit, case: UUID) -> AtHand:
    """The case with all that has fallen due by now; raises `NotFound` for all whom it is closed to.

    It has no past: how far a case had come is told to those alone to whom it is open now.
    """
    asker = must_act(visit.request).asker
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    attempt, read = Attempt(visit, asker), ReadCaseFile(case=case)
    try:
        VERBS.handler(read)(attempt, read)
    except Refusal:
        raise NotFound(NO_CASE) from None
    return at_hand(attempt, case)


def seen_by_reference(visit: Visit, reference: str) -> AtHand:
    """The case of that reference, in the same manner."""
    must_act(visit.request)
    found = case_called(visit.log, reference)
    if found is None:
        raise NotFound(NO_CASE)
    return seen(visit, found)


def suspension_seen(visit: Visit, suspension: UUID) -> Suspension:
    """A suspension as it stands now; raises `NotFound` for all whom it does not concern."""
    asker = must_act(visit.request).asker
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    return looked_into(Attempt(visit, asker), suspension)


def suspensions_seen(visit: Visit, of: PersonId | None = None) -> Iterator[Suspension]:
    """Every suspension that concerns the visitor, of one person or of all; none of the past."""
    if visit.acting is None or visit.past:
        return
    every = EVERY_SUSPENSION.of(visit.log, True) if of is None else SUSPENDED.of(visit.log, of)
    for one in every:
        with suppress(NotFound):
            yield suspension_seen(visit, one)


def all_seen(visit: Visit) -> Iterator[AtHand]:
    """Every case that the visitor may look into."""
    for case in every_case(visit.log):
        try:
            yield seen(visit, case)
        except NotFound:
            continue
