"""How mandates begin and end, with all that follows from it in other bodies.

Some seats follow a post by themselves: whoever gets the post gets them, and loses them with it.  A
seat in a group that is made up of a body's own members ends with the seat in that body.  All of it
is one commit, and each act that follows names the act that it follows from.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.bodies.body import Body
from domain.bodies.composition import (
    comes_of_parent,
    must_be_open_to,
    over_the_term_limit,
    speaks_of,
)
from domain.bodies.cooption import CoOption
from domain.bodies.details import Person, details_id
from domain.bodies.mandate import Mandate, MandateEnding, MandateId, Origin, Post
from domain.bodies.office import TermsOfOffice, terms_id
from domain.bodies.sitting import Sitting
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, PersonId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import OutOfOrder
from domain.rules.edition import Edition
from domain.rules.judging import judged
from services.application.case import Case
from services.application.dissolving import end_what_it_had
from services.application.following import (
    bodies_that_follow,
    is_of_its_parent,
    leads_to,
)
from services.application.granted import end_accesses, end_accesses_to
from services.application.made_up import (
    HOLDS_OVER,
    judged_as_made_up,
    rule_of,
    sitting_of,
    term_rule,
    votes_in_parent,
    with_marks,
)
from services.application.vacated import fill_by_co_option, leave_vacancy


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
        fill_by_co_option(case, body, mandate, act.caused_by(body.newest_act))
    else:
        _must_be_free(before, mandate, case.edition)
        body.fill_post(act, mandate)
    _seat_where_it_follows(case, body, mandate, act)


def see_to_terms(case: Case, body: Body, act: Act) -> None:
    """See to the ends of terms in a body from its first mandate with a term on."""
    if case.find(TermsOfOffice, terms_id(body.id)) is None:
        case.add(TermsOfOffice.watch(act, body))


def end_term(case: Case, body: Body, held: Mandate, act: Act) -> None:
    """The term of a mandate is over: it ends, or holds over until a successor is there."""
    assert held.until is not None
    act = in_order(act.at(held.until), body)
    length = term_rule(case, body, held.origin)
    act = act if length is None else act.under(length.id)
    if held.holds_over:
        rule = rule_of(case, body, HOLDS_OVER)
        body.hold_over(act if rule is None else act.under(rule.id), held)
        return
    how = Ended(MandateEnding.TERM, "The term was over.")
    if held.is_seat:
        end_seat(case, body, held.person, how, act)
    else:
        end_post(case, body, held, how, act)


def _must_be_free(body: Sitting, mandate: Mandate, edition: Edition) -> None:
    """A post of which no rule says how many hold it has one holder."""
    if mandate.place == 1 or mandate.post is None or speaks_of(body, mandate.post, edition):
        return
    holder = body.holders_of(mandate.post)[0]
    raise OutOfOrder(f"{holder.name} is {mandate.post} of {body.name} already.")


def _judged_by_person(case: Case, body: Body, mandate: Mandate, before: Sitting, act: Act) -> Act:
    in_parent = comes_of_parent(mandate) and votes_in_parent(case, body, mandate.person)
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
    marked = with_marks(case, act, before, before.without(person))
    body.vacate_seat(in_order(marked, body), person, how.ending, how.reason)
    following = act.caused_by(body.newest_act)
    _end_co_option(case, seat, following)
    for post in (*posts, None):
        _end_what_follows(case, Post(body=BodyId(body.id), post=post), person, following)
    _end_below(case, body, person, following)
    _seat_if_due(case, body, person, following)
    end_accesses(case, person, following)
    leave_vacancy(case, body, seat, how.ending, following)


def end_post(case: Case, body: Body, held: Mandate, how: Ended, act: Act) -> None:
    """End somebody's time in a post, and the seats elsewhere that follow the post."""
    assert held.post is not None
    before = sitting_of(case, body)
    marked = with_marks(case, act, before, before.without_mandate(held))
    body.vacate_post(in_order(marked, body), held.post, held.person, how.ending, how.reason)
    end_what_follows_post(case, body, held, act)


def end_what_follows_post(case: Case, body: Body, held: Mandate, act: Act) -> None:
    post = Post(body=BodyId(body.id), post=held.post)
    following = act.caused_by(body.newest_act)
    _end_what_follows(case, post, held.person, following)
    end_accesses(case, held.person, following)


def end_body(case: Case, body: Body, reason: str, act: Act, into: BodyId | None = None) -> None:
    """Dissolve a body with everything below it, and end what followed its posts."""
    held, seats = body.posts, body.seats
    body.dissolve(in_order(act, body), reason, into)
    following = act.caused_by(body.newest_act)
    end_what_it_had(case, body, following, into)
    end_accesses_to(case, body, following)
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


def in_order(act: Act, thing: Aggregate) -> Act:
    """The act, or where something is on record since, the act as it is noted after that."""
    if act.occurred_at >= thing.modified_on:
        return act
    since = f"This was so from {in_words(act.occurred_at)} and became known later."
    return act.at(thing.modified_on).noting(since)


def _seat_where_it_follows(case: Case, body: Body, mandate: Mandate, act: Act) -> None:
    post = Post(body=BodyId(body.id), post=mandate.post)
    following = act.caused_by(body.newest_act)
    for other in bodies_that_follow(case, body, mandate):
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
        if below.parent == body.id and below.id in joined and is_of_its_parent(case, below):
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
        if not is_of_its_parent(case, below):
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
