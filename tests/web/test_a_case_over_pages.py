"""A complaint from its intake to the review of its record, and a suspension, over pages alone."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from domain.cases.clocks import Runs
from domain.cases.complaint_state import Stage
from domain.cases.file import file_id
from domain.cases.panel import Instance
from services.web.pages import case_desk
from tests.web.at_the_desk import BO, CHAIR, KEEPER, OUTSIDER, REFERENCE, SAID, WHY, WORD, AtDesk
from tests.web.conftest import Shown

AWAY = "I was at home that day"


@pytest.fixture
def at(acted: Shown) -> AtDesk:
    desk = AtDesk(acted)
    desk.file()
    return desk


@pytest.mark.timeout(300)
def test_a_case_goes_from_intake_to_the_review_of_its_record_over_pages(at: AtDesk) -> None:
    triage(at)
    panel(at)
    no_act_tells_who_sits_on_it(at)
    evidence_and_hearing(at)
    finding(at)
    appeal(at)
    at.do("review_record", KEEPER, learnt="Chairs need training")
    assert at.complaint.stage is Stage.REVIEWED
    assert at.reference in at.shown.client(KEEPER).get("/complaints/desk").text


def triage(at: AtDesk) -> None:
    desk = at.shown.client(KEEPER).get("/complaints/desk")
    assert at.reference in desk.text
    assert desk.headers["cache-control"] == "no-store"
    assert SAID not in at.page(KEEPER).text
    assert SAID in at.opened(KEEPER).text
    at.do("acknowledge_complaint", CHAIR)
    assert "acknowledge_complaint" not in at.offers(KEEPER)
    at.do("take_up_complaint", KEEPER, respondent="M00015", reasons=WHY)
    nobody_else_sees_it(at)


def nobody_else_sees_it(at: AtDesk) -> None:
    """An outsider, a side of the case, and one who asks for a case that there is none of."""
    client = at.shown.client(OUTSIDER)
    none = client.get("/complaints/desk/C-AAAAA-AAAAA")
    for person in (OUTSIDER, BO):
        hidden = at.page(person)
        assert (hidden.status_code, none.status_code) == (404, 404)
        assert said_of(hidden.text) == said_of(none.text)
        form = at.shown.client(person).get(f"/do/appoint_panel?case={at.case}")
        assert form.status_code == 404
    unknown = client.post("/complaints/file", data={"opened": "C-AAAAA-AAAAA"})
    known = at.opened(OUTSIDER)
    assert known.status_code == unknown.status_code == 422
    assert known.text.replace(at.reference, "") == unknown.text.replace("C-AAAAA-AAAAA", "")
    assert at.reference not in client.get("/complaints/desk").text
    assert at.page(None).status_code == 403


def said_of(page: str) -> list[str]:
    return re.findall(r"<h1>.*?</h1>|<p class=\"lead\">.*?</p>", page, re.S)


def panel(at: AtDesk) -> None:
    at.do("appoint_panel", KEEPER)
    gone, doubted, third = at.panel().members
    assert at.page(gone).status_code == 200
    assert "You have to declare first." in at.shown.client(gone).get("/complaints/desk").text
    assert SAID in at.opened(gone).text
    after = at.do("declare_ties", gone, interest="We are cousins")
    assert "It was recorded." in after.text
    assert at.reference not in after.text
    assert at.page(gone).status_code == 404
    assert SAID not in at.opened(gone).text
    assert at.opened(gone).status_code == 422
    at.do("replace_panel_member", KEEPER)
    at.do("declare_ties", third)
    asked = at.own(at.word, step="challenge", person=str(doubted), grounds="They are friends")
    assert asked.status_code == 200
    assert "It was received." in asked.text
    assert "decide_challenge" not in at.offers(KEEPER)
    assert "They are friends" in at.opened(CHAIR).text
    at.do("decide_challenge", CHAIR, person=str(doubted), upheld="no", reasons=WHY)
    at.do("declare_ties", doubted)
    at.do("declare_ties", at.panel().members[-1])
    assert not at.panel().silent


def no_act_tells_who_sits_on_it(at: AtDesk) -> None:
    """Nor how far it has come: to nobody, an outsider, a side or whoever keeps the record."""
    sit = [str(one) for one in at.panel().members]
    people = (at.shown.client().get(f"/people/{one}.json").json() for one in sit)
    names = [one["person"]["name"] for one in people]
    assert len(names) > 2
    no_act_tells(at, at.case, (*names, *sit, "recuse", "clocks"), least=9)


def no_act_tells(at: AtDesk, of: UUID, told: tuple[str, ...], *, least: int) -> None:
    """No act of a case or a suspension tells others one of these."""
    at.shown.caught_up()
    every = (act.event for act in at.shown.office.store.acts(limit=100_000))
    acts = [one for one in every if of in (one.originator_id, getattr(one, "case", None))]
    assert len(acts) >= least
    for event in acts:
        for reader in (None, OUTSIDER, KEEPER):
            for ending in ("", ".json"):
                answer = at.shown.client(reader).get(f"/acts/{event.event_id}{ending}")
                assert answer.status_code == 200
                body = re.sub(r"<header.*?</header>", "", answer.text, flags=re.S)
                assert not [one for one in told if one in body], event


def evidence_and_hearing(at: AtDesk) -> None:
    form = at.shown.client(KEEPER).get(f"/do/tell_respondent?case={at.case}")
    at.others_word = WORD.findall(form.text)[0]
    at.do("tell_respondent", KEEPER, allegations="That you shouted", secret=at.others_word)
    at.do("take_measure", KEEPER, measure="No contact", reasons=WHY, until=at.in_days(5))
    at.do("end_measure", KEEPER, number="1", reasons=WHY)
    at.own(at.others_word, step="evidence", said=AWAY)
    theirs, mine = at.own(at.others_word).text, at.own(at.word).text
    assert AWAY in theirs
    assert SAID not in theirs
    assert SAID in mine
    assert AWAY not in mine
    until = at.complaint.clocks[0].due
    at.do("extend_evidence", KEEPER, due=at.in_days(25), reason=WHY)
    assert at.complaint.clocks[0].due > until
    at.do("fix_hearing", KEEPER, at=at.in_days(10), where="The hall", remote="yes")
    hearing = at.complaint.hearing
    assert hearing is not None
    at.shown.office.store.clock.hold(hearing)
    at.do("record_hearing", KEEPER, sides="complainant", record="One spoke")
    at.do("record_contact", at.panel().members[0], what="A friend telephoned")
    assert "vote_on_case" not in at.offers(at.panel().members[0])


def finding(at: AtDesk) -> None:
    at.past(Runs.EVIDENCE)
    first, second, _ = at.panel().members
    assert "vote_on_case" not in at.offers(KEEPER)
    at.do("vote_on_case", first, upheld="yes", sanction="warning")
    assert "deliver_finding" not in at.offers(first)
    at.do("vote_on_case", second, upheld="yes", sanction="advice")
    at.do("deliver_finding", first, reasons="Two saw it")
    assert "Two saw it" not in at.own(at.word).text
    at.do("tell_decision", KEEPER)
    assert "Two saw it" in at.own(at.word).text
    assert "advice" in at.own(at.others_word).text


def appeal(at: AtDesk) -> None:
    at.own(at.others_word, step="appeal", said="Nobody asked me")
    before = set(at.panel().ever)
    at.do("appoint_panel", KEEPER)
    second = at.panel(Instance.APPEAL)
    assert not before & set(second.members)
    for person in second.members:
        at.do("declare_ties", person)
        at.do("vote_on_case", person, upheld="no")
    at.do("deliver_finding", second.members[0], reasons="Nobody saw it")
    assert at.complaint.stage is Stage.CLOSED
    assert "Nobody saw it" in at.own(at.others_word).text


def test_a_page_of_a_case_is_no_look_into_its_file_and_each_look_is_recorded(at: AtDesk) -> None:
    store = at.shown.office.store

    def looks() -> int:
        return len(store.acts(stream=file_id(at.case), limit=1_000))

    before = looks()
    at.page(KEEPER)
    at.shown.client(KEEPER).get("/complaints/desk")
    assert looks() == before
    at.opened(KEEPER)
    assert looks() == before + 1


def test_a_refusal_is_reviewed_by_somebody_else_over_pages(at: AtDesk) -> None:
    at.do("refuse_complaint", KEEPER, reasons=WHY)
    at.own(at.word, step="review", said="It is theirs")
    assert "uphold_refusal" not in at.offers(KEEPER)
    at.do("uphold_refusal", CHAIR, reasons=WHY)
    assert at.complaint.stage is Stage.CLOSED


def test_a_case_is_merged_and_another_settled_over_pages(at: AtDesk) -> None:
    other = AtDesk(at.shown)
    other.file()
    other.do("merge_complaint", KEEPER, into=at.reference, reasons=WHY)
    assert other.complaint.stage is Stage.CLOSED
    at.do("settle_complaint", KEEPER, how="They talked")
    assert at.complaint.stage is Stage.CLOSED


def test_the_past_tells_nothing_of_a_case(at: AtDesk) -> None:
    client = at.shown.client(KEEPER)
    for address in ("/complaints/desk", at.address):
        past = client.get(address, params={"as_of": "2021-07-20"})
        assert past.status_code == 403, past.text
        assert "What happens next" not in past.text
        assert "as it is now" not in client.get(address).text, "there is no such page later"
    assert "as it is now" in client.get("/board").text


def test_a_suspension_over_pages(acted: Shown) -> None:
    at = AtDesk(acted)
    person = f"/people/{BO}"
    assert "suspend" not in at.offers(OUTSIDER, person)
    at.do("suspend", CHAIR, on=person, reasons="They struck somebody", until=at.in_days(50))
    at.shown.caught_up()
    page = at.shown.client(BO).get(person).text
    found = re.search(r'href="(/suspensions/[^"]+)"', page)
    assert found is not None
    address = found[1]
    assert "/suspensions/" not in at.shown.client(OUTSIDER).get(person).text
    assert at.shown.client(OUTSIDER).get(address).status_code == 404
    theirs = at.shown.client(BO).get(address)
    assert "They struck somebody" not in theirs.text
    assert theirs.headers["cache-control"] == "no-store"
    looks = at.looks(address)
    theirs = at.shown.client(BO).post(f"{address}/file")
    assert "They struck somebody" in theirs.text
    assert theirs.headers["cache-control"] == "no-store"
    assert at.looks(address) == looks + 1
    assert at.shown.client(OUTSIDER).post(f"{address}/file").status_code == 404
    assert at.looks(address) == looks + 1
    assert address in at.shown.client(BO).get("/complaints/desk").text
    at.do("answer_suspension", BO, on=address, statement="It was not me")
    assert "It was not me" in at.shown.client(CHAIR).post(f"{address}/file").text
    assert "lift_suspension" not in at.offers(BO, address)
    at.do("review_suspension", CHAIR, on=address, reasons=WHY)
    at.do("renew_suspension", CHAIR, on=address, reasons=WHY, until=at.in_days(55))
    at.do("appeal_suspension", BO, on=address, grounds="Nobody heard me")
    no_act_tells(at, UUID(address.rpartition("/")[2]), (str(BO),), least=5)
    assert "decide_suspension_appeal" not in at.offers(CHAIR, address)
    at.do("decide_suspension_appeal", KEEPER, on=address, upheld="no", reasons=WHY)
    at.do("lift_suspension", CHAIR, on=address, reasons=WHY)
    assert "was suspended until" in at.shown.client(CHAIR).get(address).text


def test_the_desk_tells_so_many_at_a_time_and_what_is_due_first_first(
    at: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_desk, "SHOWN", 2)
    others = [AtDesk(at.shown) for _ in range(3)]
    for one in others:
        clock = at.shown.office.store.clock
        clock.shift(timedelta(days=1))
        one.file()
    others[0].do("settle_complaint", KEEPER, how="They talked")  # over when its record is reviewed
    assert shown_on(at, "/complaints/desk") == [at.reference, others[1].reference]
    page = at.shown.client(KEEPER).get("/complaints/desk").text
    further = re.search(r'href="(/complaints/desk\?after=[^"]+)">Further cases', page)
    assert further is not None
    assert shown_on(at, further[1]) == [others[2].reference, others[0].reference]
    assert "Further cases" not in at.shown.client(KEEPER).get(further[1]).text
    for outsider in (OUTSIDER, BO):
        assert not REFERENCE.findall(at.shown.client(outsider).get("/complaints/desk").text)


def shown_on(at: AtDesk, address: str) -> list[str]:
    """The references of the cases on a page of the desk, in their order."""
    page = at.shown.client(KEEPER).get(address).text
    return re.findall(r'to-do-what"><a href="/complaints/desk/(C-[^"]+)"', page)
