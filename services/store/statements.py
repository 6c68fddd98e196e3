"""The SQL of the log, all of it, with its schema filled in once."""

from __future__ import annotations

from typing import Final

from psycopg.sql import SQL, Composed, Identifier

COMMAND_KEY: Final = "command_log_pkey"
CHANNEL: Final = "stored_events"

_INSERT_EVENTS = SQL(
    "INSERT INTO {events} (originator_id, originator_version, topic, state)"
    " SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[])"
    " RETURNING notification_id"
)
_INSERT_COMMANDS = SQL(
    "INSERT INTO {commands} (command_id, verb, request_hash, actor, result)"
    " SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::jsonb[])"
)
_SELECT_COMMAND = SQL(
    "SELECT command_id, verb, request_hash, actor, result FROM {commands} WHERE command_id = %s"
)
_SELECT_NEWEST = SQL(
    "SELECT stream, coalesce((SELECT max(originator_version) FROM {events}"
    " WHERE originator_id = stream), 0) FROM unnest(%s::uuid[]) AS stream"
)
_SELECT_LAST = SQL(
    "SELECT originator_version, topic, state FROM {events} WHERE originator_id = %s"
    " ORDER BY originator_version DESC LIMIT 1"
)
_SELECT_EXACTLY = SQL(
    "SELECT notification_id, state"
    " FROM unnest(%s::uuid[], %s::bigint[]) WITH ORDINALITY AS own (stream, version, place)"
    " JOIN {events} ON originator_id = stream AND originator_version = version ORDER BY place"
)
_SELECT_STANDING = SQL(
    "SELECT place, notification_id, recorded_at, state"
    " FROM unnest(%s::uuid[], %s::bigint[]) WITH ORDINALITY AS own (stream, version, place)"
    " JOIN {events} ON originator_id = stream AND originator_version = version ORDER BY place"
)
_SELECT_ACTS = SQL(
    "SELECT notification_id, recorded_at, originator_id, originator_version, topic, state"
    " FROM {events} WHERE notification_id > %(after)s AND notification_id <= %(upto)s"
)
_LOOK = SQL(
    "SELECT {schema}.organisation_now(), newest,"
    " (SELECT recorded_at FROM {events} WHERE notification_id = %(known)s),"
    " (SELECT recorded_at FROM {events} WHERE notification_id = newest)"
    " FROM (SELECT coalesce(max(notification_id), 0) AS newest FROM {events}) AS log"
)
_COPY_EVENTS = SQL(
    "COPY {events} (originator_id, originator_version, topic, state) FROM STDIN (FORMAT BINARY)"
)
_OF_TOPICS = SQL(" AND topic = ANY(%(topics)s)")
_IN_ORDER = SQL(" ORDER BY notification_id LIMIT %(limit)s")
# In one stream versions rise with positions.  Asked by position or topic, PostgreSQL may walk the
# whole log to find the few acts of a stream; `OFFSET 0` keeps it to the stream.
_OF_STREAM = SQL(
    "SELECT notification_id, recorded_at, originator_id, originator_version, topic, state FROM ("
    "SELECT * FROM {events} WHERE originator_id = %(stream)s ORDER BY originator_version OFFSET 0"
    ") AS of_stream WHERE notification_id > %(after)s AND notification_id <= %(upto)s"
)
_IN_ORDER_OF_STREAM = SQL(" ORDER BY originator_version LIMIT %(limit)s")


class Statements:
    """What is said to the tables of one schema."""

    def __init__(self, schema: str = "convenor", table: str = "stored_events") -> None:
        names = {
            "events": Identifier(schema, table),
            "commands": Identifier(schema, "command_log"),
            "schema": Identifier(schema),
        }
        self.insert_events = _INSERT_EVENTS.format(**names)
        self.insert_commands = _INSERT_COMMANDS.format(**names)
        self.select_command = _SELECT_COMMAND.format(**names)
        self.select_newest = _SELECT_NEWEST.format(**names)
        self.select_last = _SELECT_LAST.format(**names)
        self.select_exactly = _SELECT_EXACTLY.format(**names)
        self.select_standing = _SELECT_STANDING.format(**names)
        self.copy_events = _COPY_EVENTS.format(**names)
        self.lock = SQL("LOCK TABLE {events} IN EXCLUSIVE MODE").format(**names)
        self.head = SQL("SELECT coalesce(max(notification_id), 0) FROM {events}").format(**names)
        self.look = _LOOK.format(**names)
        self._acts = _SELECT_ACTS.format(**names)
        self._of_stream = _OF_STREAM.format(**names)

    def select_acts(self, *, topics: bool, stream: bool) -> Composed:
        """The acts between two positions, of some topics or of one stream if that is asked."""
        asked = self._of_stream if stream else self._acts
        if topics:
            asked += _OF_TOPICS
        return asked + (_IN_ORDER_OF_STREAM if stream else _IN_ORDER)
