"""The journal of acts: filtered, a page at a time, newest first or retold from the beginning."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, JsonValue

from domain.kernel.act import Standing
from domain.kernel.ids import UNKNOWN_PERSON
from domain.kernel.refusal import NotFound
from projections.sentences import spoken_topics
from services.reading.caucuses import UNDERTAKEN, closed_to
from services.reading.view import Answer, Reading, View, body_name_of, name_of

MOST = 1_000


class Filter(Answer):
    """Which acts: all that is given must hold.

    `process` finds every act that belongs to that process or thing, whatever stream it is in, and
    the meetings at which groups drafted for it;
    `topic` may be cut short (`proposal` finds all acts on proposals).
    """

    process: UUID | None = None
    kind: str | None = None
    topic: str | None = None
    actor: UUID | None = None
    standing: Standing | None = None
    rule: str | None = None
    from_when: AwareDatetime | None = None
    until: AwareDatetime | None = None


class Page(Answer):
    """Which stretch of the acts: after a position where they are read forwards, else before it."""

    start: int | None = None
    limit: int = 50
    forwards: bool = False
    with_data: bool = False


class ActLine(Answer):
    """An act; `data` is what it carries, as it is stored, if that was asked for."""

    position: int
    act: UUID
    stream: UUID
    version: int
    kind: str
    topic: str
    occurred_at: datetime
    recorded_at: datetime
    actor: UUID
    actor_name: str
    on_behalf_of: UUID | None
    behalf_name: str | None
    recorded_by: UUID
    recorder_name: str
    authority_kind: str
    authority: str
    authority_id: str | None
    governing_version: int | None
    rulebook_version: int
    standing: Standing
    rules: tuple[str, ...]
    breaks: tuple[str, ...]
    note: str | None
    process_id: UUID | None
    cause: UUID | None
    command_id: UUID
    subject: str
    sentence: str
    belongs_to: tuple[UUID, ...]
    data: JsonValue = None


class JournalPage(Answer):
    """Acts, and where the next page starts; None at the end."""

    view: View
    acts: tuple[ActLine, ...]
    next_start: int | None


_TOLD: Final = ("actor_name", "recorder_name", "behalf_name", "data")
_LINE = ", ".join(f"j.{one}" for one in ActLine.model_fields if one not in _TOLD)
_NAMES = (
    f"{name_of('j.actor')} AS actor_name, {name_of('j.recorded_by')} AS recorder_name,"
    f" {body_name_of('j.on_behalf_of')} AS behalf_name"
)
WITHHELD: Final = (
    "formation.preferred.v1",
    "formation.allocated.v1",
    "person.changed",
    "case.recorded",
    "support.recorded",
    "data_access.recorded",
    *sorted(topic for topic in spoken_topics() if topic.startswith("suspension.")),
)
"""Acts of which it is told that they were done and not what they carry: who asks for which group is
for the members of the body alone (`formations`), what is kept of somebody for nobody else, and what
is done in a case, with a suspension, a request for support or an officer's access for those whom it
concerns."""
ACTION: Final = "action"
TO_MEMBERS: Final = {
    "meeting": "Something was done for this meeting; what, is told to the body's members alone.",
    "report": "Something was done for this report; what, is told to the body's members alone.",
    ACTION: "Something was done for an action; what, is told to the body's members alone.",
}
"""What is told instead of an act of these kinds, where it is told to members alone."""
NAMELESS: Final[dict[str, object]] = {
    "subject": UNDERTAKEN,
    "actor": UNKNOWN_PERSON,
    "actor_name": "Somebody",
    "recorded_by": UNKNOWN_PERSON,
    "recorder_name": "Somebody",
    "authority_kind": "rule",
    "authority": "the rules on actions",
    "authority_id": None,
    "on_behalf_of": None,
    "behalf_name": None,
}
"""Who has an action of a sealed body may belong to it without being shown."""
WITHIN: Final = frozenset(TO_MEMBERS)
_DATA = (
    f", CASE WHEN j.topic IN ({', '.join(repr(topic) for topic in WITHHELD)}) THEN NULL ELSE"
    " (SELECT convert_from(state, 'UTF8')::jsonb -> 'data' FROM convenor.stored_events"
    " WHERE notification_id = j.position) END AS data"
)
# A group drafts at a meeting that it held before anybody knew what would come of it.
_DRAFTED_AT = (
    "SELECT m.act FROM meetings m JOIN proposals p ON p.grp = m.body AND p.meeting = m.reference"
    " WHERE p.valid @> %(as_of)s::timestamptz AND %(process)s::uuid IN (p.cycle, p.proposal)"
)
# In the order of their positions, each looked up by itself, so that a page reads no more than it
# shows: joined in any other way, all that was done since would be read.
_BELONGING = (
    "(SELECT o.position, j.* FROM (SELECT position FROM journal_of"
    " WHERE owner = %(process)s::uuid AND occurred_at <= %(as_of)s"
    " UNION ALL SELECT position FROM journal"
    f" WHERE act = ANY(ARRAY({_DRAFTED_AT})) AND NOT belongs_to @> ARRAY[%(process)s::uuid]"
    " ORDER BY position {direction} OFFSET 0) AS o"
    " CROSS JOIN LATERAL (SELECT occurred_at, kind, topic, actor, standing, rules FROM journal"
    " WHERE position = o.position OFFSET 0) AS j"
    ") AS belonging"
)
_FOUND = """
    (SELECT position FROM {those}
     WHERE occurred_at <= %(as_of)s
       AND (%(kind)s::text IS NULL OR kind = %(kind)s)
       AND (%(topic)s::text IS NULL OR starts_with(topic, %(topic)s))
       AND (%(actor)s::uuid IS NULL OR actor = %(actor)s)
       AND (%(standing)s::text IS NULL OR standing = %(standing)s)
       AND (%(rule)s::text IS NULL OR %(rule)s = ANY(rules))
       AND (%(from_when)s::timestamptz IS NULL OR occurred_at >= %(from_when)s)
       AND (%(until)s::timestamptz IS NULL OR occurred_at < %(until)s)
       AND (%(start)s::bigint IS NULL OR position {beyond} %(start)s)
       AND {stretch}
     ORDER BY position {direction} LIMIT %(limit)s)
"""
# Up to where nothing lies beyond the moment, and of what was recorded after that what happened
# before.  Asked for by the moment alone, the newest acts as of years ago would be found only after
# everything that has been done since.
_LAST = (
    "coalesce((SELECT position FROM journal WHERE latest <= %(as_of)s"
    " ORDER BY latest DESC, position DESC LIMIT 1), 0)"
)
_ALL_OF_IT: Final = ("true",)
_STRETCHES: Final = (f"position <= {_LAST}", f"position > {_LAST} AND occurred_at < latest")
_ACTS = """
    SELECT {line}, {names}{data} FROM (
        SELECT position FROM ({found}) AS either ORDER BY position {direction} LIMIT %(limit)s
    ) AS found JOIN journal j USING (position) ORDER BY j.position {direction}
"""
_TITLE: Final = "SELECT kind, title, belongs_to FROM subjects WHERE stream = %(thing)s"
_ACT = (
    f"SELECT {_LINE}, {_NAMES}{_DATA} FROM journal j"
    " WHERE act = %(act)s AND occurred_at <= %(as_of)s"
)


def journal(
    at: Reading,
    which: Filter | None = None,
    page: Page | None = None,
) -> JournalPage:
    """One page of the acts that the filter finds, as they are told to whoever asks."""
    which, page = which or Filter(), page or Page()
    limit = min(page.limit, MOST)
    found = at.all(
        ActLine, _asked(page, which), **which.model_dump(), start=page.start, limit=limit + 1
    )
    shown = _as_told(at, found[:limit])
    if which.actor is not None:  # what is told without a name is not told under one
        shown = tuple(act for act in shown if act.actor == which.actor)
    more = found[limit - 1].position if len(found) > limit else None
    return JournalPage(view=at.view, acts=shown, next_start=more)


def act(at: Reading, act: UUID) -> ActLine:
    """One act, with what it carries, as it is told to whoever asks; raises `NotFound`."""
    found = at.first(ActLine, _ACT, act=act)
    if found is None:
        raise NotFound(f"There is no act with the id {act} at that moment.")
    (told,) = _as_told(at, (found,))
    return told


def _as_told(at: Reading, acts: tuple[ActLine, ...]) -> tuple[ActLine, ...]:
    """The acts without what was said and undertaken in sealed caucuses, for who is not of them."""
    closed = closed_to(at, {one for act in acts if act.kind in WITHIN for one in act.belongs_to})
    return tuple(
        act.model_copy(update=_without(act))
        if act.kind in WITHIN and closed.intersection(act.belongs_to)
        else act
        for act in acts
    )


def _without(act: ActLine) -> dict[str, object]:
    """What is told of such an act instead; of an action neither what it is nor who has it."""
    told: dict[str, object] = {"sentence": TO_MEMBERS[act.kind], "note": None, "data": None}
    return told | NAMELESS if act.kind == ACTION else told


def title_of(at: Reading, thing: UUID) -> str | None:
    """What a thing is called, as it is told to whoever asks; none of what is not known."""
    for kind, title, owners in at.rows(_TITLE, thing=thing):
        told: str = UNDERTAKEN if kind == ACTION and closed_to(at, owners) else title
        return told
    return None


def retell(at: Reading, process: UUID) -> tuple[ActLine, ...]:
    """Every act that belongs to a process, from the first on, with what each carries."""
    told: list[ActLine] = []
    page = Page(start=0, limit=MOST, forwards=True, with_data=True)
    while page.start is not None:
        found = journal(at, Filter(process=process), page)
        told += found.acts
        page = page.model_copy(update={"start": found.next_start})
    return tuple(told)


def _asked(page: Page, which: Filter) -> str:
    direction = "ASC" if page.forwards else "DESC"
    of_process = which.process is not None
    those = _BELONGING.format(direction=direction) if of_process else "journal"
    found = " UNION ALL ".join(
        _FOUND.format(
            those=those,
            beyond=">" if page.forwards else "<",
            stretch=stretch,
            direction=direction,
        )
        for stretch in (_ALL_OF_IT if of_process else _STRETCHES)
    )
    return _ACTS.format(
        line=_LINE,
        names=_NAMES,
        found=found,
        data=_DATA if page.with_data else "",
        direction=direction,
    )
