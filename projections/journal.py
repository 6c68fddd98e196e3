"""Who did what, when, by what power and under which rules: every act, once, in one plain sentence.

Each act also names whatever it belongs to, from its own stream up to the process at the root, so
that one question about a cycle finds the acts of its proposals, assemblies and ballot.
`journal_of` has them in order for each owner, so that the newest are found without reading all.
`latest` is the latest moment of all acts up to there.  It never falls, so that the last act before
which everything lies in a past moment is found at once; what was put on record later and happened
earlier is in the index `journal_set_back`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import orjson

from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import SERVICE, UNKNOWN_PERSON
from projections.access_sentences import of_access_under_seal
from projections.case_sentences import under_seal
from projections.kept_sentences import CHANGED, CHANGES
from projections.naming import Subject, named_in, subject_of
from projections.projection import Projection, RecordedAct, Rows
from projections.sentences import sentence, spoken_topics

_COLUMNS: Final = {
    "position": "bigint",
    "act": "uuid",
    "stream": "uuid",
    "version": "bigint",
    "kind": "text",
    "topic": "text",
    "occurred_at": "timestamptz",
    "recorded_at": "timestamptz",
    "actor": "uuid",
    "on_behalf_of": "uuid",
    "recorded_by": "uuid",
    "authority_kind": "text",
    "authority": "text",
    "authority_id": "text",
    "governing_version": "integer",
    "rulebook_version": "integer",
    "standing": "text",
    "rules": "text[]",
    "breaks": "text[]",
    "note": "text",
    "process_id": "uuid",
    "cause": "uuid",
    "command_id": "uuid",
    "subject": "text",
    "sentence": "text",
    "belongs_to": "uuid[]",
}
_OPTIONAL: Final = (
    "on_behalf_of",
    "authority_id",
    "governing_version",
    "note",
    "process_id",
    "cause",
)

_TABLES: Final = (
    "CREATE TABLE journal (\n"
    + "".join(
        f"    {name} {kind}{'' if name in _OPTIONAL else ' NOT NULL'},\n"
        for name, kind in _COLUMNS.items()
    )
    + "    latest timestamptz NOT NULL,\n"
    "    PRIMARY KEY (position) INCLUDE (occurred_at)\n);\n"
    "CREATE INDEX journal_by_latest ON journal (latest, position);\n"
    "CREATE INDEX journal_set_back ON journal (position) INCLUDE (occurred_at)"
    " WHERE occurred_at < latest;\n"
    "CREATE UNIQUE INDEX journal_by_act ON journal (act);\n"
    "CREATE UNIQUE INDEX journal_by_stream ON journal (stream, version);\n"
    "CREATE INDEX journal_by_cause ON journal (cause, position) WHERE cause IS NOT NULL;\n"
    "CREATE INDEX journal_by_actor ON journal (actor, position) INCLUDE (occurred_at);\n"
    "CREATE INDEX journal_by_moment ON journal (occurred_at, position);\n"
    "CREATE TABLE journal_of (\n"
    "    owner uuid NOT NULL,\n"
    "    position bigint NOT NULL,\n"
    "    occurred_at timestamptz NOT NULL,\n"
    "    PRIMARY KEY (owner, position) INCLUDE (occurred_at)\n"
    ");\n"
    "CREATE TABLE subjects (\n"
    "    stream uuid PRIMARY KEY,\n"
    "    kind text NOT NULL,\n"
    "    title text NOT NULL,\n"
    "    belongs_to uuid[] NOT NULL\n"
    ");\n"
)
_NAMES: Final = ", ".join(_COLUMNS)
_TYPED: Final = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
_ENTER: Final = (
    f"WITH entered AS (INSERT INTO journal ({_NAMES}, latest)"
    f" SELECT {_NAMES}, greatest(max(occurred_at) OVER (ORDER BY position),"
    " (SELECT latest FROM journal ORDER BY position DESC LIMIT 1))"
    f" FROM json_to_recordset(%s) AS row ({_TYPED})"
    " RETURNING belongs_to, position, occurred_at)"
    " INSERT INTO journal_of SELECT unnest(belongs_to), position, occurred_at FROM entered"
)
_REMEMBER: Final = (
    "INSERT INTO subjects SELECT * FROM json_to_recordset(%s)"
    " AS row (stream uuid, kind text, title text, belongs_to uuid[])"
    " ON CONFLICT (stream) DO UPDATE SET kind = EXCLUDED.kind, title = EXCLUDED.title"
)
_RECALL: Final = "SELECT stream, kind, title, belongs_to FROM subjects WHERE stream = ANY(%s)"


@dataclass(frozen=True)
class _Known:
    """What is called how, and what it belongs to, itself first."""

    kind: str
    title: str
    belongs_to: tuple[UUID, ...]


class Journal(Projection):
    """All acts: whatever can be said in a sentence is read."""

    name = "journal"
    ddl = _TABLES

    @property
    def topics(self) -> tuple[str, ...]:
        return spoken_topics()

    def apply(self, cur: Rows, acts: Sequence[RecordedAct]) -> None:
        if not acts:
            return
        book = _Book(cur, acts)
        rows = [_row(act, book) for act in acts]
        cur.execute(_ENTER.encode(), (_json(rows),))
        book.keep()

    def apply_one(self, cur: Rows, act: RecordedAct) -> None:
        self.apply(cur, [act])


class _Book:
    """The names that the sentences of one batch need, and those that the batch itself gives."""

    def __init__(self, cur: Rows, acts: Sequence[RecordedAct]) -> None:
        self._cur = cur
        self._known: dict[UUID, _Known] = {}
        self._fresh: dict[UUID, _Known] = {}
        self._recall({name for act in acts for name in _needed(act)})

    def learn(self, event: Recorded) -> None:
        """Take in the names that an act gives: to its own stream, and to people."""
        subject = subject_of(event)
        if subject is not None:
            self._begin(event.originator_id, subject)
        for person, name in named_in(event):
            self._name(person, name)

    def name(self, stream: UUID) -> str | None:
        """What it is called, if anything is known of it."""
        if stream not in self._known:
            self._recall([stream])
        found = self._known.get(stream)
        return None if found is None else found.title

    def kind(self, stream: UUID) -> str:
        return known.kind if (known := self._known.get(stream)) else ""

    def owners(self, streams: Iterable[UUID | None]) -> list[UUID]:
        """These and whatever they belong to, each once."""
        found: dict[UUID, None] = {}
        for stream in streams:
            if stream is not None:
                known = self._known.get(stream)
                found |= dict.fromkeys(known.belongs_to if known else (stream,))
        return list(found)

    def keep(self) -> None:
        """Store what was learnt."""
        rows = [
            {
                "stream": stream,
                "kind": known.kind,
                "title": known.title,
                "belongs_to": known.belongs_to,
            }
            for stream, known in self._fresh.items()
        ]
        if rows:
            self._cur.execute(_REMEMBER, (_json(rows),))

    def _begin(self, stream: UUID, subject: Subject) -> None:
        owners = (stream, *self.owners([subject.parent]))
        # Somebody may have been named in a seat before their membership was entered.
        named = self._known.get(stream)
        title = subject.title if named is None else named.title
        self._set(stream, _Known(subject.kind, title, owners))

    def _name(self, person: UUID, name: str) -> None:
        known = self._known.get(person, _Known("person", name, (person,)))
        if name.strip():
            self._set(person, replace(known, title=name))

    def _set(self, stream: UUID, known: _Known) -> None:
        self._known[stream] = self._fresh[stream] = known

    def _recall(self, streams: Iterable[UUID]) -> None:
        wanted = [stream for stream in streams if stream not in self._known]
        if wanted:
            for stream, *known in self._cur.execute(_RECALL, (wanted,)).fetchall():
                self._known[stream] = _Known(known[0], known[1], tuple(known[2]))


def _needed(act: RecordedAct) -> Iterable[UUID]:
    done, event = act.event.act, act.event
    wanted = [event.originator_id, done.actor, done.on_behalf_of, done.process_id]
    subject = subject_of(event)
    wanted += [subject.parent if subject else None, *(person for person, _ in named_in(event))]
    return (one for one in wanted if one is not None)


def _row(act: RecordedAct, book: _Book) -> dict[str, object]:
    event, done = act.event, act.event.act
    book.learn(event)
    return {
        **done.model_dump(exclude={"authority"}),
        "position": act.position,
        "act": event.event_id,
        "stream": event.originator_id,
        "version": event.originator_version,
        "kind": book.kind(event.originator_id),
        "topic": getattr(event, "TOPIC", type(event).__qualname__),
        "recorded_at": act.recorded_at,
        "authority_kind": done.authority.kind,
        "authority": done.authority.name,
        "authority_id": done.authority.id,
        "subject": book.name(event.originator_id) or "",
        "sentence": sentence(event, _who(done, book), book.name),
        "belongs_to": book.owners([event.originator_id, done.process_id]),
        **under_seal(event),
        **of_access_under_seal(event),
        **(CHANGED if isinstance(event, CHANGES) else {}),
    }


def _who(done: Act, book: _Book) -> str:
    """Who acts, as the subject of a sentence: the body that is spoken for, or the person."""
    if done.on_behalf_of is not None and (body := book.name(done.on_behalf_of)):
        return body
    if done.actor == SERVICE:
        return "The service"
    if done.actor == UNKNOWN_PERSON:
        return "Somebody unknown"
    return book.name(done.actor) or "Somebody"


def _json(rows: list[dict[str, object]]) -> str:
    return orjson.dumps(rows).decode()
