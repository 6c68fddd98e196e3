"""Kinds of questions that the forms of a meeting ask: who is there, which item, with what votes.

What there is to choose from is read from the meeting itself, so that a form never offers somebody
who has left or an item that was dealt with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from domain.bodies.body import Body
from domain.cycle.assembly import Votes
from domain.meetings.agenda import Purpose
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.decisions import Answer, Form, NamedVote
from domain.meetings.meeting import Meeting
from services.application.asker import THE_SERVICE
from services.application.hall import hall
from services.reading import bodies, meetings
from services.web.deeds.asks import Asks, Fields
from services.web.deeds.form import Given, Question, Unclear, long_text, one_of, some_of, text
from services.web.look.parts import Choice, Mistake
from services.web.trying import Attempt
from services.web.visit import Visit

Options = Callable[[Visit, Given], Sequence[Choice]]
NOBODY: Final = Choice("", "Nobody")
FOR, AGAINST, ABSTAINED = "in_favour", "against", "abstained"


def meeting_of(visit: Visit, given: Given) -> Meeting:
    """The meeting that the form is about."""
    return visit.log.load(Meeting, given.id("meeting"))


def body_of(visit: Visit, given: Given) -> Body:
    """The body that meets."""
    return visit.log.load(Body, meeting_of(visit, given).body)


def credentials_of(visit: Visit, given: Given) -> Credentials:
    """The credentials of the meeting."""
    stream = credentials_id(given.id("meeting"))
    return visit.log.load(Credentials, stream)


def one_from(name: str, label: str, options: Options, how: str) -> Asks:
    """One of what there is now; `how` to mend it where none was chosen."""
    return Asks(
        lambda visit, given: one_of(
            name, label, given, [Choice("", "Choose"), *options(visit, given)]
        ),
        lambda visit, given: {name: given.needed(name, how)},
    )


def maybe_one_from(name: str, label: str, options: Options, none: Choice = NOBODY) -> Asks:
    """One of what there is now, or nobody."""
    return Asks(
        lambda visit, given: one_of(name, label, given, [none, *options(visit, given)]),
        lambda visit, given: {name: given.text(name) or None},
    )


def several_from(name: str, label: str, options: Options, how: str) -> Asks:
    """Several of what there is now, at least one."""

    def read(visit: Visit, given: Given) -> Fields:
        chosen = given.many(name)
        if not chosen:
            raise Unclear(Mistake(name, how))
        return {name: tuple(chosen)}

    return Asks(
        lambda visit, given: some_of(name, label, given, options(visit, given)),
        read,
    )


def the_votes(*, needed: bool = True) -> tuple[Asks, ...]:
    """The figures of a vote; where they may be left out, all of them may."""

    def figures(visit: Visit, given: Given) -> Fields:
        if not needed and not any(given.text(name) for name in (FOR, AGAINST, ABSTAINED)):
            return {"votes": None}
        told = {
            FOR: given.number(FOR, "the votes for"),
            AGAINST: given.number(AGAINST, "the votes against"),
            ABSTAINED: _or_nought(given),
        }
        return {"votes": Votes.model_validate(told)}

    hint = "" if needed else "Leave all three empty if nobody objected."
    return (
        Asks(lambda v, g: text(FOR, "Votes for", g, hint, width=5), figures),
        Asks(lambda v, g: text(AGAINST, "Votes against", g, width=5), _nothing),
        Asks(lambda v, g: text(ABSTAINED, "Abstained", g, width=5), _nothing),
    )


def _or_nought(given: Given) -> int:
    return given.number(ABSTAINED, "who abstained") if given.text(ABSTAINED) else 0


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


def recorded_names() -> tuple[Asks, ...]:
    """Who voted how, where the vote is a recorded one."""

    def read(visit: Visit, given: Given) -> Fields:
        named = [
            NamedVote.model_validate({"person": person, "answer": answer})
            for answer in Answer
            for person in given.many(f"named_{answer}")
        ]
        return {"named": tuple(named), "form": Form.RECORDED} if named else {}

    asks = [_named(answer) for answer in Answer]
    return (Asks(asks[0].ask, read), *asks[1:])


def _named(answer: Answer) -> Asks:
    label = f"Recorded {answer}" if answer is not Answer.ABSTAINED else "Recorded as abstaining"
    hint = "Only where the vote is by name. The figures then follow by themselves."

    def ask(visit: Visit, given: Given) -> Question:
        asked = some_of(f"named_{answer}", label, given, voters(visit, given), hint)
        return replace(asked, folded=True)

    return Asks(ask, _nothing)


def lines_of(name: str, label: str, hint: str) -> Asks:
    """Several lines, each a thing of its own."""

    def ask(visit: Visit, given: Given) -> Question:
        return long_text(name, label, given, hint, rows=4)

    def read(visit: Visit, given: Given) -> Fields:
        found = (line.strip() for line in given.text(name).split("\n"))
        return {name: tuple(line for line in found if line)}

    return Asks(ask, read)


def words_or_empty(name: str, label: str, *, long: bool = False) -> Asks:
    """Words that may be left out."""
    return Asks(
        lambda v, g: long_text(name, label, g, rows=3) if long else text(name, label, g),
        lambda v, g: {name: g.text(name)},
    )


PURPOSES: Final = [Choice("", "Not said"), *(Choice(one.value, one.value) for one in Purpose)]


def the_purpose() -> Asks:
    """What an item is on the agenda for; it may be left open."""
    return Asks(
        lambda visit, given: one_of("purpose", "What it is there for", given, PURPOSES),
        lambda visit, given: {"purpose": given.text("purpose") or None},
    )


def everybody_here(visit: Visit, given: Given) -> list[Choice]:
    """Everybody who takes part."""
    return [Choice(str(one.person), one.name) for one in meeting_of(visit, given).room.here]


def voters(visit: Visit, given: Given) -> list[Choice]:
    """Those whose vote counts."""
    it = hall(Attempt(visit, THE_SERVICE), given.id("meeting"))
    voting = it.meeting.room.voters(it.sat.electorate)
    return [Choice(str(one.person), one.name) for one in voting]


def members(visit: Visit, given: Given) -> list[Choice]:
    """Everybody who sits in the body, and who was accredited as a delegate."""
    found = visit.log.find(Credentials, credentials_id(given.id("meeting")))
    seats = [Choice(str(seat.person), seat.name) for seat in body_of(visit, given).seats]
    return seats + ([] if found is None else _accredited(found))


def open_items(visit: Visit, given: Given) -> list[Choice]:
    """What is still to be dealt with."""
    return [Choice(str(i.number), i.heading) for i in meeting_of(visit, given).agenda.open]


def all_items(visit: Visit, given: Given) -> list[Choice]:
    """Every item."""
    return [Choice(str(i.number), i.heading) for i in meeting_of(visit, given).agenda.items]


def open_motions(visit: Visit, given: Given) -> list[Choice]:
    """Motions that have not been decided."""
    found = (one for one in meeting_of(visit, given).motions if not one.decided)
    return [Choice(str(one.number), f"{one.number}. {one.title}") for one in found]


def open_amendments(visit: Visit, given: Given) -> list[Choice]:
    """Amendments that are still to be decided on the motion that the form is about."""
    motion = meeting_of(visit, given).motion(int(given.text("motion") or 0))
    return [Choice(one.id, f"{one.id}, by {one.mover or 'somebody'}") for one in motion.open]


def decisions(visit: Visit, given: Given) -> list[Choice]:
    """Every decision of the meeting."""
    found = meeting_of(visit, given).decisions
    return [Choice(str(one.number), f"{one.number}. {one.text[:80]}") for one in found]


def groups_beside(visit: Visit, given: Given) -> list[Choice]:
    """The groups of the body that the meeting's body is part of."""
    mine = meetings.meeting(visit.at, given.id("meeting")).meeting.slug
    every = bodies.bodies(visit.at).bodies
    above = next((one.parent for one in every if one.slug == mine), None)
    beside = [one for one in every if one.parent == above is not None and not one.dissolved_at]
    return [Choice(one.slug, one.name) for one in beside if one.slug != mine]


def tied(visit: Visit, given: Given) -> list[Choice]:
    """Decisions on which the votes are equal; in a card vote only cards count."""
    every = meeting_of(visit, given).decisions
    found = (one for one in every if one.tied and one.card_vote is None)
    return [Choice(str(one.number), f"{one.number}. {one.text[:80]}") for one in found]


def rulings(visit: Visit, given: Given) -> list[Choice]:
    """What the chair has ruled."""
    found = meeting_of(visit, given).rulings
    return [Choice(str(one.number), f"{one.number}. {one.ruling[:80]}") for one in found]


def delegations(visit: Visit, given: Given) -> list[Choice]:
    """Delegations that were admitted."""
    found = credentials_of(visit, given).floor.delegations
    return [Choice(one.slug, f"{one.name}, {one.cards} cards") for one in found]


def accredited(visit: Visit, given: Given) -> list[Choice]:
    """Everybody who was accredited."""
    return _accredited(credentials_of(visit, given))


def _accredited(credentials: Credentials) -> list[Choice]:
    found = credentials.floor.delegates
    return [Choice(str(o.person), f"{o.name}, place {o.place} of {o.delegation}") for o in found]


def speaking(visit: Visit, given: Given) -> list[Choice]:
    """Those who speak for a place now."""
    floor = credentials_of(visit, given).floor
    found = (floor.delegate(person) for person in floor.speaking)
    return [Choice(str(o.person), f"{o.name}, place {o.place} of {o.delegation}") for o in found]
