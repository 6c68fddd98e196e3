"""S5: three regional groups, whose members follow from the seats that they hold.

Whoever is elected for a region sits in its group by that seat, and no longer than in it; its
convenors come out of the election of the region's representatives.
"""

from __future__ import annotations

import pytest

from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.refusal import BadInput, RuleBroken
from domain.rules.values import Choice, Flag
from services.application.bodies import SeatMember
from services.application.endings import VacateSeat
from tests.application.organisation import CHAIR, MEMBERS, STAFF
from tests.story.rows import ELEVEN, REGIONS, Row, founded
from tests.support.kinds import Kind

NORTH, MIDLANDS, SOUTH = "regional_north", "regional_midlands_south_west", "regional_south_eastern"
GROUPS = dict(zip((NORTH, MIDLANDS, SOUTH), REGIONS, strict=True))
NEW = MEMBERS[12]


@pytest.fixture
def row() -> Row:
    """The group of eleven, and the three groups that its first meeting established."""
    row = founded()
    for slug, region in GROUPS.items():
        row.establish(slug, Kind.REGIONAL_GROUP, region=region)
    return row


def test_s5_whoever_is_elected_for_a_region_sits_in_its_group(row: Row) -> None:
    for number, slug in enumerate(GROUPS):
        assert row.sits_in(slug) == set(ELEVEN[number::3])
        for seat in row.body(slug).seats:
            assert (seat.origin, seat.category) == (Origin.EX_OFFICIO, GROUPS[slug])
    assert CHAIR not in row.sits_in(NORTH), "the chair's seat is for no region"


def test_s5_a_seat_in_a_regional_group_begins_and_ends_with_the_seat_for_the_region(
    row: Row,
) -> None:
    row.seat("ncg", NEW, origin=Origin.ELECTION, category="south_eastern")
    assert NEW in row.sits_in(SOUTH)
    row.leave("ncg", NEW)
    assert NEW not in row.sits_in(SOUTH)
    assert "regions.members_by_region" not in row.newest(SOUTH, "body.seated.v1").breaks


def test_s5_a_seat_by_virtue_of_another_is_given_by_nobody(row: Row) -> None:
    asked = SeatMember(
        body=NORTH,
        person=NEW,
        name="N",
        how="x",
        origin=Origin.EX_OFFICIO,
        source="as the file has it",
    )
    row.org.refused(BadInput, asked, STAFF)


def test_s5_others_are_co_opted_or_seated_besides(row: Row) -> None:
    """As the unions' places of 2017, which come of no region."""
    union = SeatMember(
        body=NORTH,
        person=NEW,
        name="N",
        how="named",
        origin=Origin.NOMINATION,
        category="union",
        source="as the file has it",
    )
    row.org.ask(union, STAFF)
    row.leave("ncg", ELEVEN[0])
    assert row.sits_in(NORTH) == {*ELEVEN[3::3], NEW}


def test_s5_convenors_come_out_of_the_election_for_the_region(row: Row) -> None:
    rule = "regions.convenors_by"
    seated = SeatMember(body=NORTH, person=NEW, name="N", how="asked", source="as the file has it")
    row.org.ask(seated, STAFF)
    refusal = row.org.refused(RuleBroken, row.filling(NORTH, "convenor", NEW), STAFF, rule)
    assert "was not elected for it" in refusal.sentence
    row.fill(NORTH, "convenor", ELEVEN[0])
    row.org.ask(
        SeatMember(
            body=SOUTH, person=ELEVEN[1], name="M", how="asked", source="as the file has it"
        ),
        STAFF,
    )
    elsewhere = row.filling(SOUTH, "convenor", ELEVEN[1])
    row.org.refused(RuleBroken, elsewhere, STAFF, rule)


def test_s5_a_convenor_goes_with_the_seat_for_the_region(row: Row) -> None:
    row.fill(NORTH, "convenor", ELEVEN[0])
    row.carry(recall__allowed=Flag(holds=True))
    ended = VacateSeat(
        body="ncg", person=ELEVEN[0], ending=MandateEnding.RECALL, reason="by the region"
    )
    row.org.ask(ended, STAFF)
    assert "recall.allowed" in row.newest("ncg", "body.seat_vacated.v1").rules
    assert row.body(NORTH).posts == ()
    assert ELEVEN[0] not in row.sits_in(NORTH)


def test_s5_nobody_who_was_elected_is_recalled_while_the_rules_do_not_allow_it(row: Row) -> None:
    ended = VacateSeat(
        body="ncg", person=ELEVEN[0], ending=MandateEnding.RECALL, reason="by the region"
    )
    row.org.refused(RuleBroken, ended, STAFF, "recall.allowed")
    for follows in (MandateEnding.SUSPENSION, MandateEnding.DISSOLUTION):
        other = ended.model_copy(update={"ending": follows})
        row.org.refused(BadInput, other, STAFF, "registers.endings_entered_by")


def test_s5_the_rules_can_find_convenors_and_members_in_another_way(row: Row) -> None:
    row.carry(regions__convenors_by=Choice(choice="network_meeting"))
    row.org.ask(
        SeatMember(body=NORTH, person=NEW, name="N", how="asked", source="as the file has it"),
        STAFF,
    )
    row.fill(NORTH, "convenor", NEW)
    row.carry(regions__members_by_region=Flag(holds=False))
    assert row.sits_in(NORTH) == {NEW}
    assert row.sits_in(SOUTH) == set()
