"""Whether somebody is kept from voting because they are suspended at this very moment.

They stay on the roll: what they lose comes back with the end of the suspension, and the ballot goes
on.  By which moments somebody is suspended is the suspension's to say.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.cases.suspension import Suspension
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import NotAllowed
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Flag
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan

KEEPS_VOTE: Final = RuleId("suspension.keeps_vote")


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


SUSPENDED: Final = Scan((Suspension.Imposed.TOPIC,), lambda act: act.event.person, _stream)
"""Every suspension that somebody was ever under."""


def must_not_be_suspended(look: Store, person: PersonId) -> None:
    """Raises `NotAllowed` for whoever is suspended at the moment of a look at the log, unless the
    rules leave them their vote."""
    every = (look.load(Suspension, one) for one in SUSPENDED.of(look, person))
    now = look.now()
    found = next((one for one in every if one.in_force_at(now)), None)
    if found is None:
        return
    edition = look.load(Rulebook, RULEBOOK_ID).at(now)
    if not edition.value(KEEPS_VOTE, Flag).holds:
        raise NotAllowed(
            "You are suspended, and cannot vote until that is over. You are still on the roll.",
            rule=KEEPS_VOTE,
        )
