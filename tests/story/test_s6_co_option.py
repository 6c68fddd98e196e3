"""S6: co-option by the group, or by a sub-group that has the power.

Whoever is co-opted has no vote unless the rulebook says otherwise, stays for a term that it limits,
with reasons on record; the co-option may be ended, and is looked at again before its end.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.bodies.cooption import CoOption, State
from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.moments import days_after, months_after
from domain.kernel.refusal import BadInput, NotAllowed, RuleBroken, TooLate
from domain.rules.values import Flag
from services.application.bodies import SeatMember
from services.application.cooptions import (
    AcceptCoOption,
    DecideCoOption,
    ProposeCoOption,
    RenewCoOption,
)
from services.application.endings import VacateSeat
from services.application.sittings import RecordDeparture
from tests.application.organisation import CHAIR, MEMBERS, STAFF
from tests.story.rows import ELEVEN, Row, founded
from tests.support.kinds import Kind

FESTIVAL = MEMBERS[12]
POWER, VOTES, TERM = "ncg.cooption.power", "ncg.cooption.votes", "ncg.cooption.term"
ANSWER = "ncg.cooption.answer_days"


@pytest.fixture
def row() -> Row:
    row = founded()
    for slug in ("training_group", "networks_group"):
        row.establish(slug, Kind.SUB_GROUP)
        row.seat(slug, ELEVEN[0])
        row.seat(slug, ELEVEN[1])
    return row


def asking(body: str = "ncg", **other: object) -> ProposeCoOption:
    told = {"body": body, "person": FESTIVAL, "name": "The World Transformed"}
    reasons = {"reasons": "They run the festival beside the conference."}
    return ProposeCoOption.model_validate(told | reasons | other)


def proposed(row: Row, body: str = "ncg", **other: object) -> UUID:
    by = CHAIR if body == "ncg" else ELEVEN[0]
    return row.org.hands.began(row.org.ask(asking(body, **other), by))


def agreed(row: Row, body: str = "ncg") -> UUID:
    """Proposed, and agreed to by a meeting."""
    found = proposed(row, body)
    row.gather(body)
    number = row.resolve("We co-opt them.")
    asked = DecideCoOption(cooption=found, agreed=True, meeting=row.meeting, number=number)
    row.org.ask(asked, STAFF)
    return found


def the(row: Row, cooption: UUID) -> CoOption:
    return row.store.load(CoOption, cooption)


def test_s6_somebody_is_co_opted_without_a_vote_for_the_term_of_the_rulebook(row: Row) -> None:
    found = agreed(row)
    row.org.ask(AcceptCoOption(cooption=found), FESTIVAL)
    seat = row.seat_of("ncg", FESTIVAL)
    assert seat is not None
    assert (seat.voting, seat.origin) == (False, Origin.CO_OPTION)
    assert seat.until == months_after(row.now, 12)
    assert the(row, found).asked.reasons == "They run the festival beside the conference."
    given = SeatMember(
        body="ncg",
        person=ELEVEN[2],
        name="N",
        how="x",
        origin=Origin.CO_OPTION,
        source="as the file has it",
    )
    row.org.refused(BadInput, given, STAFF)


def test_s6_a_vote_is_given_only_where_the_rulebook_says_so(row: Row) -> None:
    row.org.refused(RuleBroken, asking(voting=True), CHAIR, VOTES)
    row.carry(ncg__cooption__votes=Flag(holds=True))
    row.org.ask(asking(voting=True), CHAIR)


def test_s6_a_sub_group_co_opts_only_if_it_has_the_power(row: Row) -> None:
    row.org.refused(NotAllowed, asking("networks_group"), ELEVEN[0], POWER)
    found = agreed(row, "training_group")
    row.org.ask(AcceptCoOption(cooption=found), FESTIVAL)
    assert FESTIVAL in row.sits_in("training_group")


def test_s6_whoever_has_no_vote_in_the_body_proposes_nobody(row: Row) -> None:
    row.org.refused(NotAllowed, asking(), FESTIVAL, POWER)


def test_s6_nobody_is_co_opted_for_longer_than_the_rulebook_allows(row: Row) -> None:
    longer = asking(until=row.now + timedelta(days=400))
    row.org.refused(RuleBroken, longer, CHAIR, TERM)


def test_s6_a_decision_without_a_quorum_co_opts_nobody(row: Row) -> None:
    found = proposed(row)
    row.gather(present=10)
    row.resolve("We come to the co-option.")
    row.org.ask(RecordDeparture(meeting=row.meeting, person=ELEVEN[5]), STAFF)
    number = row.decide_on(1, "We co-opt them.")
    asked = DecideCoOption(cooption=found, agreed=True, meeting=row.meeting, number=number)
    row.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")


def test_s6_an_offer_that_nobody_answers_in_time_lapses(row: Row) -> None:
    found = agreed(row)
    due = days_after(row.now, 28, clear=False)
    row.org.hands.at(due - timedelta(minutes=1))
    assert the(row, found).state is State.OFFERED
    row.store.clock.hold(due)
    row.org.refused(TooLate, AcceptCoOption(cooption=found), FESTIVAL, ANSWER)
    row.org.hands.at(due)
    assert the(row, found).state is State.LAPSED


def test_s6_it_is_looked_at_again_before_its_end_and_may_last_longer(row: Row) -> None:
    found = agreed(row)
    row.org.ask(AcceptCoOption(cooption=found), FESTIVAL)
    seat = row.seat_of("ncg", FESTIVAL)
    assert seat is not None
    assert seat.until is not None
    row.org.hands.at(seat.until - timedelta(days=42))
    review = row.store.acts(topics=(CoOption.ReviewFellDue.TOPIC,), limit=9)
    assert [act.event.originator_id for act in review] == [found]
    row.gather()
    number = row.resolve("They stay for another half year.")
    later = seat.until + timedelta(days=180)
    renewed = RenewCoOption(cooption=found, until=later, meeting=row.meeting, number=number)
    row.org.ask(renewed, STAFF)
    row.org.hands.at(seat.until)
    assert FESTIVAL in row.sits_in("ncg")
    row.org.hands.at(later)
    assert FESTIVAL not in row.sits_in("ncg")
    assert the(row, found).state is State.ENDED


def test_s6_the_group_may_end_it_at_any_time(row: Row) -> None:
    found = agreed(row)
    row.org.ask(AcceptCoOption(cooption=found), FESTIVAL)
    ended = VacateSeat(
        body="ncg", person=FESTIVAL, ending=MandateEnding.RECALL, reason="The festival is over."
    )
    row.org.refused(NotAllowed, ended, ELEVEN[3], "registers.endings_entered_by")
    row.org.ask(ended, STAFF)
    assert the(row, found).state is State.ENDED
