"""Asks what a decision of a meeting is about: a body, a post, a person, or an earlier decision."""

from __future__ import annotations

from typing import Final

from services.reading import bodies
from services.web.deeds.asks import Asks, Fields
from services.web.deeds.form import Given, Question, member_named, one_of, text
from services.web.look.parts import Choice
from services.web.look.words import shortened
from services.web.visit import Visit

NEWEST: Final = 50
"""So many of the decisions that a body took earlier are offered, the newest first."""

_EARLIER: Final = """
    SELECT m.meeting, m.title, d.number, d.words, m.starts
    FROM body_meetings mine
    JOIN body_meetings m ON m.body = mine.body AND m.starts < mine.starts
    JOIN meeting_decisions d ON d.meeting = m.meeting
    WHERE mine.meeting = %(meeting)s AND mine.valid @> %(as_of)s::timestamptz
      AND m.valid @> %(as_of)s::timestamptz AND d.valid @> %(as_of)s::timestamptz
      AND d.carried AND (d.settled IS NULL OR d.settled = 'ratified')
    UNION ALL
    SELECT r.resolution, 'In writing: ' || r.title, 1, r.words, r.closes
    FROM body_meetings mine JOIN resolutions r ON r.body = mine.body AND r.closes < mine.starts
    WHERE mine.meeting = %(meeting)s AND mine.valid @> %(as_of)s::timestamptz
      AND r.valid @> %(as_of)s::timestamptz AND r.carried AND r.settled IS NULL
    ORDER BY starts DESC, number LIMIT %(most)s
"""


def _ask_about(visit: Visit, given: Given) -> Question:
    known = (Choice(one.slug, one.name) for one in bodies.body_names(visit.at))
    choices = [Choice("", "None, or a new one"), *known]
    return one_of("about_body", "The body that it is about", given, choices)


def _ask_whom(visit: Visit, given: Given) -> Question:
    hint = "A membership number, such as M00042. Leave it empty if it names nobody."
    return text("about_person", "The person that it is about", given, hint, 10)


def _ask_post(visit: Visit, given: Given) -> Question:
    return text("about_post", "The post that it is about", given, "Such as chair.", 20)


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


def _ask_earlier(visit: Visit, given: Given) -> Question:
    rows = visit.at.rows(_EARLIER, meeting=given.id("meeting"), most=NEWEST)
    choices = [
        Choice(f"{meeting}~{number}", f"{shortened(words)} ({title}, decision {number})")
        for meeting, title, number, words, _ in rows
    ]
    label = "The earlier decision that it ratifies, annuls or replaces"
    return one_of("about_decision", label, given, [Choice("", "None"), *choices])


def _read_about(visit: Visit, given: Given) -> Fields:
    """What the decision names: nothing is done by it to another."""
    person = member_named(visit, given, "about_person") if given.text("about_person") else None
    body, post = given.text("about_body") or None, given.text("about_post") or None
    meeting, _, number = given.text("about_decision").partition("~")
    earlier = {"meeting": meeting, "number": number} if meeting else None
    return {"names": {"body": body, "post": post, "person": person, "decision": earlier}}


ABOUT: Final = (
    Asks(_ask_about, _nothing),
    Asks(_ask_whom, _nothing),
    Asks(_ask_earlier, _nothing),
    Asks(_ask_post, _read_about),
)
"""What the decision names: nothing is done by it to another."""
