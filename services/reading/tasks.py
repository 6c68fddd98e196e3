"""What is one person's to do now, each with its deadline: one question for each kind of thing.

Some of it is nobody else's business: whether somebody has voted, or has said what they wish for.
That is asked only for the person themselves.  Whether something may be done is decided when it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.elections.count import RETURNING_OFFICER
from domain.meetings.calendar import Duty
from domain.meetings.orders import CONVENED_BY
from domain.powers import OFFICERS, THIS_BODY
from domain.reports.reporting import KEPT_BY
from projections.meeting_stages import ENDING, NOT_OPENED, OPENING
from projections.meetings import CALLED, OPEN
from services.reading.caucuses import closed_to
from services.reading.view import Answer, Reading


class Doing(StrEnum):
    """What kind of thing there is to do."""

    BALLOT = "vote"
    ANSWER = "answer"
    PREFERENCE = "preference"
    REPLY = "reply"
    ITEM = "item"
    PREPARE = "prepare"
    DRAFT = "draft"
    CHECK = "check"
    PROPOSAL = "proposal"
    ACTION = "action"
    SCRUTINY = "scrutiny"
    RULING = "ruling"
    PLACE = "place"

    @property
    def is_private(self) -> bool:
        """Whether it is nobody else's business that it is not done yet."""
        return self in (Doing.BALLOT, Doing.PREFERENCE)


class Task(Answer):
    """Something to do about a thing, and by when; `duty` says which duty of a meeting it is."""

    doing: Doing
    thing: UUID
    what: str
    slug: str | None
    body_name: str | None
    due: datetime | None
    late: bool
    duty: str | None = None


_BODY: Final = "JOIN bodies b ON b.body = {0}.body AND b.valid @> %(as_of)s::timestamptz"
_SITS: Final = """
    EXISTS (SELECT FROM seats s WHERE s.body = {0} AND s.person = %(person)s AND s.voting
            AND s.valid @> %(as_of)s::timestamptz)
"""
_BALLOTS = """
    SELECT ballot, title, NULL, NULL, closes, NULL
    FROM ballots JOIN convenor.ballot_roll r ON r.ballot_id = ballot AND r.person = %(person)s
    WHERE valid @> %(as_of)s::timestamptz AND r.voted_in IS NULL AND NOT EXISTS (
        SELECT FROM blind.drawn d WHERE d.ballot = ballots.ballot AND d.person = r.person)
      AND opens <= %(as_of)s AND closes > %(as_of)s
"""
_ANSWERS = f"""
    SELECT c.cooption, b.name, b.slug, b.name, c.answer_by, NULL
    FROM cooptions c {_BODY.format("c")}
    WHERE c.valid @> %(as_of)s::timestamptz AND c.state = 'offered' AND c.person = %(person)s
"""
_PREFERENCES = f"""
    SELECT f.formation, f.parent_name, b.slug, b.name, f.closes, NULL
    FROM formations f
    JOIN bodies b ON b.body = f.parent AND b.valid @> %(as_of)s::timestamptz
    WHERE f.valid @> %(as_of)s::timestamptz AND f.state = 'open' AND f.closes > %(as_of)s
      AND {_SITS.format("f.parent")} AND NOT EXISTS (
        SELECT FROM formation_preferences p WHERE p.formation = f.formation
          AND p.person = %(person)s AND p.valid @> %(as_of)s::timestamptz)
"""
_REPLIES = f"""
    SELECT r.resolution, r.title, b.slug, b.name, r.closes, NULL
    FROM resolutions r {_BODY.format("r")}
    WHERE r.valid @> %(as_of)s::timestamptz AND r.state = 'open' AND r.closes > %(as_of)s
      AND {_SITS.format("r.body")} AND NOT EXISTS (
        SELECT FROM resolution_replies y WHERE y.resolution = r.resolution
          AND y.person = %(person)s AND y.since <= %(as_of)s)
"""
_DUTIES = f"""
    SELECT m.meeting, m.title, b.slug, b.name, d.due, d.duty
    FROM body_meetings m JOIN meeting_duties d USING (meeting) {_BODY.format("m")}
    WHERE m.valid @> %(as_of)s::timestamptz AND d.valid @> %(as_of)s::timestamptz
      AND m.state = 'called' AND d.done_at IS NULL AND NOT d.missed
"""
# Whoever may call a meeting opens it late, moves it or calls it off once it was not opened; and
# sees that it is closed once it was not.
_HOURS_MISSED = f"""
    SELECT m.meeting, m.title, b.slug, b.name, s.due, s.stage
    FROM stages s
    JOIN body_meetings m ON m.meeting = s.process AND m.valid @> %(as_of)s::timestamptz
    {_BODY.format("m")}
    WHERE s.valid @> %(as_of)s::timestamptz AND s.closed IS NULL
      AND (s.stage = '{OPENING}' AND s.heading = '{NOT_OPENED}' AND m.state = '{CALLED}'
           OR s.stage = '{ENDING}' AND m.state = '{OPEN}')
"""
_ITEMS = f"{_DUTIES} AND d.duty = 'items' AND d.due > %(as_of)s AND {_SITS.format('m.body')}"
_DRAFTS = f"""
    SELECT r.report, r.title, b.slug, b.name, coalesce(r.draft_due, r.online_due), NULL
    FROM reports r {_BODY.format("r")}
    WHERE r.valid @> %(as_of)s::timestamptz AND r.version = 0 AND r.completed IS NULL
"""
_CHECKS = f"""
    SELECT r.report, r.title, b.slug, b.name, r.online_due, NULL
    FROM reports r JOIN report_readers y USING (report) {_BODY.format("r")}
    WHERE r.valid @> %(as_of)s::timestamptz AND r.online IS NULL AND r.completed IS NULL
      AND y.person = %(person)s AND y.since <= %(as_of)s
"""
_PROPOSALS = """
    SELECT p.proposal, p.title, NULL, NULL, s.due, NULL
    FROM proposals p JOIN stages s ON s.process = p.cycle AND s.stage = 'drafting'
    WHERE p.valid @> %(as_of)s::timestamptz AND s.valid @> %(as_of)s::timestamptz
      AND p.drafter = %(person)s AND p.state = 'draft' AND s.closed IS NULL
"""
_ACTIONS = f"""
    SELECT a.action, a.text, b.slug, b.name, a.due_before, NULL
    FROM actions a {_BODY.format("a")}
    WHERE a.valid @> %(as_of)s::timestamptz AND a.status = 'open' AND (
        a.owner_person = %(person)s
        OR a.owner_body = ANY(%(bodies)s) AND a.owner_post IS NULL
        OR a.owner_body || '.' || a.owner_post = ANY(%(posts)s))
"""
_SCRUTINIES = """
    SELECT b.ballot, b.title, NULL, NULL, b.report_due, NULL
    FROM ballot_scrutinies y JOIN ballots b USING (ballot)
    WHERE y.valid @> %(as_of)s::timestamptz AND b.valid @> %(as_of)s::timestamptz
      AND y.person = %(person)s AND y.reported IS NULL AND b.papers IS NOT NULL
"""
_RULINGS = f"""
    SELECT o.objection, o.title, b.slug, b.name, o.due, NULL
    FROM election_objections o JOIN elections e USING (election) {_BODY.format("e")}
    WHERE o.valid @> %(as_of)s::timestamptz AND o.state = 'open'
"""
_OFFERS = f"""
    SELECT v.vacancy, v.section || ', ' || v.title, b.slug, b.name, v.due, NULL
    FROM vacancies v {_BODY.format("v")}
    WHERE v.valid @> %(as_of)s::timestamptz AND v.asked = %(person)s
"""
_PLACES = """
    SELECT b.slug, NULL FROM seats s JOIN bodies b USING (body)
    WHERE s.person = %(person)s AND s.voting AND s.valid @> %(as_of)s::timestamptz
      AND b.valid @> %(as_of)s::timestamptz
    UNION ALL
    SELECT b.slug, p.post FROM posts p JOIN bodies b USING (body)
    WHERE p.person = %(person)s AND p.valid @> %(as_of)s::timestamptz
      AND b.valid @> %(as_of)s::timestamptz
"""
_POWERS = """
    SELECT jsonb_array_elements_text(value -> 'powers') FROM rules
    WHERE rule = %(rule)s AND valid @> %(as_of)s::timestamptz
"""
_FOR_ANYBODY: Final = {
    Doing.ANSWER: _ANSWERS,
    Doing.REPLY: _REPLIES,
    Doing.ITEM: _ITEMS,
    Doing.CHECK: _CHECKS,
    Doing.PROPOSAL: _PROPOSALS,
    Doing.ACTION: _ACTIONS,
    Doing.SCRUTINY: _SCRUTINIES,
    Doing.PLACE: _OFFERS,
}
_BY_POWER: Final = {
    Doing.DRAFT: (_DRAFTS,),
    Doing.PREPARE: (_DUTIES, _HOURS_MISSED),
    Doing.RULING: (_RULINGS,),
}
_FOR_THEMSELVES: Final = {Doing.BALLOT: _BALLOTS, Doing.PREFERENCE: _PREFERENCES}


class Places:
    """The voting seats and the posts of a person, as rules on who may do what name them."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        every = list(rows)
        self.bodies = [slug for slug, post in every if post is None]
        self.posts = [f"{slug}.{post}" for slug, post in every if post is not None]
        self._officer_of = {slug for slug, post in every if post is not None}

    def have(self, power: str, about: str) -> bool:
        """Whether one of them gives a power in what concerns a body."""
        named, _, post = power.partition(".")
        slug = about if named == THIS_BODY else named
        if post == OFFICERS:
            return slug in self._officer_of
        return f"{slug}.{post}" in self.posts if post else slug in self.bodies


def tasks(at: Reading, person: UUID, *, themselves: bool) -> tuple[Task, ...]:
    """What is theirs to do, the soonest first; all of it only if they look themselves."""
    places = Places(at.rows(_PLACES, person=person))
    asked = dict(_FOR_ANYBODY)
    if themselves and not at.view.past:  # the roll says who has voted, and not since when
        asked |= _FOR_THEMSELVES
    found = [
        _task(at, doing, row)
        for doing, query in asked.items()
        for row in at.rows(query, person=person, bodies=places.bodies, posts=places.posts)
    ]
    if not themselves:
        found = [*_open_to(at, found)]
    found += _by_power(at, places, Doing.DRAFT, KEPT_BY)
    found += _by_power(at, places, Doing.PREPARE, CONVENED_BY)
    found += _by_power(at, places, Doing.RULING, RETURNING_OFFICER)
    return tuple(sorted(found, key=_in_order))


def _in_order(task: Task) -> tuple[bool, float, str, str]:
    """What is due first first; what has no day last."""
    due = 0.0 if task.due is None else task.due.timestamp()
    return task.due is None, due, task.what, str(task.thing)


def _open_to(at: Reading, found: Sequence[Task]) -> Iterator[Task]:
    """Without what sealed caucuses gave somebody to do: who has it may be known by nothing else."""
    bodies = {one: body_id(one.slug) for one in found if one.doing is Doing.ACTION and one.slug}
    closed = closed_to(at, set(bodies.values()))
    return (one for one in found if bodies.get(one) not in closed)


def _by_power(at: Reading, places: Places, doing: Doing, rule: str) -> Iterator[Task]:
    """What falls to whoever has a power: reports to draft, meetings to prepare, objections."""
    powers = [power for (power,) in at.rows(_POWERS, rule=rule)]
    if not (places.bodies or places.posts):
        return
    for row in (row for query in _BY_POWER[doing] for row in at.rows(query)):
        if row[5] != Duty.ITEMS and any(places.have(power, row[2]) for power in powers):
            yield _task(at, doing, row)


def _task(at: Reading, doing: Doing, row: tuple[Any, ...]) -> Task:
    thing, what, slug, body_name, due, duty = row
    return Task(
        doing=doing,
        thing=thing,
        what=what,
        slug=slug,
        body_name=body_name,
        due=due,
        late=due is not None and due <= at.view.moment,
        duty=duty,
    )
