"""Who may do what: the one place where a rule that names bodies and posts meets a person.

A power is written `ncg` (a voting seat in that body), `ncg.chair` (that post), `ncg.officers` (any
post), or as a party: `all_members`, `members_with_supporters` (a member; the supporters are counted
when the proposal is handed in), `local_groups` (who speaks for a recognised group).  A party that
is no person, such as `all_member_ballot`, gives nobody a power.

Four names stand for whatever the act is about: `this_body`, also with a post
(`this_body.officers`), `body_above` (the one that it is part of), `this_person`, and
`session_chair` (whoever chairs the meeting).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.electorate import electorate, runs
from domain.bodies.member import Member
from domain.kernel.act import Authority
from domain.kernel.ids import SERVICE, PersonId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed
from domain.kernel.value import Value
from domain.rules.kinds import BodyKind
from domain.rules.values import Rule, Who

OFFICERS, THIS_BODY, THIS_PERSON = "officers", "this_body", "this_person"
BODY_ABOVE, SESSION_CHAIR = "body_above", "session_chair"
SERVICE_ITSELF = Authority(kind="rule", name="the service, at a deadline")


class About(Value):
    """What an act is about: a body by its short name, a person, the chair of a session, or none.

    `above` is the short name of the body that it is part of, and `speaking` are those who speak for
    a place at a meeting of delegates.
    """

    body: str | None = None
    above: str | None = None
    person: PersonId | None = None
    chair: PersonId | None = None
    speaking: frozenset[PersonId] = frozenset()


NOTHING = About()


class Registers(Protocol):
    """Where bodies and members are looked up."""

    def body(self, slug: str) -> Body | None: ...

    def body_by_id(self, body: UUID) -> Body | None: ...

    def member(self, person: PersonId) -> Member | None: ...

    def kind_of(self, body: Body) -> BodyKind:
        """What is particular about the kind that a body is of."""
        ...

    def made_up_from(self, body: Body, moment: datetime) -> Body | None:
        """The body of whose members another is made up by the rules of then, if it is of any."""
        ...

    def powerless(self, person: PersonId, moment: datetime | None = None) -> RuleId | None:
        """The rule by which somebody who is suspended has no power then, or now; else none."""
        ...

    @property
    def now(self) -> datetime:
        """The moment at which it is asked: a term that is over gives no power any more."""
        ...


class Speaker(Protocol):
    """Who asks, and for which body if any."""

    @property
    def person(self) -> PersonId: ...

    @property
    def on_behalf_of(self) -> UUID | None: ...


def authority(
    who: Speaker, powers: Iterable[str], registers: Registers, about: About = NOTHING
) -> Authority | None:
    """The first of these powers that the person has, as the authority that an act cites."""
    if who.person == SERVICE:
        return SERVICE_ITSELF
    for power in powers:
        held = _held(who, power, registers, about)
        if held is not None:
            return held
    return None


def require(who: Speaker, rule: Rule, registers: Registers, about: About = NOTHING) -> Authority:
    """The person's authority under a rule that says who may; raises `NotAllowed`."""
    powers = powers_of(rule)
    held = authority(who, powers, registers, about)
    if held is None:
        must_not_be_powerless(who.person, registers)
        raise NotAllowed(
            f"This can be done by {' or '.join(map(in_words, powers)) or 'nobody'}, not by you.",
            rule=rule.id,
            clause=rule.clause,
        )
    return held


def must_not_be_powerless(person: PersonId, registers: Registers) -> None:
    """Refuse whoever is suspended at the moment; raises `NotAllowed`."""
    suspended = registers.powerless(person)
    if suspended is not None:
        raise NotAllowed(
            "You are suspended, and use no seat, post or membership until that is over. You can "
            "still be heard, see your case and appeal.",
            rule=suspended,
        )


def powers_of(rule: Rule) -> tuple[str, ...]:
    """Whom a rule names; raises `BadInput` for a rule that names nobody."""
    if not isinstance(rule.value, Who):
        raise BadInput(
            f"Rule {rule.id} does not say who may do something.", rule=rule.id, clause=rule.clause
        )
    return rule.value.powers


def names_somebody(powers: Iterable[str], registers: Registers) -> bool:
    """Whether one of these powers is a party, or belongs to a body that there is."""
    return any(_is_known(power.partition(".")[0], registers) for power in powers)


def _is_known(slug: str, registers: Registers) -> bool:
    body = None if slug in _PARTIES else registers.body(slug)
    return slug in _PARTIES or (body is not None and not body.dissolved)


def holders_of(power: str, registers: Registers) -> set[PersonId]:
    """Whoever has a power of a body now: those with a voting seat in it, or with that post."""
    slug, _, post = power.partition(".")
    body = registers.body(slug)
    if body is None or body.dissolved:
        return set()
    if not post:
        return set(electorate(body, registers.now, registers))
    return {
        held.person
        for held in body.posts
        if post in (OFFICERS, held.post)
        and runs(held, body, registers.now, registers)
        and registers.powerless(held.person) is None
    }


def was_ever_held(powers: Iterable[str], registers: Registers) -> bool:
    """Whether anybody ever had one of these powers; of a party this is taken for granted."""
    return any(_was_ever_held(power, registers) for power in powers)


def _was_ever_held(power: str, registers: Registers) -> bool:
    slug, _, post = power.partition(".")
    if slug in _PARTIES:
        return True
    body = registers.body(slug)
    if body is None:
        return False
    if post == OFFICERS:
        return bool(body.posts_ever)
    return post in body.posts_ever if post else body.ever_seated


_PARTIES = {
    "all_members": "any member",
    "members_with_supporters": "a member with enough supporters",
    "local_groups": "a recognised local group",
    "affiliates": "an affiliated organisation",
    "all_member_ballot": "the members in a ballot of all",
    "admitted_organisations": "an organisation admitted for the occasion",
    "independent_panel": "people who did not sit on the matter",
    "returning_officer": "the returning officer",
    "national_office": "the national office",
    THIS_BODY: "somebody who sits in the body itself",
    BODY_ABOVE: "the body that it is part of",
    THIS_PERSON: "the person whom it is about",
    SESSION_CHAIR: "whoever chairs the meeting",
}


def in_words(power: str) -> str:
    """A power as a phrase for people."""
    body, _, post = power.partition(".")
    if body == THIS_BODY and post:
        return "an officer of the body itself" if post == OFFICERS else f"the {post} of that body"
    if body == BODY_ABOVE and post:
        of = "the body that it is part of"
        return f"an officer of {of}" if post == OFFICERS else f"the {post} of {of}"
    name = body.upper() if len(body) <= 3 else body.replace("_", " ")
    if not post:
        return _PARTIES.get(body, f"the {name}")
    return f"an officer of the {name}" if post == OFFICERS else f"the {post} of the {name}"


def _held(who: Speaker, power: str, registers: Registers, about: About) -> Authority | None:
    if power == THIS_PERSON:
        return _as_oneself(who.person, about)
    if registers.powerless(who.person) is not None:
        return None
    if power == SESSION_CHAIR:
        return _as_chair(who.person, about)
    if power == THIS_BODY and who.person in about.speaking:
        return _as_delegate(about)
    if power in ("all_members", "members_with_supporters"):
        return _as_member(who.person, registers)
    if power == "local_groups":
        return _for_group(who, registers)
    slug, _, post = power.partition(".")
    body = registers.body(_meant(slug, about))
    if body is None or body.dissolved:
        return None
    if not post:
        return _by_seat(who.person, body, registers)
    return _by_post(who.person, post, body, registers)


def _meant(slug: str, about: About) -> str:
    """The short name of the body that a power names, or that a name stands for."""
    return {THIS_BODY: about.body, BODY_ABOVE: about.above}.get(slug, slug) or ""


def bodies_in(rule: Rule, about: About) -> tuple[str, ...]:
    """The bodies that a rule lets decide something, each as a whole, by their short names."""
    return tuple(_meant(power, about) for power in powers_of(rule) if "." not in power)


def people_in(rule: Rule, registers: Registers) -> tuple[str, ...]:
    """The powers of a rule that one person has alone: a post, or a place among the staff.

    A seat in any other body lets nobody decide by themselves what that body decides at a meeting.
    """
    return tuple(power for power in powers_of(rule) if "." in power or _is_staff(power, registers))


def _is_staff(slug: str, registers: Registers) -> bool:
    body = None if slug in _PARTIES else registers.body(slug)
    return body is not None and not registers.kind_of(body).of_members


def _as_oneself(person: PersonId, about: About) -> Authority | None:
    if about.person != person:
        return None
    return Authority(kind="membership", name="the person whom it is about", id=str(person))


def _as_chair(person: PersonId, about: About) -> Authority | None:
    if about.chair != person:
        return None
    return Authority(kind="post", name="chair of the meeting", id=about.body)


def _as_delegate(about: About) -> Authority:
    return Authority(kind="membership", name="a delegate at the meeting", id=about.body)


def _as_member(person: PersonId, registers: Registers) -> Authority | None:
    member = registers.member(person)
    if member is None or not member.present:
        return None
    return Authority(kind="membership", name=f"member {member.number}", id=str(person))


def _for_group(who: Speaker, registers: Registers) -> Authority | None:
    if who.on_behalf_of is None:
        return None
    body = registers.body_by_id(who.on_behalf_of)
    if body is None or body.dissolved or not registers.kind_of(body).recognised:
        return None
    return _by_seat(who.person, body, registers)


def _by_seat(person: PersonId, body: Body, registers: Registers) -> Authority | None:
    seat = body.seat_of(person)
    if seat is None or not seat.voting or not runs(seat, body, registers.now, registers):
        return None
    return Authority(kind="membership", name=f"a voting seat in {body.name}", id=str(body.id))


def _by_post(person: PersonId, post: str, body: Body, registers: Registers) -> Authority | None:
    held = [
        one.post or ""
        for one in body.posts
        if one.person == person and runs(one, body, registers.now, registers)
    ]
    if post == OFFICERS and held:
        post = held[0]
    if post not in held:
        return None
    return Authority(kind="post", name=f"{post} of {body.name}", id=str(body.id))
