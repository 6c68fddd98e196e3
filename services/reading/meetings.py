"""One meeting or all of them: what was due before, who is there, what was moved and decided."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.processes import Process, process
from services.reading.view import Answer, Reading, View, name_of


class MeetingLine(Answer):
    """A meeting by itself; `present` counts voting members who are there at the moment."""

    meeting: UUID
    body: UUID
    body_name: str
    slug: str
    title: str
    starts: datetime
    place: str
    remote: bool
    emergency: str | None
    is_emergency: bool
    state: str
    opened_at: datetime | None
    ended_at: datetime | None
    ended_because: str | None
    chair: UUID | None
    chair_name: str | None
    present: int
    needed: int
    quorate: bool
    next_on: date | None
    decisions: int


class Duty(Answer):
    """Something due before a meeting."""

    duty: str
    due: datetime
    rule: str
    done_at: datetime | None
    missed: bool


class Item(Answer):
    """An item of the agenda, and what became of it."""

    item: int
    label: str
    title: str
    body_text: str
    handed_in_by: UUID | None
    by_name: str | None
    admitted: bool
    emergency: bool
    fate: str
    because: str | None


class Attending(Answer):
    """Somebody who takes part, or took part until the end."""

    person: UUID
    name: str
    capacity: str
    route: str
    votes: bool
    is_there: bool
    held_by_name: str | None
    since: datetime


class Away(Answer):
    """Somebody who sits in the body and is not there, with their apologies if they sent any."""

    person: UUID
    name: str
    voting: bool
    note: str | None


class Motion(Answer):
    """A motion as it stands."""

    motion: int
    item: int
    title: str
    text: str
    mover_name: str
    seconder_name: str | None
    decided: bool


class Amendment(Answer):
    """An amendment to a motion; `becomes` is the motion with it."""

    amendment: str
    motion: int
    parent: str | None
    mover_name: str
    becomes: str
    fate: str
    because: str | None


class Decision(Answer):
    """A decision, how it was come to, and whether it binds."""

    number: int
    item: int
    motion: int | None
    manner: str
    form: str | None
    words: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    present: int
    needed: int
    carried: bool
    quorate: bool
    binds: bool
    settled: str | None
    settled_by: UUID | None
    because: str
    taken_at: datetime
    deciding_act: UUID


class Ruling(Answer):
    """How the chair ruled, and what came of a challenge."""

    number: int
    raised_by_name: str
    point: str
    upheld: bool
    ruling: str
    ruled_by_name: str
    challenged_by_name: str | None
    overturned: bool | None


class Interest(Answer):
    """An interest that somebody declared."""

    item: int
    person_name: str
    what: str
    withdraws: bool


class Statement(Answer):
    """A statement that the meeting agreed."""

    decision: int
    title: str
    words: str
    since: datetime


class Paper(Answer):
    """A paper that went out with the agenda."""

    title: str
    since: datetime


class CardVote(Answer):
    """A vote by card; without figures while it is open."""

    number: int
    question: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    cards: int | None
    carried: bool | None
    because: str | None


class Accredited(Answer):
    """Somebody accredited for a place of a delegation."""

    person: UUID
    name: str
    delegation: str
    place: int
    part: str
    speaks: bool
    holder_name: str | None


class Meetings(Answer):
    """Meetings, the newest first."""

    view: View
    meetings: tuple[MeetingLine, ...]


class Meeting(Answer):
    """A meeting with all that belongs to it."""

    view: View
    meeting: MeetingLine
    process: Process
    duties: tuple[Duty, ...]
    items: tuple[Item, ...]
    papers: tuple[Paper, ...]
    attending: tuple[Attending, ...]
    away: tuple[Away, ...]
    motions: tuple[Motion, ...]
    amendments: tuple[Amendment, ...]
    decisions: tuple[Decision, ...]
    rulings: tuple[Ruling, ...]
    interests: tuple[Interest, ...]
    statements: tuple[Statement, ...]
    accredited: tuple[Accredited, ...]
    card_votes: tuple[CardVote, ...]

    @property
    def current(self) -> Item | None:
        """The item that is before the meeting."""
        fate = "before the meeting"
        return next((item for item in self.items if item.fate == fate), None)


_NOW = "valid @> %(as_of)s::timestamptz"
_OF = f"meeting = %(meeting)s AND {_NOW}"
_PRESENT = f"""
    (SELECT count(*) FROM meeting_attendance a JOIN seats s USING (person)
     WHERE a.meeting = m.meeting AND a.votes AND a.is_there AND s.body = m.body AND s.voting
       AND a.{_NOW} AND s.{_NOW})
"""
_MEETINGS = f"""
    SELECT m.meeting, m.body, b.name AS body_name, b.slug, m.title, m.starts, m.place, m.remote,
           m.emergency, m.is_emergency, m.state, m.opened_at, m.ended_at, m.ended_because,
           m.chair, CASE WHEN m.chair IS NOT NULL THEN {name_of("m.chair")} END AS chair_name,
           CASE WHEN m.state IN ('called', 'open') THEN {_PRESENT} ELSE m.present END AS present,
           m.needed, m.quorate, m.next_on,
           (SELECT count(*) FROM meeting_decisions d
            WHERE d.meeting = m.meeting AND d.{_NOW}) AS decisions
    FROM (
        SELECT m.* FROM body_meetings m
        WHERE m.{_NOW} AND (%(meeting)s::uuid IS NULL OR m.meeting = %(meeting)s)
          AND (%(slug)s::text IS NULL OR m.body = (
                SELECT body FROM bodies b WHERE b.slug = %(slug)s AND b.{_NOW}))
        ORDER BY m.starts DESC, m.meeting LIMIT %(limit)s
    ) AS m JOIN bodies b ON b.body = m.body AND b.{_NOW}
    ORDER BY m.starts DESC, m.meeting
"""
_DUTIES = f"SELECT duty, due, rule, done_at, missed FROM meeting_duties WHERE {_OF} ORDER BY due"
_ITEMS = f"""
    SELECT item, label, title, body_text, handed_in_by,
           CASE WHEN handed_in_by IS NOT NULL THEN {name_of("handed_in_by")} END AS by_name,
           admitted, emergency, fate, because
    FROM meeting_items WHERE {_OF} ORDER BY place, item
"""
_PAPERS = """
    SELECT title, since FROM meeting_papers
    WHERE meeting = %(meeting)s AND since <= %(as_of)s ORDER BY position, number
"""
_ATTENDING = f"""
    SELECT person, name, capacity, route, votes, is_there,
           CASE WHEN held_by IS NOT NULL THEN {name_of("held_by")} END AS held_by_name,
           lower(valid) AS since
    FROM meeting_attendance WHERE {_OF} ORDER BY capacity, name
"""
_AWAY = f"""
    SELECT s.person, s.name, s.voting, a.note
    FROM seats s LEFT JOIN meeting_apologies a
      ON a.meeting = %(meeting)s AND a.person = s.person AND a.since <= %(as_of)s
    WHERE s.body = %(body)s AND s.{_NOW} AND NOT EXISTS (
        SELECT FROM meeting_attendance t
        WHERE t.meeting = %(meeting)s AND t.person = s.person AND t.{_NOW})
    ORDER BY s.name
"""
_MOTIONS = f"""
    SELECT motion, item, title,
           (SELECT string_agg(p ->> 'text', E'\\n\\n' ORDER BY n)
            FROM jsonb_array_elements(wording -> 'paragraphs') WITH ORDINALITY AS t (p, n)) AS text,
           {name_of("mover")} AS mover_name,
           CASE WHEN seconder IS NOT NULL THEN {name_of("seconder")} END AS seconder_name, decided
    FROM meeting_motions WHERE {_OF} ORDER BY motion
"""
_AMENDMENTS = f"""
    SELECT amendment, motion, parent, {name_of("mover")} AS mover_name, becomes, fate, because
    FROM meeting_amendments WHERE {_OF} ORDER BY motion, lower(valid), amendment
"""
_DECISIONS = f"""
    SELECT number, item, motion, manner, form, words, in_favour, against, abstained, present,
           needed, carried, quorate, binds, settled, settled_by, because, taken_at, deciding_act
    FROM meeting_decisions WHERE {_OF} ORDER BY number
"""
_RULINGS = f"""
    SELECT number, {name_of("raised_by")} AS raised_by_name, point, upheld, ruling,
           {name_of("ruled_by")} AS ruled_by_name,
           CASE WHEN challenged_by IS NOT NULL THEN {name_of("challenged_by")} END
             AS challenged_by_name, overturned
    FROM chair_rulings WHERE {_OF} ORDER BY number
"""
_INTERESTS = f"""
    SELECT item, {name_of("i.person")} AS person_name, what, withdraws FROM meeting_interests i
    WHERE meeting = %(meeting)s AND since <= %(as_of)s ORDER BY item, since
"""
_STATEMENTS = """
    SELECT decision, title, words, since FROM meeting_statements
    WHERE meeting = %(meeting)s AND since <= %(as_of)s ORDER BY since
"""
_ACCREDITED = f"""
    SELECT person, name, delegation, place, part, speaks,
           CASE WHEN proxy_held_by IS NOT NULL THEN {name_of("proxy_held_by")} END AS holder_name
    FROM accredited WHERE {_OF} ORDER BY delegation, place, part
"""
_CARD_VOTES = f"""
    SELECT number, question, in_favour, against, abstained, cards, carried, because
    FROM card_votes WHERE {_OF} ORDER BY number
"""
_COUNTED = f"""
    SELECT count(*), count(*) FILTER (WHERE state = 'open'),
           count(*) FILTER (WHERE state = 'called')
    FROM body_meetings
    WHERE {_NOW} AND (%(slug)s::text IS NULL OR body = (
        SELECT body FROM bodies b WHERE b.slug = %(slug)s AND b.{_NOW}))
"""
MOST = 100


def counted(at: Reading, slug: str | None = None) -> tuple[int, int, int]:
    """How many meetings there are, how many are open, and how many are called."""
    ((all_told, open_now, ahead),) = at.rows(_COUNTED, slug=slug)
    return all_told, open_now, ahead


def meetings(at: Reading, slug: str | None = None, most: int | None = MOST) -> Meetings:
    """The newest meetings, so many at most: of one body, or of all."""
    found = at.all(MeetingLine, _MEETINGS, meeting=None, slug=slug, limit=most)
    return Meetings(view=at.view, meetings=found)


def meeting(at: Reading, meeting: UUID) -> Meeting:
    """One meeting; raises `NotFound`."""
    line = at.first(MeetingLine, _MEETINGS, meeting=meeting, slug=None, limit=1)
    if line is None:
        raise NotFound(f"There is no meeting with the id {meeting} at that moment.")
    return Meeting(
        view=at.view,
        meeting=line,
        process=process(at, meeting),
        duties=at.all(Duty, _DUTIES, meeting=meeting),
        items=at.all(Item, _ITEMS, meeting=meeting),
        papers=at.all(Paper, _PAPERS, meeting=meeting),
        attending=at.all(Attending, _ATTENDING, meeting=meeting),
        away=at.all(Away, _AWAY, meeting=meeting, body=line.body),
        motions=at.all(Motion, _MOTIONS, meeting=meeting),
        amendments=at.all(Amendment, _AMENDMENTS, meeting=meeting),
        decisions=at.all(Decision, _DECISIONS, meeting=meeting),
        rulings=at.all(Ruling, _RULINGS, meeting=meeting),
        interests=at.all(Interest, _INTERESTS, meeting=meeting),
        statements=at.all(Statement, _STATEMENTS, meeting=meeting),
        accredited=at.all(Accredited, _ACCREDITED, meeting=meeting),
        card_votes=at.all(CardVote, _CARD_VOTES, meeting=meeting),
    )
