"""Rules for pages on proposals that can't all stand: warned of, shown, and ruled on by a form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from domain.kernel.ids import ProposalId
from services.application.cycles import cycle_ballot
from services.bootstrap import Office, office
from services.config import Settings
from services.voting.memory import MemoryBoxes
from services.web.app import create_app
from services.web.serving import beside, listen
from tests.application.dispute import APPROVAL, METHOD, STV, Dispute, opened
from tests.application.organisation import CHAIR
from tests.support.hands import Hands
from tests.web.conftest import NOTICE, cookie_of
from tests.web.test_acting import confirm
from tests.web.test_look_html import Page

IN_DISPUTE = "'By STV' and 'By approval' ask for different things in clause 8"


@pytest.fixture
def office_of_its_own(database_url: str) -> Iterator[Office]:
    with office(database_url) as at:
        at.projector.start()
        yield at


@contextmanager
def pages(at: Office) -> Iterator[httpx.Client]:
    settings = Settings(org_name="Federation of Sample Groups")
    cookies = {"acting-as": cookie_of(CHAIR, "ncg")}
    at.projector.wait_for(at.store.head(), 90)
    with (
        beside(create_app(at, settings, notice=NOTICE), listen(settings)) as address,
        httpx.Client(
            base_url=address, headers={"accept": "text/html"}, cookies=cookies, timeout=30
        ) as client,
    ):
        yield client


def said(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return Page(answer.text).text


def disputed(at: Office) -> tuple[Dispute, ProposalId]:
    org = opened(Hands(at.store, MemoryBoxes(at.store)))
    org.propose("By STV", (METHOD, STV))
    return org, org.propose("By approval", (METHOD, APPROVAL))


def test_the_cycle_and_the_paper_warn_of_what_could_not_all_stand(
    office_of_its_own: Office,
) -> None:
    org, _ = disputed(office_of_its_own)
    org.reach(org.calendar.stages[-1].name)
    with pages(office_of_its_own) as client:
        for path in (f"/cycles/{org.cycle}", f"/ballots/{cycle_ballot(org.cycle)}"):
            assert IN_DISPUTE in said(client, path)
            assert "until a ruling says which holds" in said(client, path)


def test_a_collision_is_shown_until_a_ruling_is_made_on_it(office_of_its_own: Office) -> None:
    org, second = disputed(office_of_its_own)
    org.carry_all()
    with pages(office_of_its_own) as client:
        for path in (f"/cycles/{org.cycle}", "/rulebook"):
            assert "The clause stays as it is until a ruling is made." in said(client, path)
        assert "A ruling is wanted on clause 8" in said(client, f"/cycles/{org.cycle}")
        for path in (f"/proposals/{second}", "/proposals", f"/cycles/{org.cycle}"):
            assert "carried, waits for a ruling" in said(client, path)
        filled = {
            "question": "Which method holds?",
            "ruling": "Approval voting.",
            "reasons": "It had more votes.",
            "clauses": "8",
            "appeal_to": "the members",
            "settles": "1",
            "collision_1": str(second),
        }
        confirm(client, "make_ruling", filled)
        for path in (f"/cycles/{org.cycle}", "/rulebook"):
            assert "Ruling 1 settled it: “By approval” holds." in said(client, path)
        assert "waits for a ruling" not in said(client, f"/proposals/{second}")
    assert org.value(METHOD) == APPROVAL


def test_the_form_of_a_ruling_offers_what_may_hold(office_of_its_own: Office) -> None:
    org, second = disputed(office_of_its_own)
    org.carry_all()
    with pages(office_of_its_own) as client:
        form = said(client, "/do/make_ruling?settles=1")
        boxes = Page(client.get("/do/make_ruling?settles=1").text).all("input")
        unclear = {"collision_1": [str(one) for one in (second, "none")]}
        others = dict.fromkeys(("question", "ruling", "reasons", "appeal_to"), "So.")
        mended = client.post("/do/make_ruling", data={**others, "clauses": "8", **unclear})
    asked = [one for one in boxes if one.get("name") == "collision_1"]
    assert [one["type"] for one in asked] == ["checkbox"] * 3
    assert "Choose the readings that hold, or none of them" in mended.text
    assert "What holds in collision 1 (clause 8)" in form
    assert "“By STV” “By approval” None of them: the clause stays as it is" in form
