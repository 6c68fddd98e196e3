"""What a report prints of the agenda and of hours: what each item is for, and which are made up."""

from __future__ import annotations

from domain.meetings.agenda import Item, Purpose
from domain.meetings.emergency import Agreement, Said
from domain.reports.content import Content, Facts, Listed, Paragraph
from services.reports.from_meeting import content_of
from services.reports.held import Held
from tests.domain.acts import START, act, days
from tests.meetings.group import VOTING, Group, acts_of


def printed(group: Group) -> Content:
    return content_of(Held(acts=acts_of(group.meeting)))


def held(*, filled_in: bool = False) -> Group:
    """A meeting to which one comes late and from which one leaves."""
    group = Group()
    group.meeting = group.convened(hours_filled_in=filled_in)
    group.open()
    group.come(VOTING[11])
    group.leave(VOTING[1])
    group.meeting.close(group.now, group.orders)
    return group


def facts(content: Content) -> dict[str, str]:
    found = (block for block in content.blocks if isinstance(block, Facts))
    return {fact.name: fact.said for block in found for fact in block.facts}


def test_the_agenda_of_a_report_says_what_each_item_was_there_for() -> None:
    group = Group()
    for title, purpose in (("Money", Purpose.DECISION), ("News", Purpose.INFORMATION), ("X", None)):
        item = Item(number=0, title=title, purpose=purpose)
        group.meeting.hand_in_item(act(days(1)), item)
    agenda = next(block for block in printed(group).blocks if isinstance(block, Listed))
    assert agenda.items == ("1. Money (for decision)", "2. News (for information)", "3. X")


def test_hours_that_are_not_on_record_are_marked_and_nothing_is_told_to_the_minute() -> None:
    content = printed(held(filled_in=True))
    told = facts(content)
    assert told["Held"].endswith("(filled in: the hour is not on record)")
    last = [block.text for block in content.blocks if isinstance(block, Paragraph)][-1]
    assert last.endswith("(filled in: the hour is not on record).")
    assert ":" not in told["Came later"] + told["Left before the end"]


def test_hours_that_are_on_record_are_told_as_they_are() -> None:
    content = printed(held())
    assert "filled in" not in content.model_dump_json()
    assert ":" in facts(content)["Left before the end"]


def test_a_report_of_an_emergency_names_who_agreed_to_it_when_and_how() -> None:
    group = Group()
    group.meeting = group.convened(is_emergency=True, emergency="A snap election")
    officers = {VOTING[0]: "Ann", VOTING[1]: "Bea"}
    for person, name in officers.items():
        said = Agreement(person=person, name=name, route=Said.PHONE, said_at=START)
        group.meeting.agree_to_emergency(act(days(1)), said, officers, group.orders)
    told = facts(printed(group))["Agreed to by"]
    assert told.count("by telephone") == 2
    assert told.startswith("Ann (by telephone, ")
