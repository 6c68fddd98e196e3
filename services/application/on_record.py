"""Answers whether somebody who asks is on record at all; refuses a person whom nothing names.

What they may do is decided elsewhere, by the rules.  A mistyped number would otherwise become a
person by the first act that needs no power.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.member import Member, person_id
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.case import CO_OPTED, DELEGATE_AT, SEATED_IN
from services.store.port import Store
from services.store.scanned import Scan

HOLDS_POST: Final = Scan(
    (Body.PostFilled.TOPIC,), lambda act: act.event.mandate.person, lambda act: act.position
)


def must_be_on_record(store: Store, person: PersonId, called: str) -> PersonId:
    """The person, if anything on record names them; raises `NotAllowed` by what they were called.

    Before there is a rulebook nobody is on record, and its founder may be no member.
    """
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    if rulebook is None or rulebook.founder == person or _is_named(store, person):
        return person
    raise NotAllowed(
        f"Nobody with the number or id “{called.strip()}” is on record, as a member or with a "
        "place, a post or an offer of one. Membership numbers look like M00042."
    )


def _is_named(store: Store, person: PersonId) -> bool:
    if store.find(Member, person) is not None:
        return True
    return any(scan.of(store, person) for scan in (SEATED_IN, HOLDS_POST, CO_OPTED, DELEGATE_AT))


def asked_by(store: Store, called: str) -> PersonId:
    """Who is called so, by id or membership number; raises `NotAllowed` for nobody on record."""
    return must_be_on_record(store, person_called(called), called)


def person_called(text: str) -> PersonId:
    """A person by id or by membership number, on record or not."""
    try:
        return PersonId(UUID(text))
    except ValueError:
        return person_id(text.strip().upper())
