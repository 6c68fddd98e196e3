"""How mandates begin and end, with all that follows from it in other bodies.

Some seats follow a post by themselves: whoever gets the post gets them, and loses them with it.  A
seat in a group that is made up of a body's own members ends with the seat in that body.  All of it
is one commit, and each act that follows names the act that it follows from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.bodies.body import Body
from domain.bodies.composition import (
    JOB_SHARE,
    Asked,
    judge,
    mark,
    must_be_open_to,
    over_the_term_limit,
    places_in_part,
    places_of_post,
    speaks_of,
)
from domain.bodies.cooption import CoOption
from domain.bodies.details import Person, details_id
from domain.bodies.mandate import Mandate, MandateEnding, MandateId, Origin, Post
from domain.bodies.office import TermsOfOffice, terms_id
from domain.bodies.scopes import nearest
from domain.bodies.sitting import Sitting, sitting
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, PersonId, RuleId, derived
from domain.kernel.moments import in_words, months_after
from domain.kernel.refusal import OutOfOrder, RuleBroken
from domain.powers import OFFICERS, powers_of
from domain.rules.edition import Edition
from domain.rules.judging import judged
from domain.rules.values import Flag, Period, Rule
from services.application.case import Case, Known
from services.application.dissolving import end_what_it_had

EX_OFFICIO, BY_REGION, HOLDS_OVER = "ex_officio", "members_by_region", "holds_over"
_TERMS = {Origin.ELECTION: "term", Origin.CO_OPTION: "cooption.term"}
"""The rules on how long a mandate lasts, by how it came about."""


class Ended(NamedTuple):
    """How a mandate ended, and why, in words."""

    ending: MandateEnding
    reason: str


def mandate_id(act: Act, body: Body, person: PersonId, post: str | None) -> MandateId:
    """The id of a mandate that an act begins."""
    return MandateId(derived(act.command_id, "mandate", body.id, person, post or ""))


def begin(case: Case, body: Body, mandate: Mandate, act: Act) -> None:
    """Begin a mandate, judged by every rule on how its body is made up; and what follows it."""
    case.must_not_have_died(mandate.person)
    before = sitting_of(case, body)
    act = judged_as_made_up(case, act, before, before.with_mandate(mandate))
    act = _judged_by_person(case, body, mandate, before, act)
    if mandate.until is not None:
        see_to_terms(case, body, act)
    if mandate.is_seat:
        body.seat(act, mandate)
    else:
        _must_be_free(before, mandate, case.edition)
        body.fill_post(act, mandate)
    _seat_where_it_follows(case, body, mandate, act)


def judged_as_made_up(case: Case, act: Act, before: Sitting, after: Sitting) -> Act:
    """The act, judged by every rule on how a body is made up.

    What people declare under seal may refuse it, and leaves no mark on it: that would tell
    everybody that whoever it names had declared nothing.
    """
    judge(act, before, after, Asked(case.edition, case.qualified))
    return judge(act, before, after, Asked(case.edition))


def see_to_terms(case: Case, body: Body, act: Act) -> None:
    """See to the ends of terms in a body from its first mandate with a term on."""
    if case.find(TermsOfOffice, terms_id(body.id)) is None:
        case.add(TermsOfOffice.watch(act, body))


def end_term(case: Case, body: Body, held: Mandate, act: Act) -> None:
    """The term of a mandate is over: it ends, or holds over until a successor is there."""
    assert held.until is not None
    act = in_order(act.at(held.until), body)
    length = _term_rule(case, body, held.origin)
    act = act if length is None else act.under(length.id)
    if held.holds_over:
        rule = _rule_of(case, body, HOLDS_OVER)
        body.hold_over(act if rule is None else act.under(rule.id), held)
        return
    how = Ended(MandateEnding.TERM, "The term was over.")
    if held.is_seat:
        end_seat(case, body, held.person, how, act)
    else:
        end_post(case, body, held, how, act)


def holds_over(case: Case, body: Body, origin: Origin) -> bool:
    """Whether somebody elected stays beyond the term until a successor is there."""
    rule = _rule_of(case, body, HOLDS_OVER)
    return (
        origin is Origin.ELECTION and rule is not None and case.edition.value(rule.id, Flag).holds
    )


def _must_be_free(body: Sitting, mandate: Mandate, edition: Edition) -> None:
    """A post of which no rule says how many hold it has one holder."""
    if mandate.place == 1 or mandate.post is None or speaks_of(body, mandate.post, edition):
        return
    holder = body.holders_of(mandate.post)[0]
    raise OutOfOrder(f"{holder.name} is {mandate.post} of {body.name} already.")


def _judged_by_person(case: Case, body: Body, mandate: Mandate, before: Sitting, act: Act) -> Act:
    in_parent = votes_in_parent(case, body, mandate.person)
    for broken in (
        must_be_open_to(before, mandate, in_parent, case.edition) if mandate.is_seat else None,
        over_the_term_limit(before, mandate, body.terms, case.now, case.edition),
    ):
        if broken is not None:
            act = judged(act, *broken)
    return act


def end_seat(case: Case, body: Body, person: PersonId, how: Ended, act: Act) -> None:
    """End a person's place in a body, and what hangs on it there and elsewhere."""
    before = sitting_of(case, body)
    seat, posts = body.held_by(person, None), body.posts_of(person)
    marked = _marked(case, act, before, before.without(person))
    body.vacate_seat(in_order(marked, body), person, how.ending, how.reason)
    following = act.caused_by(body.newest_act)
    _end_co_option(case, seat, following)
    for post in (*posts, None):
        _end_what_follows(case, Post(body=BodyId(body.id), post=post), person, following)
    _end_below(case, body, person, following)
    _seat_if_due(case, body, person, following)


def end_post(case: Case, body: Body, held: Mandate, how: Ended, act: Act) -> None:
    """End somebody's time in a post, and the seats elsewhere that follow the post."""
    assert held.post is not None
    before = sitting_of(case, body)
    marked = _marked(case, act, before, before.without_mandate(held))
    body.vacate_post(in_order(marked, body), held.post, held.person, how.ending, how.reason)
    _end_what_follows_post(case, body, held, act)


def make_way(case: Case, body: Body, post: str, person: PersonId, act: Act) -> None:
    """End the time of those who hold a post over once they have a successor.

    The post is not marked as short of anybody: the same command fills it.
    """
    rule = _rule_of(case, body, HOLDS_OVER)
    act = in_order(act if rule is None else act.under(rule.id), body)
    for held in _succeeded(case, body, post, person):
        body.vacate_post(act, post, held.person, MandateEnding.TERM, "A successor is there.")
        _end_what_follows_post(case, body, held, act)


def make_way_in(case: Case, body: Body, seat: Mandate, act: Act) -> None:
    """End a seat that is held over once its successor is there: whoever gets a seat anew, or the
    first in the same part of the body whose term was over, where no place is free."""
    rule = _rule_of(case, body, HOLDS_OVER)
    act = in_order(act if rule is None else act.under(rule.id), body)
    own = body.seat_of(seat.person)
    if own is not None and own.is_held_over_at(case.now):
        body.make_way_for_oneself(act, own, "They were elected anew.")
        return
    gone = _succeeded_in_seat(case, body, seat)
    if own is None and gone is not None:
        end_seat(case, body, gone.person, Ended(MandateEnding.TERM, "A successor is there."), act)


def _succeeded_in_seat(case: Case, body: Body, seat: Mandate) -> Mandate | None:
    if seat.origin is not Origin.ELECTION or not seat.voting:
        return None
    voting = [one for one in body.seats if one.voting]
    alike = [one for one in voting if one.category == seat.category]
    taken = voting if seat.category is None else alike
    room = places_in_part(sitting_of(case, body), seat.category, case.edition)
    over = [one for one in alike if one.is_held_over_at(case.now)]
    if room is None or len(taken) < room or not over:
        return None
    return min(over, key=lambda one: (one.until, one.name))


def must_be_shareable(case: Case, body: Body, post: str) -> None:
    """Refuse that two share a post where no rule says that they may."""
    if sitting_of(case, body).rule(case.edition, JOB_SHARE) is None:
        rule = RuleId(f"{body.slug}.{JOB_SHARE}")
        raise RuleBroken(
            f"No rule lets two share the post {post.replace('_', ' ')} of {body.name}. Add the "
            f"rule {rule} first, which says how many may.",
            rule=rule,
        )


def _succeeded(case: Case, body: Body, post: str, person: PersonId) -> tuple[Mandate, ...]:
    """Those whom somebody succeeds: themselves, or others if there is no free place of the post."""
    if body.holds(person, post):
        held = body.held_by(person, post)
        return (held,) if held.is_held_over_at(case.now) else ()
    free, _ = body.free_place(post, None)
    if free <= places_of_post(sitting_of(case, body), post, case.edition):
        return ()
    return body.held_over(post, case.now)


def _end_what_follows_post(case: Case, body: Body, held: Mandate, act: Act) -> None:
    post = Post(body=BodyId(body.id), post=held.post)
    _end_what_follows(case, post, held.person, act.caused_by(body.newest_act))


def _marked(case: Case, act: Act, before: Sitting, after: Sitting) -> Act:
    """The end of a mandate, marked with each rule that it leaves unkept.

    Rules on what people declare under seal are passed over: the mark stands beside the name of
    whoever left, and would tell everybody what they had declared.
    """
    return mark(act, before, after, Asked(case.edition))


def end_body(case: Case, body: Body, reason: str, act: Act, into: BodyId | None = None) -> None:
    """Dissolve a body with everything below it, and end what followed its posts."""
    held, seats = body.posts, body.seats
    body.dissolve(in_order(act, body), reason, into)
    following = act.caused_by(body.newest_act)
    end_what_it_had(case, body, following, into)
    terms = case.find(TermsOfOffice, terms_id(body.id))
    if terms is not None:
        terms.end(in_order(following, terms))
    for seat in seats:
        _end_co_option(case, seat, following)
    for one in (*held, *seats):
        post = Post(body=BodyId(body.id), post=one.post)
        _end_what_follows(case, post, one.person, following)
    for below in case.bodies():
        if below.parent == body.id:
            child = case.load(Body, below.id)
            if not child.dissolved:
                end_body(case, child, f"It was part of {body.name}.", following)


def seat_ex_officio(case: Case, body: Body, act: Act) -> None:
    """Give the seats of a body to those who have one by a post, or a seat, elsewhere."""
    for post, holders in leads_to(case, sitting_of(case, body)):
        for holder in holders:
            _seat_by_post(case, body, holder, post, act)


def term_end(case: Case, body: Body, origin: Origin) -> datetime | None:
    """When a mandate of that origin ends by the rules; none if it has no term."""
    rule = _term_rule(case, body, origin)
    if rule is None:
        return None
    return months_after(case.now, case.edition.value(rule.id, Period).months)


def _term_rule(case: Case, body: Body, origin: Origin) -> Rule | None:
    """The rule on how long a mandate of that origin lasts."""
    name = _TERMS.get(origin)
    return None if name is None else _rule_of(case, body, name)


def _rule_of(case: Case, body: Body, name: str) -> Rule | None:
    """The rule of that name about a body; a parent's own speaks for its sub-groups too."""
    return nearest(case.edition, sitting_of(case, body).scopes_and_above, name)


def sitting_of(case: Case, body: Body) -> Sitting:
    """A body as its rules look at it."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    return sitting(body, parent, case.edition)


def in_order(act: Act, thing: Aggregate) -> Act:
    """The act, or where something is on record since, the act as it is noted after that."""
    if act.occurred_at >= thing.modified_on:
        return act
    since = f"This was so from {in_words(act.occurred_at)} and became known later."
    return act.at(thing.modified_on).noting(since)


def _seat_where_it_follows(case: Case, body: Body, mandate: Mandate, act: Act) -> None:
    post = Post(body=BodyId(body.id), post=mandate.post)
    following = act.caused_by(body.newest_act)
    for other in _bodies_that_follow(case, body, mandate):
        _seat_by_post(case, other, mandate, post, following)


def _seat_by_post(case: Case, body: Body, holder: Mandate, post: Post, act: Act) -> None:
    """Whoever has a seat of their own there keeps it, and gets this one when it ends.

    Somebody who has died still holds a post here while their mandates end one by one.
    """
    if body.has_member(holder.person) or case.has_died(holder.person):
        return
    of_what = case.load(Body, post.body).name
    held = "with a seat in" if post.post is None else f"as {post.post.replace('_', ' ')} of"
    mandate = Mandate(
        id=mandate_id(act, body, holder.person, None),
        person=holder.person,
        name=holder.name,
        how=f"{held} {of_what}",
        voting=holder.voting,
        origin=Origin.EX_OFFICIO,
        category=holder.category if post.post is None else None,
        follows=post,
    )
    begin(case, body, mandate, in_order(act, body))


def _seat_if_due(case: Case, body: Body, person: PersonId, act: Act) -> None:
    """Whoever loses a seat of their own may have one there by a post."""
    if body.dissolved:
        return
    for post, holders in leads_to(case, sitting_of(case, body)):
        for holder in holders:
            if holder.person == person:
                _seat_by_post(case, body, holder, post, act)


def _end_co_option(case: Case, seat: Mandate, act: Act) -> None:
    """A co-option is over with the seat that came of it, which has its id."""
    if seat.origin is Origin.CO_OPTION:
        found = case.find(CoOption, seat.id)
        if found is not None:
            found.end(in_order(act, found))


def _end_what_follows(case: Case, post: Post, person: PersonId, act: Act) -> None:
    how = Ended(MandateEnding.ENDED_WITH_ITS_POST, "The post that it followed has ended.")
    for body in case.bodies_of(person):
        seat = body.seat_of(person)
        if seat is not None and seat.follows == post:
            end_seat(case, body, person, how, act)


def _end_unseen_below(case: Case, body: Body, person: PersonId, act: Act) -> None:
    """End what somebody belongs to, of the caucuses made up of this body's own members."""
    file = case.find(Person, details_id(person))
    joined = () if file is None else tuple(file.caucuses.values())
    for below in case.bodies() if joined else ():
        if below.parent == body.id and below.id in joined and _is_of_its_parent(case, below):
            assert file is not None
            file.leave_caucus(in_order(act, file), below.id)


def _end_below(case: Case, body: Body, person: PersonId, act: Act) -> None:
    """End the seats in groups that are made up of this body's own members."""
    _end_unseen_below(case, body, person, act)
    how = Ended(MandateEnding.LOSS_OF_QUALIFICATION, f"Their seat in {body.name} has ended.")
    sits_in = {one.id for one in case.bodies_of(person)}
    for below in case.bodies():
        if below.id not in sits_in or below.parent != body.id:
            continue
        if not _is_of_its_parent(case, below):
            continue
        child = case.load(Body, below.id)
        seat = child.seat_of(person)
        if seat is None or not seat.voting or seat.follows is not None:
            continue
        broken = must_be_open_to(
            sitting_of(case, child), seat, in_parent=False, edition=case.edition
        )
        if broken is not None:
            end_seat(case, child, person, how, act.under(broken[0].id))


def _is_of_its_parent(case: Case, below: Known) -> bool:
    found = nearest(case.edition, below.scopes, "from_parent")
    return found is not None and case.edition.value(found.id, Flag).holds


def votes_in_parent(case: Case, body: Body, person: PersonId) -> bool:
    """Whether somebody has a seat with a vote in the body that this one is part of."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    seat = None if parent is None else parent.seat_of(person)
    return seat is not None and seat.voting


def _bodies_that_follow(case: Case, body: Body, mandate: Mandate) -> Iterator[Body]:
    """Every body whose rules give its holder a seat by this post, or by this seat."""
    if mandate.post is None and not _can_lead(mandate, case.edition):
        return
    edition = case.edition
    for known in case.bodies():
        if not _is_followed_by(edition, body, mandate, known):
            continue
        other = case.load(Body, known.id)
        if not other.dissolved:
            yield other


def _can_lead(seat: Mandate, edition: Edition) -> bool:
    """Whether any rule makes a body up of seats like this one: most seats lead nowhere."""
    return seat.category is not None and any(
        rule.endswith(f".{BY_REGION}") for rule in edition.rules
    )


def _is_followed_by(edition: Edition, body: Body, mandate: Mandate, known: Known) -> bool:
    if mandate.post is None:
        return (known.parent, known.region) == (body.id, mandate.category) and by_region(
            edition, known.scopes
        )
    rule = nearest(edition, known.scopes, EX_OFFICIO)
    return rule is not None and _names(powers_of(rule), body.slug, mandate.post)


def by_region(edition: Edition, scopes: tuple[str, ...]) -> bool:
    """Whether a body is made up of those whose seats in its parent are for its own region."""
    rule = nearest(edition, scopes, BY_REGION)
    return rule is not None and edition.value(rule.id, Flag).holds


def _names(powers: tuple[str, ...], slug: str, post: str) -> bool:
    return f"{slug}.{post}" in powers or f"{slug}.{OFFICERS}" in powers


def leads_to(case: Case, body: Sitting) -> Iterator[tuple[Post, tuple[Mandate, ...]]]:
    """The posts elsewhere, and the seats in the parent, that give a seat in this body."""
    rule = body.rule(case.edition, EX_OFFICIO)
    for power in () if rule is None else powers_of(rule):
        slug, _, post = power.partition(".")
        elsewhere = case.body(slug)
        if elsewhere is None:
            continue
        held = {one.post for one in elsewhere.posts if one.post} if post == OFFICERS else {post}
        for name in sorted(held):
            yield Post(body=BodyId(elsewhere.id), post=name), elsewhere.holders_of(name)
    parent = None if body.parent is None else case.body(body.parent)
    if parent is not None and by_region(case.edition, body.scopes):
        region = case.load(Body, body.id).region
        seats = tuple(one for one in parent.seats if one.category == region is not None)
        yield Post(body=BodyId(parent.id)), seats
