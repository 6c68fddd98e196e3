"""Asks by which decision something is done: those that bind, of meetings or in writing.

What a decision says is asked for as well (`kinds`), so that none is offered by which it can't be
done; whether its body has the power is for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from domain.bodies.body import body_id
from domain.kernel.ids import SERVICE, CommandId
from domain.kernel.refusal import Refusal
from domain.meetings.decisions import Manner
from domain.meetings.saying import ANYTHING
from services.application.asker import Asker
from services.application.case import Case
from services.application.lives import who_decides
from services.web.deeds.asks import Asks, Fields
from services.web.deeds.form import Given, Question, Unclear, one_of
from services.web.look.parts import Choice, Mistake
from services.web.look.words import shortened
from services.web.visit import Visit

MOST: Final = 50
Kinds = frozenset[Manner]
# The newest meetings of each of the bodies, so that no other body's are looked at.
_OF_THESE: Final = """
    unnest(%(bodies)s::uuid[]) AS ours (body) CROSS JOIN LATERAL (
        SELECT m.meeting, m.title, m.starts FROM body_meetings m
        WHERE m.body = ours.body AND {bound} ORDER BY m.starts DESC, m.meeting LIMIT %(most)s
    ) AS m
"""
_OF_ALL: Final = "(SELECT m.meeting, m.title, m.starts FROM body_meetings m WHERE {bound}) AS m"
_BOUND: Final = """
    m.valid @> %(as_of)s::timestamptz AND (%(after)s::timestamptz IS NULL OR m.starts > %(after)s)
    AND EXISTS (
        SELECT FROM meeting_decisions d
        WHERE d.meeting = m.meeting AND d.valid @> %(as_of)s::timestamptz AND d.binds)
"""
_DECISIONS: Final = """
    SELECT d.meeting, d.number, d.words, m.title, m.starts AS taken_at
    FROM (SELECT * FROM {held} ORDER BY starts DESC, meeting LIMIT %(most)s) AS m
    JOIN meeting_decisions d USING (meeting)
    WHERE d.valid @> %(as_of)s::timestamptz AND d.binds AND d.manner = ANY(%(kinds)s)
      AND (%(about)s::uuid IS NULL OR d.about_meeting = %(about)s)
    UNION ALL (
        SELECT resolution, 1, words, 'Decision in writing: ' || title, closes
        FROM resolutions
        WHERE valid @> %(as_of)s::timestamptz AND carried AND settled IS NULL AND {whose}
          AND (%(after)s::timestamptz IS NULL OR closes > %(after)s)
          AND (%(about)s::uuid IS NULL OR about_meeting = %(about)s)
        ORDER BY closes DESC LIMIT %(most)s)
    ORDER BY taken_at DESC, number DESC LIMIT %(most)s
"""
_BY_THESE: Final = _DECISIONS.format(
    held=_OF_THESE.format(bound=_BOUND), whose="body = ANY(%(bodies)s)"
)
_BY_ALL: Final = _DECISIONS.format(held=_OF_ALL.format(bound=_BOUND), whose="true")


class Choosable(NamedTuple):
    """A decision that binds: where it was taken, its number there, its words, and the title."""

    where: UUID
    number: int
    words: str
    title: str

    @property
    def choice(self) -> Choice:
        told = f"{shortened(self.words)} ({self.title}, decision {self.number})"
        return Choice(f"{self.where}~{self.number}", told)


def which_decision(
    visit: Visit,
    given: Given,
    *bodies: str,
    kinds: Kinds = ANYTHING,
    first: str = "Choose",
    after: datetime | None = None,
    about: UUID | None = None,
) -> Question:
    """The question, with the decisions of these bodies to choose from; of all, if none is named.

    `about`: only those that name what was decided there.
    """
    choices = [one.choice for one in _decisions(visit, bodies, kinds, after, about)]
    return one_of("decision", "By which decision", given, [Choice("", first), *choices])


def newest_decision(
    visit: Visit,
    *bodies: str,
    kinds: Kinds = ANYTHING,
    after: datetime | None = None,
    about: UUID | None = None,
) -> tuple[UUID, int] | None:
    """The newest decision of these bodies that binds, and that was taken after a moment."""
    found = next(_decisions(visit, bodies, kinds, after, about), None)
    return None if found is None else (found.where, found.number)


def read_decision(visit: Visit, given: Given) -> Mapping[str, object]:
    """The meeting and the number, as a command names them."""
    meeting, _, number = given.text("decision").partition("~")
    if not number.isdecimal():
        raise Unclear(Mistake("decision", "Choose the decision that this carries out"))
    return {"meeting": meeting, "decision": int(number)}


def read_number(visit: Visit, given: Given) -> Mapping[str, object]:
    """The same for commands that call it the number."""
    told = read_decision(visit, given)
    return {"meeting": told["meeting"], "number": told["decision"]}


def cited(name: str, kinds: Kinds, none: str = "None: it was decided elsewhere") -> Asks:
    """The decision by which something is done to the body that the form is about, or to a new one.

    `name` is that of the rule on who decides it.
    """

    def ask(visit: Visit, given: Given) -> Question:
        slug = given.text("body")
        bodies = deciders(visit, slug, name) if slug else ()
        return which_decision(visit, given, *bodies, kinds=kinds, first=none)

    def read(visit: Visit, given: Given) -> Fields:
        if not given.text("decision"):
            return {}
        return {"decision": read_number(visit, given)}

    return Asks(ask, read)


def deciders(visit: Visit, slug: str, name: str) -> tuple[str, ...]:
    """The bodies that the rule of that name lets decide something of a body; itself for a gap."""
    case = Case(visit.log, Asker(person=SERVICE), CommandId(uuid4()), {})
    try:
        return who_decides(case, slug, name)
    except Refusal:
        return (slug,)


def _decisions(
    visit: Visit,
    bodies: tuple[str, ...],
    kinds: Kinds,
    after: datetime | None = None,
    about: UUID | None = None,
) -> Iterator[Choosable]:
    ours = [body_id(slug) for slug in bodies]
    asked = _BY_THESE if ours else _BY_ALL
    which = {"bodies": ours, "kinds": sorted(kinds)}
    found = visit.at.rows(asked, most=MOST, after=after, about=about, **which)
    for where, number, words, title, _ in found:
        yield Choosable(where, number, words, title)
