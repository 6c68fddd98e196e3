"""What belongs to one meeting: duties, items, who is there, motions, decisions, card votes."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from services.reading.view import Answer, Reading, name_of


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
    purpose: str | None
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


class Agreement(Answer):
    """An officer's agreement to an emergency meeting."""

    person: UUID
    name: str
    route: str
    said_at: datetime


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
    present: int | None
    needed: int | None
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
    item: int
    motion: int | None
    question: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    cards: int | None
    carried: bool | None
    because: str | None


class MandateLine(Answer):
    """What a group told its delegates to do on an item; without an answer they are free."""

    item: int
    slug: str
    name: str
    answer: str | None
    words: str


class CastLine(Answer):
    """How a delegation, or a place of it, voted in a card vote that was counted.

    `mandate` is what its group had told it on that item, if anything; `as_mandated` is none where
    there was nothing to keep to.
    """

    number: int
    item: int
    question: str
    delegation: str
    place: int | None
    answered_by: str | None
    channel: str
    in_favour: int
    against: int
    abstained: int
    mandate: str | None
    as_mandated: bool | None


class Accredited(Answer):
    """Somebody accredited for a place of a delegation."""

    person: UUID
    name: str
    delegation: str
    place: int
    part: str
    speaks: bool
    holder_name: str | None


class Parts(Answer):
    """All that belongs to one meeting."""

    duties: tuple[Duty, ...]
    items: tuple[Item, ...]
    papers: tuple[Paper, ...]
    attending: tuple[Attending, ...]
    away: tuple[Away, ...]
    agreements: tuple[Agreement, ...]
    motions: tuple[Motion, ...]
    amendments: tuple[Amendment, ...]
    decisions: tuple[Decision, ...]
    rulings: tuple[Ruling, ...]
    interests: tuple[Interest, ...]
    statements: tuple[Statement, ...]
    accredited: tuple[Accredited, ...]
    card_votes: tuple[CardVote, ...]
    mandates: tuple[MandateLine, ...]
    casts: tuple[CastLine, ...]

    @property
    def current(self) -> Item | None:
        """The item that is before the meeting."""
        fate = "before the meeting"
        return next((item for item in self.items if item.fate == fate), None)


_NOW: Final = "valid @> %(as_of)s::timestamptz"
_OF: Final = f"meeting = %(meeting)s AND {_NOW}"
_DUTIES = (
    f"SELECT duty, due, rule, done_at, missed FROM meeting_duties WHERE {_OF} ORDER BY due, duty"
)
_ITEMS = f"""
    SELECT item, label, title, body_text, handed_in_by,
           CASE WHEN handed_in_by IS NOT NULL THEN {name_of("handed_in_by")} END AS by_name,
           admitted, emergency, purpose, fate, because
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
    FROM meeting_attendance WHERE {_OF} ORDER BY capacity, name, person
"""
_AWAY = f"""
    SELECT s.person, s.name, s.voting, a.note
    FROM seats s LEFT JOIN meeting_apologies a
      ON a.meeting = %(meeting)s AND a.person = s.person AND a.{_NOW}
    WHERE s.body = %(body)s AND s.{_NOW} AND NOT EXISTS (
        SELECT FROM meeting_attendance t
        WHERE t.meeting = %(meeting)s AND t.person = s.person AND t.{_NOW})
    ORDER BY s.name, s.person
"""
_AGREEMENTS = """
    SELECT person, name, route, said_at FROM emergency_agreements
    WHERE meeting = %(meeting)s AND valid @> %(as_of)s::timestamptz
    ORDER BY lower(valid), name, person
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
    WHERE meeting = %(meeting)s AND since <= %(as_of)s ORDER BY item, since, i.person
"""
_STATEMENTS = """
    SELECT decision, title, words, since FROM meeting_statements
    WHERE meeting = %(meeting)s AND since <= %(as_of)s ORDER BY since, decision
"""
_ACCREDITED = f"""
    SELECT person, name, delegation, place, part, speaks,
           CASE WHEN proxy_held_by IS NOT NULL THEN {name_of("proxy_held_by")} END AS holder_name
    FROM accredited WHERE {_OF} ORDER BY delegation, place, part, person
"""
_CARD_VOTES = f"""
    SELECT number, item, motion, question, in_favour, against, abstained, cards, carried, because
    FROM card_votes WHERE {_OF} ORDER BY number
"""
_MANDATES = f"""
    SELECT item, slug, name, answer, words FROM delegate_mandates
    WHERE {_OF} ORDER BY item, name, slug
"""
_CASTS = f"""
    SELECT c.number, v.item, v.question,
           coalesce((SELECT d.name FROM delegations d
                     WHERE d.meeting = c.meeting AND d.slug = c.delegation
                       AND d.valid @> %(as_of)s::timestamptz), c.delegation) AS delegation,
           c.place, CASE WHEN c.answered_by IS NOT NULL THEN {name_of("c.answered_by")} END
             AS answered_by, c.channel, c.in_favour, c.against, c.abstained, m.answer AS mandate,
           CASE m.answer
             WHEN 'for' THEN c.against = 0 AND c.abstained = 0
             WHEN 'against' THEN c.in_favour = 0 AND c.abstained = 0
             WHEN 'abstained' THEN c.in_favour = 0 AND c.against = 0
           END AS as_mandated
    FROM cards_cast c
    JOIN card_votes v ON v.meeting = c.meeting AND v.number = c.number
      AND v.valid @> %(as_of)s::timestamptz AND v.carried IS NOT NULL
    LEFT JOIN delegate_mandates m ON m.meeting = c.meeting AND m.slug = c.delegation
      AND m.item = v.item AND m.valid @> %(as_of)s::timestamptz
    WHERE c.meeting = %(meeting)s AND c.since <= %(as_of)s ORDER BY c.number, c.position
"""


def parts(at: Reading, meeting: UUID, body: UUID) -> Parts:
    """All that belongs to a meeting of that body."""
    return Parts(
        duties=at.all(Duty, _DUTIES, meeting=meeting),
        items=at.all(Item, _ITEMS, meeting=meeting),
        papers=at.all(Paper, _PAPERS, meeting=meeting),
        attending=at.all(Attending, _ATTENDING, meeting=meeting),
        away=at.all(Away, _AWAY, meeting=meeting, body=body),
        agreements=at.all(Agreement, _AGREEMENTS, meeting=meeting),
        motions=at.all(Motion, _MOTIONS, meeting=meeting),
        amendments=at.all(Amendment, _AMENDMENTS, meeting=meeting),
        decisions=at.all(Decision, _DECISIONS, meeting=meeting),
        rulings=at.all(Ruling, _RULINGS, meeting=meeting),
        interests=at.all(Interest, _INTERESTS, meeting=meeting),
        statements=at.all(Statement, _STATEMENTS, meeting=meeting),
        accredited=at.all(Accredited, _ACCREDITED, meeting=meeting),
        card_votes=at.all(CardVote, _CARD_VOTES, meeting=meeting),
        mandates=at.all(MandateLine, _MANDATES, meeting=meeting),
        casts=at.all(CastLine, _CASTS, meeting=meeting),
    )
