"""A case, or a suspension, as it is shown to one who may look into it, and to nobody else.

Whoever may not is answered as if there were no such case.  Whether they may is judged by the very
command that opens the file; nothing is recorded by asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from domain.cases.complaint_state import KEPT_BY, REVIEWED_BY
from domain.cases.panel import CHALLENGED_BY
from domain.cases.suspension import Suspension
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed, NotFound, Refusal
from services.application.case_panels import ReadCaseFile
from services.application.casework import AtHand, at_hand
from services.application.command import VERBS
from services.application.suspensions import looked_into
from services.reading.case_files import case_called, every_case, sat_on
from services.reading.suspension_files import EVERY_SUSPENSION
from services.voting.suspended import SUSPENDED
from services.web.acting import must_act
from services.web.trying import IN_THE_PAST, Attempt, has_power
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


def all_seen(visit: Visit, after: str = "") -> Iterator[AtHand]:
    """Every case that the visitor may look into, what is due first first; `after` a reference.

    Only those of a panel that they were on are tried for whoever has no power over cases.
    """
    if visit.past:
        raise NotAllowed(IN_THE_PAST)
    every = every_case(visit.log)
    last = case_called(visit.log, after) if after else None
    if last in every:
        every = every[every.index(last) + 1 :]
    if not any(has_power(visit, rule) for rule in (KEPT_BY, REVIEWED_BY, CHALLENGED_BY)):
        theirs = sat_on(visit.log, must_act(visit.request).asker.person)
        every = tuple(one for one in every if one in theirs)
    for case in every:
        with suppress(NotFound):
            yield seen(visit, case)
