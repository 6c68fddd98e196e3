"""S3: officers, and the officers' group that they make up with the convenors of sub-groups.

The group elects a chair, two vice-chairs and a treasurer.  They sit on every sub-group by their
posts; with the sub-groups' convenors they are the officers' group, which takes urgent decisions and
settles conflicts between sub-groups, and the full group hears of both at its next meeting.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.bodies.composition import Asked, found
from domain.bodies.mandate import Origin
from domain.bodies.sitting import sitting
from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Standing
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.meetings.decisions import Answer, Manner, Names, Settled
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import REPLY, Resolution
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from domain.rules.values import Seats, Section, Who
from services.application.business import AdmitItem, RecordDecision
from services.application.cooptions import ProposeCoOption
from services.application.endings import VacatePost
from services.application.meetings import ConveneMeeting
from services.application.officers import SettleConflict, TakeUrgentDecision
from services.application.resolutions import ProposeResolution, ReplyToResolution, SettleResolution
from tests.application.organisation import CHAIR, STAFF
from tests.story.momentum import founding_file
from tests.story.rows import ELEVEN, SUB_GROUPS, Row, founded
from tests.support.hands import member
from tests.support.kinds import Kind as BodyKind

VICE, OTHER_VICE, TREASURER, RESOURCES, REFORM, TRAINING, PLAIN = ELEVEN[:7]
POWER, CONFLICTS = "ncg.officers.urgent_power", "ncg.subgroups.conflicts_settled_by"
OFFICERS = {CHAIR, VICE, OTHER_VICE, TREASURER}


@pytest.fixture
def row() -> Row:
    """The officers of the first meeting, three sub-groups with their convenors, and the group."""
    row = founded()
    for post, person in (
        ("vice_chair", VICE),
        ("vice_chair", OTHER_VICE),
        ("treasurer", TREASURER),
    ):
        row.fill("ncg", post, person)
    for slug, convenor in zip(SUB_GROUPS, (RESOURCES, REFORM, TRAINING), strict=True):
        row.establish(slug, BodyKind.SUB_GROUP)
        row.seat(slug, convenor)
        row.fill(slug, "convenor", convenor)
    row.establish("officers_group", BodyKind.OFFICERS_GROUP)
    return row


def test_s3_the_officers_are_those_that_the_rulebook_names_and_no_more(row: Row) -> None:
    third = row.filling("ncg", "vice_chair", PLAIN)
    row.org.refused(RuleBroken, third, STAFF, "ncg.officers.posts")
    row.leave("ncg", TREASURER)
    gone = row.newest("ncg", "body.post_vacated.v1")
    seat = row.newest("ncg", "body.seat_vacated.v1")
    assert "ncg.officers.posts" in seat.breaks
    assert (gone.occurred_at, seat.standing) == (seat.occurred_at, Standing.IRREGULAR)


def test_s3_officers_sit_on_every_sub_group_as_long_as_they_are_officers(row: Row) -> None:
    for slug in SUB_GROUPS:
        assert row.sits_in(slug) > OFFICERS
    row.leave("ncg", VICE)
    for slug in (*SUB_GROUPS, "officers_group"):
        assert VICE not in row.sits_in(slug)
    row.fill("ncg", "vice_chair", PLAIN)
    for slug in (*SUB_GROUPS, "officers_group"):
        held = row.seat_of(slug, PLAIN)
        assert held is not None
        assert held.origin is Origin.EX_OFFICIO


def test_s3_the_officers_group_is_made_up_by_itself(row: Row) -> None:
    assert row.sits_in("officers_group") == OFFICERS | {RESOURCES, REFORM, TRAINING}
    row.leave("training_group", TRAINING)
    assert row.sits_in("officers_group") == OFFICERS | {RESOURCES, REFORM}
    row.seat("training_group", PLAIN)
    row.fill("training_group", "convenor", PLAIN)
    assert row.sits_in("officers_group") == OFFICERS | {RESOURCES, REFORM, PLAIN}


def test_s3_an_urgent_decision_has_the_power_of_the_group(row: Row) -> None:
    row.gather("officers_group")
    number = row.resolve("The World Transformed sends somebody to the group.")
    asked = ProposeCoOption(
        body="ncg",
        person=member(930),
        name="Somebody",
        reasons="The festival opens tomorrow.",
        decision=DecidedAt(meeting=row.meeting, number=number),
    )
    row.org.refused(NotAllowed, asked, STAFF, "ncg.cooption.power")
    row.org.ask(urgent(row, number), STAFF)
    again = row.org.refused(OutOfOrder, urgent(row, number), STAFF, POWER)
    assert "already" in again.sentence
    row.org.ask(asked, STAFF)


def test_s3_only_the_officers_group_decides_in_place_of_the_group(row: Row) -> None:
    row.gather("training_group")
    number = row.resolve("We train everybody at once.")
    row.org.refused(NotAllowed, urgent(row, number), STAFF, POWER)
    row.org.refused(NotAllowed, settled(row, number), STAFF, CONFLICTS)


def test_s3_a_decision_is_urgent_only_while_the_meeting_can_still_say_so(row: Row) -> None:
    row.gather("officers_group")
    number = row.resolve("The office is moved.")
    row.close_meeting()
    row.org.refused(TooLate, urgent(row, number), STAFF, "meetings.record_kept_by")


def test_s3_what_is_urgent_can_be_decided_in_writing_in_less_time(row: Row) -> None:
    in_place = in_writing(row, "officers_group", "It opens tomorrow.", hours=24)
    row.org.refused(TooEarly, in_writing(row, "officers_group", None, hours=24), CHAIR, REPLY)
    row.org.refused(NotAllowed, in_writing(row, "training_group", "Now.", hours=24), CHAIR, POWER)
    put = row.org.hands.began(row.org.ask(in_place, CHAIR))
    for person in row.sits_in("officers_group"):
        row.org.ask(ReplyToResolution(resolution=put, answer=Answer.FOR), person)
    row.org.hands.at(row.now + timedelta(hours=24))
    report = row.store.load(Report, report_id(put, Kind.GROUP_REPORT))
    assert "Taken as urgent: It opens tomorrow." in " ".join(report.content.lines)
    asked = ProposeCoOption(
        body="ncg",
        person=member(930),
        name="Somebody",
        reasons="The festival opens tomorrow.",
        decision=DecidedAt(meeting=put, number=1),
    )
    row.org.ask(asked, STAFF)


def test_s3_the_group_annuls_what_officers_decided_in_its_place_and_nothing_else(row: Row) -> None:
    own = in_writing(row, "officers_group", None, hours=72)
    puts = []
    for asked in (in_writing(row, "officers_group", "It opens.", hours=72), own):
        puts.append(row.org.hands.began(row.org.ask(asked, CHAIR)))
        for person in row.sits_in("officers_group"):
            row.org.ask(ReplyToResolution(resolution=puts[-1], answer=Answer.FOR), person)
    row.org.hands.at(row.now + timedelta(hours=72))
    row.gather()
    for put in puts:
        names = Names(decision=DecidedAt(meeting=put, number=1))
        text = "What the officers decided is annulled."
        admit = AdmitItem(meeting=row.meeting, title="It", votes=Votes(in_favour=12, against=0))
        row.org.ask(admit, STAFF)
        item = row.here.agenda.items[-1].number
        told = {"meeting": row.meeting, "item": item, "manner": Manner.CONSENSUS, "text": text}
        row.org.ask(RecordDecision.model_validate({**told, "names": names}), STAFF)
    first, second = (one.number for one in row.here.decisions[-2:])
    gone = {"settled": Settled.ANNULLED, "by_meeting": row.meeting}
    annul = SettleResolution(resolution=puts[0], by_decision=first, **gone)
    row.org.ask(annul, STAFF)
    assert row.store.load(Resolution, puts[0]).settled is Settled.ANNULLED
    other = SettleResolution(resolution=puts[1], by_decision=second, **gone)
    row.org.refused(RuleBroken, other, STAFF, "meetings.ratification")


def in_writing(row: Row, body: str, urgent: str | None, *, hours: int) -> ProposeResolution:
    closes = row.now + timedelta(hours=hours)
    told = {"title": "A stall", "text": "We hire a stall.", "closes": closes, "urgent": urgent}
    return ProposeResolution.model_validate({"body": body, **told})


def test_s3_officers_settle_a_conflict_between_sub_groups(row: Row) -> None:
    row.gather("officers_group")
    number = row.resolve("The budget for training lies with the resources group.")
    alone = settled(row, number).model_copy(update={"between": ("training_group",)})
    row.org.refused(BadInput, alone, STAFF, CONFLICTS)
    row.org.ask(settled(row, number), STAFF)
    (taken,) = row.here.for_parent
    assert taken.names == ("Training Group", "Resources Group")


def test_s3_the_full_group_hears_of_both_at_its_next_meeting_by_itself(row: Row) -> None:
    row.gather("officers_group")
    row.org.ask(urgent(row, row.resolve("The office is moved.")), STAFF)
    row.org.ask(settled(row, row.resolve("The budget lies with the resources group.")), STAFF)
    row.close_meeting()
    report = row.store.load(Report, report_id(row.meeting, Kind.GROUP_REPORT))
    assert report.presented_at is None, "the group has not been called yet"
    starts = row.now + timedelta(days=30)
    called = ConveneMeeting(body="ncg", starts=starts, place="Hall")
    group = row.org.hands.began(row.org.ask(called, STAFF))
    report = row.store.load(Report, report_id(row.meeting, Kind.GROUP_REPORT))
    assert report.presented_at == group
    (item,) = row.store.load(Meeting, group).agenda.items
    assert "Taken as urgent: The hall is let tomorrow." in item.text
    assert (
        "It settles a conflict between Training Group and Resources Group: who pays." in item.text
    )


def test_s3_co_chairs_come_with_a_change_of_the_rules(row: Row) -> None:
    """As in 2021: the seats by virtue of the post begin and end when the rules do."""
    posts = (("co_chair", 2), ("vice_chair", 2), ("treasurer", 1))
    named = tuple(f"ncg.{post}" for post, _ in posts)
    convenors = tuple(f"{slug}.convenor" for slug in SUB_GROUPS)
    row.carry(
        ncg__officers__posts=Seats(seats=tuple(Section(section=p, seats=n) for p, n in posts)),
        ncg__subgroups__ex_officio=Who(powers=named),
        officers_group__ex_officio=Who(powers=(*named, *convenors)),
    )
    for slug in (*SUB_GROUPS, "officers_group"):
        assert CHAIR not in row.sits_in(slug), "no rule gives the chair a seat there any more"
        assert VICE in row.sits_in(slug)
    for person in (CHAIR, PLAIN):
        row.fill("ncg", "co_chair", person)
        for slug in (*SUB_GROUPS, "officers_group"):
            assert person in row.sits_in(slug)
    third = row.filling("ncg", "co_chair", ELEVEN[8])
    row.org.refused(RuleBroken, third, STAFF, "ncg.officers.posts")


def urgent(row: Row, number: int) -> TakeUrgentDecision:
    return TakeUrgentDecision(
        meeting=row.meeting, decision=number, reason="The hall is let tomorrow."
    )


def settled(row: Row, number: int) -> SettleConflict:
    between = ("training_group", "resources_group")
    return SettleConflict(meeting=row.meeting, decision=number, between=between, reason="who pays")


@pytest.mark.parametrize(
    ("day", "posts"),
    [
        (date(2017, 3, 11), {"chair": 1, "vice_chair": 2, "treasurer": 1}),
        (date(2021, 1, 19), {"co_chair": 2}),
    ],
)
def test_s3_the_group_is_asked_for_the_officers_of_its_day(
    day: date, posts: dict[str, int]
) -> None:
    value = founding_file().rulebook.in_force(day)[RuleId("ncg.officers.posts")]
    assert isinstance(value, Seats)
    assert {one.section: one.seats for one in value.seats} == posts


def test_s3_a_group_whose_posts_were_replaced_lacks_none_of_the_old_ones(row: Row) -> None:
    two = (Section(section="co_chair", seats=2),)
    row.carry(ncg__officers__posts=Seats(seats=two))
    for person in (CHAIR, PLAIN):
        row.fill("ncg", "co_chair", person)
    row.org.ask(VacatePost(body="ncg", post="chair", person=CHAIR, reason="co-chairs"), STAFF)
    edition = row.org.rulebook.at(row.store.now())
    group = sitting(row.body("ncg"), None, edition)
    assert [
        one for one in found(group, Asked(edition)) if one.rule.id == "ncg.officers.posts"
    ] == []
