"""How a body ought to be made up, by the rules, and in what way it is not.

Two things are told apart.  A body may be *short*: too few sit in it, a post is vacant, a part has
fewer seats than it should.  That can be mended, and until it is mended it is an alarm.  Or it may
go *beyond* a rule: too many sit in it, or so many of the others that a part can't get its seats any
more.  An act of the service that would go beyond a mandatory rule is refused.

Who belongs to a category that people declare of themselves is looked up by whoever asks, and is
never part of a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from domain.bodies.caucus import sealing
from domain.bodies.mandate import Mandate, Origin
from domain.bodies.sitting import Sitting
from domain.bodies.terms import Term, in_a_row
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import in_words, months_after
from domain.rules.edition import Edition
from domain.rules.judging import as_fact, judged
from domain.rules.kinds import kind_of
from domain.rules.parts import Part
from domain.rules.values import Choice, Count, Flag, Period, Rule, Seats

Qualified = Callable[[str, Collection[PersonId]], frozenset[PersonId]]
"""Which of some people belong to a category that they declared; sealed to everybody else."""

CONVENOR, CONVENORS_BY, REPRESENTATIVES = "convenor", "convenors_by", "regional_representatives"
UNION, UNION_PLACE, LEAD_STAFF = "union", "union_place", "lead_staff"
LEAST, JOB_SHARE = "least_members", "job_share"
NAMES = (LEAST, "officers.posts", JOB_SHARE, UNION_PLACE, LEAD_STAFF)


class Found(NamedTuple):
    """A rule that is not kept.  `by` is how far off it is; `beyond`, whether that can't be mended
    by filling what is vacant."""

    rule: Rule
    sentence: str
    by: int
    beyond: bool = False
    about: str = ""

    @property
    def key(self) -> tuple[RuleId, str]:
        """What of the rule it is that is not kept, such as one of several posts."""
        return self.rule.id, self.about


class Asked(NamedTuple):
    """What a body is held against: the rules of the day, and who has declared what.

    Where nobody may look that up, rules about what people declare are passed over.
    """

    edition: Edition
    qualified: Qualified | None = None


def places_rule(body: str) -> RuleId:
    """The rule on the places that are filled by election."""
    return RuleId(f"election.{body}.seats")


def posts_rule(body: str) -> RuleId:
    """The rule on the posts of a body, each with its number of holders."""
    return RuleId(f"{body}.officers.posts")


def found(body: Sitting, asked: Asked) -> tuple[Found, ...]:
    """Every rule on its making up that a body does not keep."""
    return tuple(one for check in _CHECKS for one in check(body, asked))


def about(body: Sitting, asked: Asked) -> tuple[Rule, ...]:
    """Every rule on the making up of a body, kept or not, that can be judged here."""
    size = _size(body, asked.edition)
    judged_here = (name for name in NAMES if name != LEAST or _is_countable(body, asked))
    named = (body.rule(asked.edition, name) for name in judged_here)
    parts = [
        rule
        for rule in body.rules_below(asked.edition, "parts")
        if asked.qualified is not None or not asked.edition.value(rule.id, Part).declared
    ]
    own = () if size is None else (size[0],)
    return (*own, *(rule for rule in named if rule is not None), *parts)


def judge(act: Act, before: Sitting, after: Sitting, asked: Asked) -> Act:
    """An act of the service that changes who sits in a body, judged by every rule about that.

    Raises `RuleBroken` if it takes the body beyond a mandatory rule, or further beyond it.
    """
    beyond = [one for one in found(after, asked) if one.beyond]
    was = {one.key: one for one in found(before, asked) if one.beyond} if beyond else {}
    for one in beyond:
        known = was.get(one.key)
        if known is None or one.by > known.by:
            act = judged(act, one.rule, one.sentence)
    return act


def mark(act: Act, before: Sitting, after: Sitting, asked: Asked) -> Act:
    """A fact that changes who sits in a body, marked with each rule that this leaves unkept.

    A rule that is kept is cited as well, if the change has to do with it.
    """
    was = {one.key: one.by for one in found(before, asked)}
    for rule in _concerned(before, after, asked.edition):
        act = as_fact(act, rule, None)
    for one in found(after, asked):
        if one.by > was.get(one.key, 0):
            act = as_fact(act, one.rule, one.sentence)
    return act


def _concerned(before: Sitting, after: Sitting, edition: Edition) -> Iterator[Rule]:
    left = {one.id: one for one in after.mandates}
    gone = [one for one in before.mandates if left.get(one.id) != one]
    size = _size(before, edition)
    if size is not None and any(one.is_seat for one in gone):
        yield size[0]
    posts = before.rule(edition, "officers.posts")
    if posts is not None and any(_asked_for(posts, one.post) for one in gone):
        yield posts


def speaks_of(body: Sitting, post: str, edition: Edition) -> bool:
    """Whether a rule says how many hold that post of a body."""
    rule = body.rule(edition, "officers.posts")
    return rule is not None and _asked_for(rule, post)


def places_of_post(body: Sitting, post: str, edition: Edition) -> int:
    """How many hold that post by the rules; one where none says."""
    rule = body.rule(edition, "officers.posts")
    sections = () if rule is None else edition.value(rule.id, Seats).seats
    return next((one.seats for one in sections if one.section == post), 1)


def places_in_part(body: Sitting, category: str | None, edition: Edition) -> int | None:
    """How many voting seats one part of a body has by the rules; none where none says."""
    elected = places_rule(body.slug)
    if edition.has(elected):
        sections = edition.value(elected, Seats).seats
        own = (one.seats for one in sections if one.section == category)
        return next(own, None if category is not None else sum(one.seats for one in sections))
    size = _size(body, edition)
    return None if size is None or category is not None else size[1]


def _asked_for(rule: Rule, post: str | None) -> bool:
    assert isinstance(rule.value, Seats)
    return any(section.section == post for section in rule.value.seats)


def places(body: str, edition: Edition) -> tuple[RuleId, int] | None:
    """How many voting places a body's own rules give it, and which rule does."""
    elected, size = places_rule(body), RuleId(f"{body}.size")
    if edition.has(elected):
        return elected, edition.value(elected, Seats).total
    return (size, edition.value(size, Count).count) if edition.has(size) else None


def _size(body: Sitting, edition: Edition) -> tuple[Rule, int] | None:
    own = places(body.slug, edition)
    if own is not None:
        return edition.rule(own[0]), own[1]
    size = body.rule(edition, "size")
    return None if size is None else (size, edition.value(size.id, Count).count)


def _places(body: Sitting, asked: Asked) -> Iterator[Found]:
    """Places filled by election may stand beside others, so they are never too many."""
    size = _size(body, asked.edition)
    if size is None:
        return
    rule, wanted = size
    have = len(body.voting)
    if have < wanted:
        yield Found(
            rule, f"{body.name} is left with {have} of {wanted} voting seats.", wanted - have
        )
    elif have > wanted and not rule.id.startswith("election."):
        sentence = f"{body.name} has {wanted} voting seats, and this would make {have}."
        yield Found(rule, sentence, have - wanted, beyond=True)


def _least_members(body: Sitting, asked: Asked) -> Iterator[Found]:
    """How many belong to it, where their number is known: a few only may have a seat in a group."""
    rule = body.rule(asked.edition, LEAST)
    if rule is None or not _is_countable(body, asked):
        return
    least = asked.edition.value(rule.id, Count).count
    seats = sum(one.is_seat for one in body.mandates) + (body.unseen or 0)
    have = seats if body.enrolled is None else body.enrolled
    if have < least:
        instead = "" if body.recognised else "; a facilitation group does its work until then"
        sentence = f"{body.name} has fewer members than the {least} that make one{instead}."
        yield Found(rule, sentence, least - have)


def _is_countable(body: Sitting, asked: Asked) -> bool:
    """The members of a recognised group are on the register, those of a sealed caucus unseen."""
    if body.recognised:
        return body.enrolled is not None
    return body.unseen is not None or sealing(body, asked.edition) is None


def _parts(body: Sitting, asked: Asked) -> Iterator[Found]:
    size = body.rule(asked.edition, "size")
    room = None if size is None else asked.edition.value(size.id, Count).count
    for rule in body.rules_below(asked.edition, "parts"):
        yield from _part(body, rule, asked, room)


def _part(body: Sitting, rule: Rule, asked: Asked, room: int | None) -> Iterator[Found]:
    part = asked.edition.value(rule.id, Part)
    if part.declared and asked.qualified is None:
        return
    if not part.votes:
        yield from _has_no_vote(body, rule, part)
        return
    seats = len(body.voting) if room is None else room
    theirs = _theirs(body, part, asked.qualified)
    needed, allowed = part.needed(seats), part.allowed(seats)
    others = len(body.voting) - theirs
    if room is not None and others > room - needed:
        sentence = (
            f"{body.name} has {room} voting seats, of which {needed} are kept for "
            f"{_called(part)}; this would leave too few of them."
        )
        yield Found(rule, sentence, others - (room - needed), beyond=True)
    elif theirs < needed:
        yield Found(rule, _too_few(body, part, needed), needed - theirs)
    if allowed is not None and theirs > allowed:
        sentence = f"{body.name} has at most {allowed} voting seats for {_called(part)}."
        yield Found(rule, sentence, theirs - allowed, beyond=room is not None)


def _theirs(body: Sitting, part: Part, qualified: Qualified | None) -> int:
    if part.declared and qualified is not None:
        return len(qualified(part.category, [one.person for one in body.voting]))
    return sum(one.category == part.category for one in body.voting)


def _has_no_vote(body: Sitting, rule: Rule, part: Part) -> Iterator[Found]:
    with_vote = sum(one.category == part.category for one in body.voting)
    if with_vote:
        sentence = f"{_called(part).capitalize()} have no vote in {body.name}."
        yield Found(rule, sentence, with_vote, beyond=True)


def _too_few(body: Sitting, part: Part, needed: int) -> str:
    return f"{body.name} has fewer than the {needed} voting seats that {_called(part)} have."


def _called(part: Part) -> str:
    return part.category.replace("_", " ")


def _posts(body: Sitting, asked: Asked) -> Iterator[Found]:
    rule = body.rule(asked.edition, "officers.posts")
    if rule is None:
        return
    for section in asked.edition.value(rule.id, Seats).seats:
        held = len({one.place for one in body.holders_of(section.section)})
        post, called = section.section, section.section.replace("_", " ")
        if held < section.seats:
            sentence = f"{body.name} is left with {held} of {section.seats} holders of {called}."
            yield Found(rule, sentence, section.seats - held, about=post)
        elif held > section.seats:
            sentence = (
                f"{body.name} has {section.seats} of {section.seats} holders of the post {called} "
                "already."
            )
            yield Found(rule, sentence, held - section.seats, beyond=True, about=post)


def _shares(body: Sitting, asked: Asked) -> Iterator[Found]:
    """How many may share one place of a post between them."""
    rule = body.rule(asked.edition, JOB_SHARE)
    if rule is None:
        return
    allowed = asked.edition.value(rule.id, Count).count
    for one in body.mandates:
        if one.post is not None and one.share > allowed:
            called = one.post.replace("_", " ")
            sentence = f"At most {allowed} may share the post {called} of {body.name}."
            yield Found(rule, sentence, one.share - allowed, beyond=True, about=one.post)


def _kept_places(body: Sitting, asked: Asked) -> Iterator[Found]:
    """The place for the unions, and the lead member of staff, where the rules ask for them."""
    union = _flag(body, asked, UNION_PLACE)
    if union is not None and not any(one.category == UNION for one in body.mandates):
        yield Found(union, f"Nobody sits in {body.name} for the unions.", 1)
    staff = _flag(body, asked, LEAD_STAFF)
    if staff is not None and not body.holders_of(LEAD_STAFF):
        yield Found(staff, f"{body.name} has no lead member of staff.", 1)


def _flag(body: Sitting, asked: Asked, name: str) -> Rule | None:
    """The rule of that name, if there is one and it says yes."""
    rule = body.rule(asked.edition, name)
    return rule if rule is not None and asked.edition.value(rule.id, Flag).holds else None


_CHECKS = (_places, _least_members, _parts, _posts, _shares, _kept_places)


def comes_of_parent(seat: Mandate) -> bool:
    """Whether a seat goes to the parent's own members alone, where a body is made up of these."""
    exempt = seat.category == UNION or seat.origin is Origin.EX_OFFICIO
    return seat.is_seat and seat.voting and not exempt


def must_be_open_to(
    body: Sitting, mandate: Mandate, in_parent: bool, edition: Edition
) -> tuple[Rule, str] | None:
    """The rule that keeps a seat with a vote to the parent's own members, if it is broken."""
    rule = body.rule(edition, "from_parent")
    if rule is None or not edition.value(rule.id, Flag).holds:
        return None
    if in_parent or not comes_of_parent(mandate):
        return None
    return rule, (
        f"{body.name} is made up of members of the body that it is part of, and {mandate.name} "
        "has no seat with a vote there."
    )


def must_be_elected_for_it(
    body: Sitting, mandate: Mandate, for_region: Mandate | None, edition: Edition
) -> tuple[Rule, str] | None:
    """The rule that finds a region's convenors among those elected for it, if it is broken.

    `for_region` is the seat in the parent that somebody has for the region of this body, if any.
    """
    rule = body.rule(edition, CONVENORS_BY)
    if rule is None or mandate.post != CONVENOR or not kind_of(edition, body.kind).of_a_region:
        return None
    if edition.value(rule.id, Choice).choice != REPRESENTATIVES:
        return None
    if for_region is not None and for_region.origin is Origin.ELECTION:
        return None
    return rule, (
        f"A convenor of {body.name} comes out of the election of its representatives, and "
        f"{mandate.name} was not elected for it."
    )


def prolonged_beyond_the_limit(
    body: Sitting,
    held: Mandate,
    until: datetime | None,
    terms: Iterable[Term],
    edition: Edition,
) -> tuple[Rule, str] | None:
    """The rule on terms in a row, if a mandate that lasted so long would be more than it allows."""
    rule, length = body.rule(edition, "term_limit"), body.rule(edition, "term")
    if rule is None or length is None or held.origin is not Origin.ELECTION:
        return None
    limit = edition.value(rule.id, Count).count
    known = [one for one in terms if (one.person, one.post) == (held.person, held.post)]
    running = next((one for one in known if one.ended is None), None)
    if not limit or running is None:
        return None
    period = edition.value(length.id, Period)
    left = max(limit - in_a_row(known, held, running.began, period), 0) + 1
    last = months_after(running.began, period.months * left)
    if until is not None and until <= max(last, held.until or last):
        return None
    return rule, (
        f"{held.name} may serve {limit} terms in a row, which end by {in_words(last)}, and this "
        "would be longer."
    )


def over_the_term_limit(
    body: Sitting, mandate: Mandate, terms: Iterable[Term], now: datetime, edition: Edition
) -> tuple[Rule, str] | None:
    """The rule on terms in a row, if one more would break it, by whatever way it is given.

    What follows a post and what is a co-option has rules of its own.
    """
    rule = body.rule(edition, "term_limit")
    if rule is None or mandate.origin in (Origin.EX_OFFICIO, Origin.CO_OPTION):
        return None
    limit = edition.value(rule.id, Count).count
    length = body.rule(edition, "term")
    if not limit or length is None:
        return None
    served = in_a_row(terms, mandate, now, edition.value(length.id, Period))
    if served < limit:
        return None
    return rule, f"{mandate.name} has served {served} terms in a row, and {limit} are allowed."
