"""Everything that is on record of one person, for the person themselves.

Whatever is said of somebody else in the same act is taken out first: their ids, their names, and
what is sealed for them, for which no key is asked.  It decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from pydantic import JsonValue

from domain.kernel.ids import SERVICE, UNKNOWN_PERSON, PersonId
from domain.kernel.refusal import NotFound
from services.reading import details, people
from services.reading.details import Contents, Declared
from services.reading.people import Membership, Place
from services.reading.view import Answer, Reading, View
from services.store.port import Store
from services.vault.port import Keys
from services.vault.sealing import MARK, keys_in, opened_state

SOMEBODY_ELSE: Final = "somebody else"

_ACTS: Final = """
    SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state,
           j.occurred_at, j.sentence
    FROM convenor.stored_events e LEFT JOIN journal j ON j.position = e.notification_id
    WHERE position(convert_to(%(person)s::text, 'UTF8') IN e.state) > 0
       OR e.originator_id = %(person)s
    ORDER BY e.notification_id
"""
_ROLLS: Final = """
    SELECT r.ballot_id AS ballot, r.voted_in, EXISTS (
        SELECT FROM blind.drawn d WHERE d.ballot = r.ballot_id AND d.person = r.person
        UNION ALL
        SELECT FROM blind.drew d WHERE d.ballot = r.ballot_id AND d.person = r.person
    ) AS drew
    FROM convenor.ballot_roll r WHERE r.person = %(person)s ORDER BY r.ballot_id
"""
_ASKED: Final = """
    SELECT command_id, verb, recorded_at FROM convenor.command_log
    WHERE actor = %(person)s ORDER BY recorded_at, command_id
"""
_REACHED: Final = """
    SELECT channel, address, put_in_at AS since FROM mail.address_book
    WHERE person = %(person)s ORDER BY put_in_at, entry
"""
_LETTERS: Final = """
    SELECT a.kind, a.subject, o.channel, o.state, o.sent_at, o.answer
    FROM convenor.outbox o JOIN convenor.mail_occasions a USING (occasion)
    WHERE o.addressee = %(person)s ORDER BY a.written_at, a.occasion
"""
_OTHERS: Final = """
    SELECT person FROM members WHERE person <> %(person)s
    UNION SELECT person FROM people WHERE person <> %(person)s
"""
_PEOPLE_IN: Final = frozenset({"actor", "recorded_by", "person", "drafter", "proposer", "mover"})


class ActOnRecord(Answer):
    """An act in which the person is named; `carries` is what it says, others taken out."""

    position: int
    topic: str
    occurred_at: datetime | None
    sentence: str | None
    carries: JsonValue


class OnRoll(Answer):
    """A ballot in which the person could vote, and the hour in which they did.

    What was voted is kept apart and leads to nobody.  Of a blind ballot it is only known whether
    they `drew` a credential, and neither when nor whether they voted.
    """

    ballot: UUID
    voted_in: datetime | None
    drew: bool


class ReachedAt(Answer):
    """An address that lies in the address book."""

    channel: str
    address: str
    since: datetime


class LetterTo(Answer):
    """A letter to the person, and what became of it."""

    kind: str
    subject: str
    channel: str
    state: str
    sent_at: datetime | None
    answer: str | None


class Asked(Answer):
    """A request of the person's that put something on record."""

    command_id: UUID
    verb: str
    recorded_at: datetime


class Everything(Answer):
    """All that is on record of one person."""

    view: View
    person: UUID
    name: str
    membership: Membership | None
    details: Contents
    declared: tuple[Declared, ...]
    hold: str | None
    access_due: datetime | None
    places: tuple[Place, ...]
    rolls: tuple[OnRoll, ...]
    reached: tuple[ReachedAt, ...]
    letters: tuple[LetterTo, ...]
    asked: tuple[Asked, ...]
    acts: tuple[ActOnRecord, ...]


def gathered(store: Store, at: Reading, person: PersonId) -> Everything:
    """All that is on record; raises `NotFound` if it is nothing."""
    kept = details.person_data(at, person)
    known = _known(at, person)
    if known is None and kept.entered is None:
        raise NotFound(f"Nothing is on record of a person with the id {person}.")
    return Everything(
        view=at.view,
        person=person,
        name=kept.person.name,
        membership=known.membership if known else None,
        details=details.contents(at, person),
        declared=details.declared(at, person),
        hold=kept.hold,
        access_due=kept.access_due,
        places=known.places if known else (),
        rolls=at.all(OnRoll, _ROLLS, person=person),
        reached=at.all(ReachedAt, _REACHED, person=person),
        letters=at.all(LetterTo, _LETTERS, person=person),
        asked=at.all(Asked, _ASKED, person=person),
        acts=_acts(at, store.keys, person),
    )


def _known(at: Reading, person: PersonId) -> people.PersonAnswer | None:
    try:
        return people.person(at, person)
    except NotFound:
        return None


def _acts(at: Reading, keys: Keys, person: PersonId) -> tuple[ActOnRecord, ...]:
    rows = at.rows(_ACTS, person=person)
    found = keys.opened(keys_in([row[4] for row in rows]))
    own = {key.id: key for key in found.values() if key.owner.person == person}
    others = frozenset(str(row[0]) for row in at.rows(_OTHERS, person=person))
    told = []
    for position, stream, version, topic, state, occurred_at, sentence in rows:
        opened = opened_state(stream, version, state, own) if MARK in state else state
        told.append(
            ActOnRecord(
                position=position,
                topic=topic,
                occurred_at=occurred_at,
                sentence=sentence,
                carries=without_others(orjson.loads(opened), str(person), others),
            )
        )
    return tuple(told)


def without_others(value: Any, person: str, others: Collection[str] = frozenset()) -> Any:
    """The same without whoever else is named in it; `others` are known to be people."""
    if isinstance(value, list):
        return [without_others(one, person, others) for one in value]
    if isinstance(value, str):
        return SOMEBODY_ELSE if value in others else value
    if not isinstance(value, Mapping):
        return value
    is_of_another = value.get("person") not in (None, person)
    return {
        name: SOMEBODY_ELSE
        if _is_of_another(name, held, person) or (is_of_another and name == "name")
        else without_others(held, person, others)
        for name, held in value.items()
        if name not in others
    }


def _is_of_another(field: str, held: Any, person: str) -> bool:
    nobody = (None, person, str(SERVICE), str(UNKNOWN_PERSON))
    return field in _PEOPLE_IN and isinstance(held, str) and held not in nobody
