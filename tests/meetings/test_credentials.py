"""Delegations: what they are entitled to, who speaks for a place, and cards that count once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.cycle.assembly import MOST_VOTES
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.meetings.cards import Cast, Channel
from domain.meetings.credentials import Credentials
from domain.meetings.decisions import Answer
from domain.meetings.delegations import Delegate, Delegation, Part, Proxy, entitled
from domain.rules.values import Flag, RuleValue
from tests.domain.acts import act
from tests.meetings.group import Group, votes
from tests.support.given import Given
from tests.support.hands import member

PLACE, CARD = "delegates.members_per_place", "delegates.members_per_card"
ANN, BEA, CAL, DOT, EVE = (member(number) for number in range(60, 65))


def opened(**other: RuleValue) -> tuple[Group, Credentials]:
    """Leeds has three places and 25 cards, York one place and four."""
    group = Group(**{"meetings__proxy_vote": Flag(holds=True), **other})
    found = Credentials.open(act(), group.meeting.id, group.meeting.title, date(2021, 8, 1))
    found.admit_delegation(act(), "leeds", "Leeds", 250, group.orders)
    found.admit_delegation(act(), "york", "York", 40, group.orders)
    for place, person in enumerate((ANN, BEA), start=1):
        found.admit_delegate(act(), delegate(person, "leeds", place))
    found.admit_delegate(act(), delegate(CAL, "york", 1))
    return group, found


def delegate(person: PersonId, group: str, place: int, part: Part = Part.DELEGATE) -> Delegate:
    return Delegate(person=person, name="D", delegation=group, place=place, part=part)


def cast(group: str, in_favour: int, against: int = 0) -> Cast:
    return Cast(delegation=group, votes=votes(in_favour, against), channel=Channel.IN_THE_HALL)


HALL = (Answer.FOR, Channel.IN_THE_HALL)


def test_entitlement_is_one_for_each_so_many_members_or_part_of_them() -> None:
    assert entitled(250, 100, 10) == (3, 25)
    assert entitled(100, 100, 10) == (1, 10)
    assert entitled(1, 100, 10) == (1, 1)
    with pytest.raises(BadInput):
        entitled(0, 100, 10)


def test_there_are_no_more_cards_at_a_meeting_than_one_vote_can_count() -> None:
    group, found = opened()

    def admitting(members: int) -> Callable[[Credentials], None]:
        return lambda it: it.admit_delegation(act(), "hull", "Hull", members, group.orders)

    given = Given(found)
    for members in (2**31 - 1, 10 * MOST_VOTES):
        given.when(admitting(members)).refused(BadInput, CARD)
    number = opened_to_the_last_card(group, found)
    found.cast_cards(act(), number, cast("hull", MOST_VOTES - 29), group.orders)
    found.cast_cards(act(), number, cast("leeds", 25), group.orders)
    found.cast_cards(act(), number, cast("york", 4), group.orders)
    result = found.close_card_vote(act(), number, group.orders)
    assert result.cards == result.votes.in_favour == MOST_VOTES


def opened_to_the_last_card(group: Group, found: Credentials) -> int:
    """The number of a card vote of as many cards as can be counted."""
    found.admit_delegation(act(), "hull", "Hull", 10 * (MOST_VOTES - 29), group.orders)
    found.admit_delegate(act(), delegate(DOT, "hull", 1))
    return found.call_card_vote(act(), "Shall we?", 1)


def test_the_places_of_a_delegation_carry_all_of_its_cards_as_evenly_as_can_be() -> None:
    leeds = Delegation(slug="leeds", name="Leeds", members=250, places=3, cards=25)
    assert [leeds.worth_of(place) for place in (1, 2, 3)] == [9, 8, 8]


def test_a_delegation_has_no_more_delegates_than_places() -> None:
    _, found = opened()
    given = Given(found)
    given.when(lambda it: it.admit_delegate(act(), delegate(DOT, "york", 2))).refused(
        RuleBroken, PLACE
    )
    given.when(lambda it: it.admit_delegate(act(), delegate(DOT, "york", 1))).refused(
        RuleBroken, PLACE
    )
    given.when(lambda it: it.admit_delegate(act(), delegate(ANN, "leeds", 3))).refused(OutOfOrder)
    given.when(lambda it: it.admit_delegate(act(), delegate(DOT, "hull", 1))).refused(NotFound)


def test_a_job_share_or_an_alternate_speaks_in_the_place_of_the_delegate() -> None:
    _, found = opened()
    found.admit_delegate(act(), delegate(DOT, "york", 1, Part.JOB_SHARE))
    found.admit_delegate(act(), delegate(EVE, "york", 1, Part.ALTERNATE))
    for person in (DOT, EVE, CAL):
        found.take_place(act(), person)
        speaker = found.floor.speaker("york", 1)
        assert speaker is not None
        assert speaker.person == person
    Given(found).when(lambda it: it.take_place(act(), CAL)).refused(OutOfOrder)


def test_a_proxy_is_capped_and_held_by_somebody_who_speaks() -> None:
    group, found = opened()
    given = Given(found)
    given.when(
        lambda it: it.give_proxy(act(), Proxy(principal=CAL, holder=ANN), group.orders)
    ).then(Credentials.ProxyGiven)
    given.when(
        lambda it: it.give_proxy(act(), Proxy(principal=BEA, holder=ANN), group.orders)
    ).refused(RuleBroken, "meetings.proxies_each")
    given.when(
        lambda it: it.give_proxy(act(), Proxy(principal=BEA, holder=CAL), group.orders)
    ).refused(BadInput)
    none = Given(opened(meetings__proxy_vote=Flag(holds=False))[1])
    none.when(
        lambda it: it.give_proxy(
            act(),
            Proxy(principal=CAL, holder=ANN),
            Group(meetings__proxy_vote=Flag(holds=False)).orders,
        )
    ).refused(RuleBroken, "meetings.proxy_vote")


def test_a_delegation_casts_every_card_once() -> None:
    group, found = opened()
    given = Given(found)
    number = found.call_card_vote(act(), "Shall we?", 1)
    given = Given(found)
    given.when(lambda it: it.cast_cards(act(), number, cast("leeds", 26), group.orders)).refused(
        BadInput, CARD
    )
    given.when(lambda it: it.cast_cards(act(), number, cast("leeds", 15, 10), group.orders)).then(
        Credentials.CardsCast
    )
    given.when(lambda it: it.cast_cards(act(), number, cast("leeds", 25), group.orders)).refused(
        OutOfOrder, CARD
    )
    given.when(lambda it: it.answer_roll_call(act(), number, ANN, ANN, HALL)).refused(
        OutOfOrder, CARD
    )


def test_cards_are_split_only_where_a_rule_lets_them_be() -> None:
    group, found = opened(delegates__cards_split=Flag(holds=False))
    number = found.call_card_vote(act(), "Shall we?", 1)
    given = Given(found)
    given.when(
        lambda it: it.cast_cards(act(), number, cast("leeds", 15, 10), group.orders)
    ).refused(RuleBroken, "delegates.cards_split")
    given.when(lambda it: it.cast_cards(act(), number, cast("leeds", 25), group.orders)).then(
        Credentials.CardsCast
    )


def test_a_place_that_answered_the_roll_keeps_its_delegation_from_casting_as_one() -> None:
    group, found = opened()
    number = found.call_card_vote(act(), "Shall we?", 1)
    given = Given(found)
    given.when(lambda it: it.answer_roll_call(act(), number, ANN, ANN, HALL)).then(
        Credentials.RollCallAnswered
    )
    given.when(lambda it: it.answer_roll_call(act(), number, ANN, ANN, HALL)).refused(OutOfOrder)
    given.when(lambda it: it.cast_cards(act(), number, cast("leeds", 25), group.orders)).refused(
        OutOfOrder, CARD
    )


def test_only_whoever_holds_the_proxy_answers_for_the_place() -> None:
    group, found = opened()
    found.give_proxy(act(), Proxy(principal=CAL, holder=ANN), group.orders)
    number = found.call_card_vote(act(), "Shall we?", 1)
    given = Given(found)
    given.when(lambda it: it.answer_roll_call(act(), number, CAL, BEA, HALL)).refused(NotAllowed)
    given.when(lambda it: it.answer_roll_call(act(), number, CAL, CAL, HALL)).refused(NotAllowed)
    given.when(lambda it: it.answer_roll_call(act(), number, CAL, ANN, HALL)).then(
        Credentials.RollCallAnswered
    )


def test_one_card_vote_at_a_time_and_none_is_closed_twice() -> None:
    group, found = opened()
    number = found.call_card_vote(act(), "Shall we?", 1)
    given = Given(found)
    given.when(lambda it: it.call_card_vote(act(), "And this?", 1)).refused(OutOfOrder)
    given.when(lambda it: it.close_card_vote(act(), number, group.orders)).then(
        Credentials.CardVoteClosed
    )
    given.when(lambda it: it.close_card_vote(act(), number, group.orders)).refused(OutOfOrder)
    given.when(lambda it: it.close_card_vote(act(), 9, group.orders)).refused(BadInput)


def test_who_votes_and_with_how_many_cards_is_fixed_when_the_vote_is_called() -> None:
    group, found = opened()
    found.admit_delegate(act(), delegate(DOT, "leeds", 3))
    found.admit_delegate(act(), delegate(EVE, "york", 1, Part.ALTERNATE))
    number = found.call_card_vote(act(), "Shall we?", 1)
    found.admit_delegation(act(), "hull", "Hull", 90, group.orders)
    found.take_place(act(), EVE)
    found.give_proxy(act(), Proxy(principal=BEA, holder=ANN), group.orders)
    given = Given(found)
    given.when(lambda it: it.cast_cards(act(), number, cast("hull", 9), group.orders)).refused(
        OutOfOrder, CARD
    )
    given.when(lambda it: it.answer_roll_call(act(), number, EVE, EVE, HALL)).refused(
        NotAllowed, "meetings.proxy_vote"
    )
    given.when(lambda it: it.answer_roll_call(act(), number, BEA, ANN, HALL)).refused(
        NotAllowed, "meetings.proxy_vote"
    )
    for voter in (CAL, BEA, ANN, DOT):
        found.answer_roll_call(act(), number, voter, voter, HALL)
    result = found.close_card_vote(act(), number, group.orders)
    assert (result.cards, result.votes.in_favour) == (29, 29)
    assert found.vote(found.call_card_vote(act(), "And now?", 1)).cards == 38


def test_a_principal_who_walks_in_while_the_vote_is_open_ends_the_proxy_and_is_counted_once() -> (
    None
):
    group, found = opened()
    found.give_proxy(act(), Proxy(principal=CAL, holder=ANN), group.orders)
    number = found.call_card_vote(act(), "Shall we?", 1)
    found.take_place(act(), CAL)
    given = Given(found)
    given.when(lambda it: it.answer_roll_call(act(), number, CAL, ANN, HALL)).refused(NotAllowed)
    given.when(lambda it: it.answer_roll_call(act(), number, CAL, CAL, HALL)).then(
        Credentials.RollCallAnswered
    )
    given.when(lambda it: it.answer_roll_call(act(), number, CAL, CAL, HALL)).refused(
        OutOfOrder, CARD
    )
