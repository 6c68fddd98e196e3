"""Nothing kept in the open shows who belongs to a caucus; its own members see each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.bodies.body import body_id
from domain.bodies.details import Person, details_id
from domain.kernel.ids import PersonId
from domain.meetings.decisions import Manner
from domain.reports.content import Content, Paragraph
from domain.reports.report import report_id
from domain.reports.reporting import Kind as ReportKind
from services.application.actions import GiveAction, GivenTo
from services.application.business import RecordDecision
from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.reports import DraftReport, OpenReport, PublishReport
from services.application.sittings import (
    CloseMeeting,
    CountUnseen,
    OpenMeeting,
    RecordArrival,
    TakeChair,
)
from services.bootstrap import Office, office
from services.reading.alarms import alarms
from services.reading.caucuses import caucus, caucus_members, caucuses_of, unseen_there
from services.reading.reports import published, report
from services.reading.sealed_alarms import sealed_alarms
from services.reading.view import Reading, reading
from tests.application.organisation import STAFF
from tests.story.rows import ELEVEN, OF_2017, Row, founded
from tests.support.hands import Hands
from tests.support.keys import MASTERS
from tests.support.kinds import Kind
from tests.vault.test_forgetting_for_good import dumped

CAUCUS, OTHER = "bame_caucus", "disabled_caucus"
ALL_BUT_PRIVATE = "--exclude-schema=private"


@pytest.fixture
def at(database_url: str) -> Iterator[tuple[Office, Row]]:
    with office(database_url, masters=MASTERS) as found:
        row = founded(OF_2017, hands=Hands(found.store, found.boxes))
        for slug in (CAUCUS, OTHER):
            row.establish(slug, Kind.CAUCUS)
        yield found, row


def join(row: Row, slug: str, *people: PersonId) -> None:
    for person in people:
        row.org.ask(JoinCaucus(person=person, body=slug), person)


def in_the_open(at: Office) -> str:
    """The log, its commands, the views and the outbox, as whoever copies them reads them."""
    at.projector.catch_up()
    return dumped(at.dsn, ALL_BUT_PRIVATE)


def traces(dump: str, slug: str) -> int:
    """How often a caucus is spoken of, by its id or its short name."""
    return dump.count(str(body_id(slug))) + dump.count(slug)


def test_a_dump_of_log_views_and_outbox_holds_no_trace_of_who_joined(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    before = in_the_open(office_)
    join(row, CAUCUS, *ELEVEN[:4])
    row.org.ask(LeaveCaucus(person=ELEVEN[3], body=CAUCUS), ELEVEN[3])
    after = in_the_open(office_)
    assert "person.caucus_joined.v1" in after
    assert traces(before, CAUCUS) > 0, "that there is such a caucus is no secret"
    assert traces(after, CAUCUS) == traces(before, CAUCUS)
    assert str(body_id(CAUCUS)) in dumped(office_.dsn, "--schema=private")


def test_nobody_can_tell_from_the_open_record_which_of_two_caucuses_was_joined(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    join(row, CAUCUS, ELEVEN[0])
    join(row, OTHER, ELEVEN[1])
    lengths = [len(state) for state in joined_states(in_the_open(office_))]
    assert len(lengths) == 2
    assert len(set(lengths)) == 1


def joined_states(dump: str) -> list[str]:
    """What the log holds, in hexadecimal, of each act that says that somebody joined a caucus."""
    return [
        word
        for line in dump.splitlines()
        if "person.caucus_joined.v1" in line
        for word in line.split("\t")
        if word.startswith("\\\\x")
    ]


def seen(at: Office, *, past: bool = False, asker: PersonId | None = None) -> Iterator[Reading]:
    at.projector.catch_up()
    as_of = at.store.now() if past else None
    with at.pool.connection() as rows, reading(rows, as_of, asker=asker) as found:
        yield found


def test_how_many_belong_is_told_to_nobody_else_so_that_no_joining_moves_a_number(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    told = []
    for number in (0, 4, 5, 6):
        join(row, CAUCUS, *(one for one in ELEVEN[:number] if not _joined(row, one)))
        told += [caucus(found, CAUCUS) for found in seen(office_)]
    assert {(one.sealed, one.least_shown, one.belong, one.at_least) for one in told} == {
        (True, 5, None, None)
    }


def _joined(row: Row, person: PersonId) -> bool:
    file = row.store.find(Person, details_id(person))
    return file is not None and file.belongs_to(body_id(CAUCUS))


def test_that_a_caucus_is_too_small_is_an_alarm_for_its_members_alone(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    join(row, CAUCUS, *ELEVEN[:2])
    for found in seen(office_):
        rules = [one.rule for one in sealed_alarms(found, ELEVEN[0])]
        assert rules == ["ncg.caucus.least_members"]
        assert sealed_alarms(found, ELEVEN[5]) == sealed_alarms(found, None) == ()
        assert not [one for one in alarms(found).alarms if one.slug == CAUCUS]
    join(row, CAUCUS, ELEVEN[2])
    for found in seen(office_):
        assert sealed_alarms(found, ELEVEN[0]) == ()


def test_a_meeting_leaves_no_trace_of_how_many_were_there_who_are_not_shown(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    join(row, CAUCUS, *ELEVEN[1:4])
    row.org.ask(JoinCaucus(person=ELEVEN[0], body=CAUCUS, openly=True), ELEVEN[0])
    row.fill(CAUCUS, "convenor", ELEVEN[0])
    starts = row.now + timedelta(days=2)
    called = ConveneMeeting(body=CAUCUS, starts=starts, place="a room")
    meeting = row.org.hands.began(row.org.ask(called, ELEVEN[0]))
    row.org.ask(CountUnseen(meeting=meeting, there=3), ELEVEN[0])
    open_ = in_the_open(office_)
    (state,) = (
        line
        for line in open_.splitlines()
        if "meeting.unseen_counted.v1" in line and "\\\\x" in line
    )
    told = bytes.fromhex(state.split("\\\\x")[1].split("\t")[0]).decode()
    assert '"there":{"box":' in told
    for found in seen(office_):
        assert unseen_there(found, meeting) == 3


def test_the_members_of_a_caucus_see_each_other_and_nobody_else_does(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    join(row, CAUCUS, *ELEVEN[:2])
    shown = JoinCaucus(person=ELEVEN[2], body=CAUCUS, openly=True)
    row.org.ask(shown, ELEVEN[2])
    for found in seen(office_):
        for member in ELEVEN[:3]:
            members = caucus_members(found, CAUCUS, member)
            assert members is not None
            assert {one.person for one in members} == set(ELEVEN[:3])
            assert [one.person for one in members if one.openly] == [ELEVEN[2]]
        assert caucus_members(found, CAUCUS, ELEVEN[5]) is None
        assert caucus_members(found, CAUCUS, None) is None
        assert [one.slug for one in caucuses_of(found, ELEVEN[0])] == [CAUCUS]
    for found in seen(office_, past=True):
        assert caucus_members(found, CAUCUS, ELEVEN[0]) is None


def test_what_it_reports_is_told_to_its_members_and_to_the_parent_what_it_decided_alone(
    at: tuple[Office, Row],
) -> None:
    office_, row = at
    convenor, unseen, ask = ELEVEN[0], ELEVEN[1:4], row.org.ask
    join(row, CAUCUS, *unseen)
    ask(JoinCaucus(person=convenor, body=CAUCUS, openly=True), convenor)
    row.fill(CAUCUS, "convenor", convenor)
    starts = row.now + timedelta(days=2)
    called = ConveneMeeting(body=CAUCUS, starts=starts, place="a room")
    meeting = row.org.hands.began(ask(called, convenor))
    ask(HandInItem(meeting=meeting, title="What next"), convenor)
    row.org.hands.at(starts)
    ask(RecordArrival(meeting=meeting, person=convenor), convenor)
    ask(CountUnseen(meeting=meeting, there=3), convenor)
    ask(OpenMeeting(meeting=meeting), convenor)
    ask(TakeChair(meeting=meeting, person=convenor), convenor)
    told = {"meeting": meeting, "item": 1, "manner": Manner.CONSENSUS, "text": "We ask for ramps."}
    ask(RecordDecision.model_validate(told), convenor)
    owner = GivenTo(name="Ola Helper", person=unseen[0])
    due = (starts + timedelta(days=1)).date()
    given = GiveAction(text="Measure doors", owner=owner, due=due, meeting=meeting, decision=1)
    ask(given, convenor)
    ask(CloseMeeting(meeting=meeting), convenor)
    up = report_id(meeting, ReportKind.GROUP_REPORT)
    opened = {
        "body": CAUCUS,
        "kind": ReportKind.FINANCIAL_REPORT,
        "on": starts.date(),
        "title": "June",
    }
    own = row.org.hands.began(ask(OpenReport.model_validate(opened), STAFF))
    content = Content(blocks=(Paragraph(text="We measured doors."),))
    ask(DraftReport(report=own, content=content), STAFF)
    ask(PublishReport(report=own), STAFF)
    row.org.hands.at(starts + timedelta(days=3))
    for found in seen(office_):
        (above,) = report(found, up).versions
        assert above.content.lines == ("Decision 1 (by consensus)", "We ask for ramps.")
        late = [one for one in alarms(found).alarms if one.slug == CAUCUS and one.thing]
        assert late
        told_late = " ".join(f"{one.sentence} {one.owner}" for one in late)
        assert "Measure doors" not in told_late
        assert "Ola Helper" not in told_late
        assert report(found, own).report.closed
        assert not [one for one in published(found, None, 99) if one.report.report == own]
    for member in (convenor, unseen[2]):
        for found in seen(office_, asker=member):
            assert not report(found, own).report.closed
            assert "Measure doors" in " ".join(one.sentence for one in alarms(found).alarms)
