"""S4: what else a group forms besides sub-groups by preference, and who belongs to it.

Caucuses of whoever wishes, which choose their own convenor; a facilitation group where too few
belong; posts that two share; a lead member of staff and a place for the unions on each sub-group;
working groups and networks, each made by a decision with its remit.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.bodies.mandate import Origin
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed, RuleBroken
from domain.meetings.decisions import Manner
from services.application.beginnings import NameConvenor
from services.application.bodies import EstablishBody
from services.application.caucuses import JoinCaucus
from services.application.sittings import RecordDeparture
from services.bootstrap import Office, office
from services.reading.alarms import alarms
from services.reading.sealed_alarms import sealed_alarms
from services.reading.view import reading
from tests.application.organisation import CHAIR, MEMBERS, STAFF
from tests.formation.forming import group
from tests.story.rows import ELEVEN, OF_2017, Row, founded
from tests.support.hands import Hands
from tests.support.keys import MASTERS
from tests.support.kinds import Kind

FEW = "ncg.caucus.least_members"


@pytest.fixture
def row() -> Row:
    return founded()


@pytest.fixture
def at(database_url: str) -> Iterator[tuple[Office, Row]]:
    with office(database_url, masters=MASTERS) as found:
        yield found, founded(OF_2017, hands=Hands(found.store, found.boxes))


def test_s4_a_group_is_made_by_a_decision_that_binds_with_its_remit(row: Row) -> None:
    row.gather()
    number = row.resolve("A working group and a network are established.", Manner.ESTABLISHED)
    decided = DecidedAt(meeting=row.meeting, number=number)
    for slug, kind in (("policy_group", Kind.WORKING_GROUP), ("women_network", Kind.NETWORK)):
        row.establish(slug, kind, remit="It prepares what the group decides.", decision=decided)
        made = row.newest(slug, "body.established.v1")
        assert made.authority.kind == "decision"
        assert made.cause == row.here.decision(number).act
        assert row.body(slug).remit == "It prepares what the group decides."
        row.seat(slug, MEMBERS[13], how="asked to join")
        row.fill(slug, "convenor", MEMBERS[13])


def test_s4_a_decision_without_a_quorum_makes_no_group(row: Row) -> None:
    row.gather(present=10)
    row.resolve("We come to the working groups.")
    row.org.ask(RecordDeparture(meeting=row.meeting, person=ELEVEN[5]), STAFF)
    number = row.decide_on(1, "A working group is established.", Manner.ESTABLISHED)
    asked = EstablishBody(
        slug="policy_group",
        name="Policy",
        kind=Kind.WORKING_GROUP,
        parent="ncg",
        decision=DecidedAt(meeting=row.meeting, number=number),
    )
    row.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")


def test_s4_two_share_the_post_of_a_convenor_and_a_third_does_not(row: Row) -> None:
    row.establish("party_reform_group", Kind.SUB_GROUP)
    for person in ELEVEN[:3]:
        row.seat("party_reform_group", person)
    row.fill("party_reform_group", "convenor", ELEVEN[0])
    row.fill("party_reform_group", "convenor", ELEVEN[1], share_with=ELEVEN[0])
    third = row.filling("party_reform_group", "convenor", ELEVEN[2], share_with=ELEVEN[0])
    row.org.refused(RuleBroken, third, STAFF, "ncg.subgroups.job_share")


def test_s4_the_unions_and_the_staff_are_missed_in_a_sub_group_until_they_are_there(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    row.establish("training_group", Kind.SUB_GROUP)
    asked_for = {"ncg.subgroups.union_place", "ncg.subgroups.lead_staff"}
    assert alarming(office_, "training_group") == asked_for
    row.seat("training_group", MEMBERS[13], category="union", origin=Origin.NOMINATION)
    row.seat("training_group", STAFF, voting=False)
    row.fill("training_group", "lead_staff", STAFF)
    assert alarming(office_, "training_group") == set()
    row.leave("training_group", MEMBERS[13])
    left = row.newest("training_group", "body.seat_vacated.v1")
    assert (left.standing, left.breaks) == (Standing.IRREGULAR, ("ncg.subgroups.union_place",))
    assert alarming(office_, "training_group") == {"ncg.subgroups.union_place"}


def alarming(at: Office, slug: str, reader: PersonId | None = None) -> set[str]:
    at.projector.catch_up()
    with at.pool.connection() as connection, reading(connection) as found:
        every = (*alarms(found).alarms, *sealed_alarms(found, reader))
        return {one.rule or "" for one in every if one.slug == slug}


def test_s4_where_too_few_belong_it_is_an_alarm_and_a_facilitation_group_does_the_work(
    at: tuple[Office, Row],
) -> None:
    """A caucus whose members are sealed says to them alone that they are too few, and never how
    many: whoever watched that while somebody joins would learn of them."""
    office_, row = at
    for slug in ("lgbt_caucus", "councillor_network"):
        row.establish(slug, Kind.CAUCUS)
        for person in ELEVEN[:2]:
            row.org.ask(JoinCaucus(person=person, body=slug), person)
        assert alarming(office_, slug, ELEVEN[0]) == {FEW}
    assert alarming(office_, "lgbt_caucus", ELEVEN[5]) == set()
    assert alarming(office_, "councillor_network") == {FEW}
    row.establish("lgbt_facilitation", Kind.FACILITATION_GROUP)
    row.seat("lgbt_facilitation", CHAIR)
    assert alarming(office_, "lgbt_facilitation") == set()
    for slug in ("lgbt_caucus", "councillor_network"):
        row.org.ask(JoinCaucus(person=ELEVEN[2], body=slug), ELEVEN[2])
        assert alarming(office_, slug, ELEVEN[0]) == set()


def test_s4_a_caucus_chooses_its_own_convenor(row: Row) -> None:
    row.open(group("training_group", least=3), group("bame_caucus", kind=Kind.CAUCUS), days=15)
    for person in ELEVEN[:6]:
        row.wish(person, "training_group")
    row.close()
    row.ratify()
    for person in ELEVEN[:3]:
        row.org.ask(JoinCaucus(person=person, body="bame_caucus", openly=True), person)
    by_the_group = row.decide("The caucus has a convenor.")
    named = NameConvenor(
        formation=row.formation, group="bame_caucus", person=ELEVEN[0], **by_the_group
    )
    row.org.refused(NotAllowed, named, STAFF, "ncg.caucus.convenors_by")
    row.name("bame_caucus", ELEVEN[0], body="bame_caucus", elected=True)
    (post,) = row.body("bame_caucus").posts
    assert (post.person, post.origin) == (ELEVEN[0], Origin.ELECTION)
