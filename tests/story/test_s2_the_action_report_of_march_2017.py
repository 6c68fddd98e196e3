"""S2: the report which the service writes of 11 March 2017 has all that the record has of that day.

The history of the real example is played to its reports, and each point of the published report
(source 000) is looked for under its own item: in our words, as short as tells it apart.  The same
for January 2021 (source 001), whose ten items go out together with the staff's report by team.
"""

from __future__ import annotations

import re

import pytest

from domain.actions.action import Action, Status
from domain.bodies.body import Body, body_id
from domain.kernel.aggregate import Recorded
from domain.meetings.meeting import Meeting
from domain.reports.report import Report
from domain.reports.reporting import Kind
from services.reports.as_markdown import body_of, from_markdown
from tests.story.of_the_record import Years

HEAD = ""
ATTENDED = (
    *("Gemma Thornton", "John Taylor", "Nav Mishra", "Elizabeth Hayden (by video)"),
    *("Cecile Wright", "Martin Menear", "Christine Shawcroft", "Puru Miah"),
    *("Yannis Gourtsoyannis", "Carol Turner", "Jon Lansman", "Barry Gray", "Emine Ibrahim"),
    *("Leigh Drennan", "Joseph Ejiofor", "Maggie Simpson"),
)
MARCH_2017 = {
    HEAD: (
        "Saturday 11 March 2017",
        "**Observers:** Andrew Towers (CWU)\n",
        "**Apologies:** Liz Hames, Sahaya James, Huda Elmi, Helen McDonald, Sam Tarry, a rep",
        "a representative of Campaign for Socialism\n",
        "**Absent:** Rida Vaquas\n",
        "**Staff in attendance:** Emma Rees, Adam Klug, Santiago Bell-Bradford, Rachel Godfrey W",
        "Rachel Godfrey Wood, Beth Foster-Ogg, Sophie Nazemi\n",
        "**In the chair:** Nav Mishra",
    ),
    "1.": ("(elected)", "Nav Mishra chairs", "morning"),
    "2.": (
        "(by consensus)",
        "consensus",
        "in each quarter",
        "fixes the next day before it ends",
        "emergency meeting only in a real emergency",
        "contest for the leadership",
        "early general election",
        "the officers' agreement",
        "three weeks ahead and ask for items",
        "items come in a week ahead",
        "agenda and papers go out three days ahead",
        "Apologies go to the National Office and are reported",
        "Ten are a quorum",
        "action report and put it online within three days",
        "the chair and the vice-chairs, or whoever stands for them, get it before",
        "next meeting may agree it",
        "shown as agreed",
    ),
    "3.": (
        "(noted)",
        "staff's report",
        "annual meetings",
        "conference",
        "Copeland and Stoke",
        "demonstrations against Trump",
        "first conference, “Building to Win”",
        "NHS campaign",
    ),
    "4.1.": ("Regional groups", "councillors", "affiliated organisations", "support members"),
    "4.2.": ("local organisers", "reach the group easily", "strengthen local activism"),
    "5.1.": (
        "Time of staff and volunteers",
        "stand as delegates",
        "as guests",
        "meetings and briefings are held before conference and there",
        "rule changes for a party led by its members",
        "policy motions are made known",
        "The World Transformed is hosted",
        "candidates for the National Constitutional Committee",
    ),
    "5.2.": (
        "(noted)",
        "survey at the end of 2016",
        "second priority, after winning elections",
        "training activists and candidates",
        "“Building to Win”",
        "(established)",
        "urgent",
        "time and means",
        "working group sets about it at once",
    ),
    "5.3.": (
        "NHS and social care",
        "owned, paid for and answered for in public",
        "Durham and Derby",
        "Picturehouse cinemas, for a living wage",
        "campaign days",
    ),
    "5.4.": (
        "(noted)",
        "Clause 12.2",
        "women, of BAME, of disabled and of LGBT+ people, and of youth and students",
        "organise themselves",
        "women's conference",
        "form working groups",
        "may co-opt others",
    ),
    "5.5.": (
        "fifty people drawn by lot every six months",
        "help to shape campaigns and activities",
        "first meeting for June, after the elections in May",
        "The group meets before the first Members' Council",
    ),
    "6.": (
        "consensus, and pluralism",
        "room, freedom and support",
        "Jeremy Corbyn's leadership",
        "democratic party, for winning",
        "getting things done oneself",
        "goes to the press team before the press",
        "at least one in each quarter, are held in person",
        "sub-groups and caucuses, in person, online or by telephone",
        "can be joined by telephone",
        "says which sub-groups they prefer, and the group ratifies it",
        "a caucus is all in its category who wish to belong",
        "the chair and the two vice-chairs share the chairing",
        "Jon Lansman became chair of",
        "Cecile Wright became vice chair of",
        "Emine Ibrahim became vice chair of",
        "Puru Miah became treasurer of",
        "Cecile Wright sits, as vice chair of National Coordinating Group, in Officers' Group, "
        "Resources Group, Party Reform Strategy Group, Training and Organising Strategy Group.",
        "names the convenors of sub-groups; caucuses elect their own",
        "Officers' Group was established",
        "the treasurer and the convenors of the three sub-groups are the officers' group",
        "settles conflicts between sub-groups in between meetings",
        "takes urgent decisions",
        "Barry Gray sits, as convenor of Party Reform Strategy Group, in Officers' Group.",
        "officers, sub-groups and caucuses are reported to the group",
        "for the unions, who need not belong to the group, and a lead member of staff",
        "as far as possible by preference, each with the power to co-opt others without a vote",
        "Resources Group was established",
        "Christine Shawcroft became convenor of Resources Group",
        "Party Reform Strategy Group was established",
        "Barry Gray became convenor of Party Reform Strategy Group",
        "Joseph Ejiofor became convenor of Party Reform Strategy Group (a shared post)",
        "Training and Organising Strategy Group was established",
        "Gemma Thornton became convenor of Training and Organising Strategy Group",
        "Councillor Network Group was established",
        "Leigh Drennan, Joseph Ejiofor, Emine Ibrahim, Helen McDonald, Sam Tarry.",
        "BAME caucus was established",
        "who say that they are BAME",
        "Youth and Student caucus was established",
        "under thirty",
        "Disabled members' caucus or facilitation group was established",
        "LGBT members' caucus or facilitation group was established",
        "Women members' caucus or facilitation group was established",
        "facilitation group where too few",
        "convenors come out of the elections of the regions' representatives",
        "North: Gemma Thornton, John Taylor, Nav Mishra, Elizabeth Hayden, with a seat in",
        "Leigh Drennan took a seat in North.",
        "Midlands and South West: Cecile Wright, Martin Menear, Rida Vaquas, Liz Hames, with a",
        "Puru Miah, Christine Shawcroft, Yannis Gourtsoyannis, Sahaya James, with a seat in",
        "Joseph Ejiofor, Emine Ibrahim, Helen McDonald, Jon Lansman, Barry Gray, Huda Elmi, Car",
        "South-Eastern (London, East and South East) was established",
        "co-opts from the unions",
        "Bristol and the West Midlands",
        "Oxford, Southampton, Brighton and London Labour Left",
        "> **Momentum after its first meeting of the coordinating group**",
        "on 11 March",
        "reached every decision by consensus",
        "Party conference: more time and means",
        "training and organising for the whole network",
        "network of local councillors, who encourage others to stand",
        "Derby and Durham",
        "the Ritzy",
        "UNISON",
        "online and in the weekly newsletter",
        "regrets the tone of the past months",
        "first conference on 25 March",
        "thanks members and groups",
        "by e-mail",
    ),
    "7.": (
        "financial report, after a discussion",
        "“Financial report to National Coordinating Group, 11 March 2017” was noted.",
        "- [ ] Hold a drive to win members – The staff",
        "- [ ] Discuss how local groups are financed – The Resources Group",
    ),
    "8.": (
        "National Coordinator is advertised for three weeks",
        "Resources Group oversees the appointment",
        "permanent structure of staff",
        "- [ ] Advertise the post of a National Coordinator for three weeks – The staff, by 20",
        "- [ ] Oversee the appointment of a National Coordinator – The Resources Group",
        "- [ ] Oversee a permanent structure of staff – The Resources Group",
    ),
    "9.": ("complaints policy", "(noted)", "(established)", "Complaints panel was established"),
    "10.": (
        "(co-opted)",
        "The World Transformed was co-opted to National Coordinating Group without a vote",
        "other co-options are considered at the next meeting",
    ),
    "11.": ("Nothing was raised",),
}
AGENDA = (
    *("1. Welcome", "2. Ways of working", "3. Campaigns and activities", "4. Groups and memb"),
    *("4.1. Talks in regional groups, councillors", "4.2. What they reported", "5. What comes f"),
    *("5.1. Party conference and reform", "5.2. Training of activists", "5.3. Campaigns"),
    *("5.4. Liberation networks", "5.5. The Members' Council", "6. Roles and duties"),
    *("7. Finance and fundraising", "8. Staffing", "9. A complaints policy and a panel"),
    *("10. Co-options: The World Transformed", "11. Any other business"),
)

JANUARY_2021 = {
    "1.": ("co-chairs", "Richard Leonard", "Scottish", "suspended members", "long-term strategy"),
    "2.": ("Covid Working Group was established", "government's failures", "local groups"),
    "3.": ("second half of Refounding", "structures", "MyMomentum", "Primary starts on 19 January"),
    "4.": ("work on housing goes on", "volunteers' research", "renters' rights"),
    "5.": ("(endorsed)", "trade unionists", "more discussion and planning", "young workers"),
    "6.": ("Wrongly suspended members", "advice service", "social media"),
    "7.": ("future councillors ends with success", "political education"),
    "8.": (
        "launched on 19 January",
        "Policy Primary Working Group was established",
        "several of the group offered themselves",
        "puts the motions together",
        "shared values",
    ),
    "9.": (
        "Rule Changes Working Group was established",
        "shortlist of rule changes",
        "proposed to the full group",
        "several of the group offered themselves",
    ),
    "10.": ("(endorsed)", "sitting candidates", "CLP section", "Conference Arrangements Committee"),
}
BY_TEAM = {
    "Political coordinator": (
        *("team was managed", "members of parliament", "co-chairs", "Policy Primary"),
        *("network of trade unionists", "second phase of Refounding", "operations team"),
    ),
    "Organising and campaigns": (
        *("19 January", "conference in 2021", "programme for leaders", "one or two months"),
        *("future councillors", "public speaking", "call of 11 January", "campaign against evict"),
        *("six months", "12 January", "Democratic Socialists of America", "Call-Hub"),
        *("officers' group has a report", "agreements on data", "round of training this month"),
    ),
    "Communications": (
        *("Policy Primary", "NEU", "leader", "shadow chancellor", "Barnoldswick"),
        *("Napier Barracks", "school meals", "GB News", "Organiser", "The Educator"),
        *("Morning Star", "LabourList"),
    ),
    "Digital media": (
        *("Islamophobia", "suspensions", "teachers", "free school meals", "pandemic", "20,000"),
    ),
}


@pytest.fixture(scope="module")
def years() -> Years:
    found = Years()
    found.play()
    return found


def sections(written: str) -> dict[str, str]:
    """What stands under each heading, by the label of the item or, without one, by its title."""
    head, *parts = re.split(r"\n#{2,4} ", written)
    by_title = {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}
    items = {title.split()[0]: text for title, text in by_title.items() if title[0].isdigit()}
    return {HEAD: head, **by_title, **items}


def missing(written: str, wanted: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    found = sections(written)
    gaps = {at: [one for one in said if one not in found[at]] for at, said in wanted.items()}
    return {at: said for at, said in gaps.items() if said}


def test_nothing_of_11_march_2017_is_missing(years: Years) -> None:
    assert missing(years.written(2017), MARCH_2017) == {}


def test_whoever_took_part_by_video_is_listed_with_no_limit_that_the_source_does_not_tell(
    years: Years,
) -> None:
    (line,) = re.findall(r"\*\*In attendance:\*\* (.*)", years.written(2017))
    assert line == ", ".join(ATTENDED)


def test_how_a_proposal_was_passed_is_not_told_where_the_source_does_not_tell_it(
    years: Years,
) -> None:
    assert "consensus" not in sections(years.written(2021))["5."]


def test_the_agenda_of_11_march_2017_is_whole_and_in_order(years: Years) -> None:
    agenda = sections(years.written(2017))["Agenda"].strip().splitlines()
    assert len(agenda) == len(AGENDA)
    assert all(line.startswith(f"- {item}") for line, item in zip(agenda, AGENDA, strict=True))


def test_every_item_of_it_was_reached(years: Years) -> None:
    assert "did not come to this item" not in years.written(2017)
    assert "Nothing was recorded" not in years.written(2017)
    closed = [one.event for one in years.store.acts(topics=(Meeting.Closed.TOPIC,), limit=9)]
    left = [one.left for one in closed if isinstance(one, Meeting.Closed)]
    assert left == [(), ()], "headings such as 4, too"


def test_no_decision_of_it_waits_for_a_quorum(years: Years) -> None:
    assert "does not bind" not in years.written(2017)


def test_what_stands_in_it_can_be_put_right_as_text(years: Years) -> None:
    content = years.report(2017, Kind.ACTION_REPORT).content
    assert from_markdown(body_of(content)) == content


def test_it_was_drafted_in_time_shown_to_chair_and_vice_chairs_and_only_then_put_online(
    years: Years,
) -> None:
    report = years.report(2017, Kind.ACTION_REPORT)
    assert report.missed == ()
    acts: list[Recorded] = [one.event for one in years.store.acts(stream=report.id, limit=9)]
    assert [type(act) for act in acts] == [
        Report.Opened,
        Report.Drafted,
        Report.ShownTo,
        Report.Published,
    ]
    ended, drafted, _, online = (act.act.occurred_at for act in acts)
    assert drafted < online < report.plan[0].at
    assert (online - ended).days < 3


def test_whoever_was_elected_that_day_read_it_first_and_the_treasurer_did_not(years: Years) -> None:
    shown = years.report(2017, Kind.ACTION_REPORT).shown_to
    acts = years.store.acts(stream=body_id("ncg"), topics=(Body.PostFilled.TOPIC,), limit=99)
    events = [one.event for one in acts]
    posts = [event.mandate for event in events if isinstance(event, Body.PostFilled)]
    filled = {held.name: held.person for held in posts}
    first = [filled[name] for name in ("Jon Lansman", "Cecile Wright", "Emine Ibrahim")]
    assert set(shown) == set(first)
    assert filled["Puru Miah"] not in shown


def test_the_actions_have_their_owners_and_the_advertisement_ended_on_its_day(
    years: Years,
) -> None:
    given = years.store.acts(topics=(Action.Given.TOPIC,), limit=99)
    actions = [years.store.load(Action, one.event.originator_id) for one in given]
    march = [one for one in actions if one.task.meeting == _march(years)]
    assert [one.owner.body for one in march] == [
        *("staff", "resources_group", "staff", "resources_group", "resources_group")
    ]
    advertised = march[2]
    assert (advertised.status, advertised.overdue) == (Status.DONE, ())
    assert march[3].task.after == advertised.id
    assert march[4].task.after == march[3].id


def _march(years: Years) -> object:
    return years.report(2017, Kind.ACTION_REPORT).subject.meeting


def test_the_financial_report_was_presented_and_noted(years: Years) -> None:
    report = years.report(2017, Kind.FINANCIAL_REPORT)
    assert report.presented_at == _march(years)
    assert report.answered
    assert report.completed


def test_nothing_of_january_2021_is_missing(years: Years) -> None:
    assert missing(years.written(2021), JANUARY_2021) == {}


def test_of_its_working_groups_only_those_were_formed_there_that_the_record_says(
    years: Years,
) -> None:
    formed = re.findall(r"- (.+) was established", years.written(2021))
    assert formed == [
        "Covid Working Group",
        "Policy Primary Working Group",
        "Rule Changes Working Group",
    ]


def test_nothing_of_the_political_coordinators_report_is_missing(years: Years) -> None:
    assert missing(years.written(2021, Kind.STAFF_REPORT), BY_TEAM) == {}


def test_it_was_presented_to_that_meeting_and_went_online_with_its_report(years: Years) -> None:
    both = [years.report(2021, kind) for kind in (Kind.ACTION_REPORT, Kind.STAFF_REPORT)]
    assert both[1].presented_at == both[0].subject.meeting
    published = years.store.acts(topics=(Report.Published.TOPIC,), limit=99)
    of_both = [one.event for one in published if one.event.originator_id in {r.id for r in both}]
    assert len(of_both) == 2
    assert len({act.act.command_id for act in of_both}) == 1


def test_what_another_meeting_may_have_agreed_is_not_on_record_as_missed(years: Years) -> None:
    """Between the two meetings the group met, and the sources do not say what it did."""
    assert not years.report(2017, Kind.ACTION_REPORT).missed
    assert not years.report(2017, Kind.ACTION_REPORT).is_agreed
