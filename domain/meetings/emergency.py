"""Whether the officers agree to an emergency meeting: more than half of those whom a rule names."""

from __future__ import annotations

from collections.abc import Collection

from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.powers import Registers, holders_of, in_words, powers_of
from domain.rules.values import Rule


def must_agree(agreed: Collection[PersonId], rule: Rule, registers: Registers) -> None:
    """Refuse an emergency meeting to which too few of the officers agreed; raises `NotAllowed`."""
    powers = powers_of(rule)
    officers = {person for power in powers for person in holders_of(power, registers)}
    for_it = officers.intersection(agreed)
    if len(for_it) * 2 > len(officers):
        return
    raise NotAllowed(
        f"An emergency meeting needs the agreement of {' or '.join(map(in_words, powers))}: "
        f"more than half of {len(officers)}. {len(for_it)} of them agreed.",
        rule=rule.id,
        clause=rule.clause,
    )
