"""People at the desk of complaints: they open pages, press what is offered, fill in and confirm."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import httpx

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.cases.panel import Instance, Panel, panel_id
from domain.cases.suspension import Suspension
from domain.kernel.ids import PersonId
from domain.kernel.moments import LONDON
from services.reading.case_files import case_called
from services.web.look.as_of import write_as_of
from tests.support.hands import member
from tests.web.conftest import Shown

KEEPER, CHAIR, OUTSIDER = member(0), member(1), member(38)
ADA, BO = member(14), member(15)
"""Who complains of whom."""
REFERENCE = re.compile(r"C-[A-Z2-7]{5}-[A-Z2-7]{5}")
WORD = re.compile(r"(?:[0-9a-f]{4}-){4}[0-9a-f]{4}")
SAID: Final = "They shouted at me on the stairs"
WHY: Final = "for a reason that both are told"
_INPUT = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
_AREA = re.compile(r'<textarea hidden name="([^"]+)">(.*?)</textarea>', re.S)


def carried(page: str) -> dict[str, list[str]]:
    """What a form sends along without showing it."""
    found: dict[str, list[str]] = {}
    for name, value in (*_INPUT.findall(page), *_AREA.findall(page)):
        found.setdefault(name, []).append(html.unescape(value).removeprefix("\n"))
    return found


@dataclass
class AtDesk:
    """One complaint over pages."""

    shown: Shown
    reference: str = ""
    word: str = ""
    others_word: str = ""

    @property
    def case(self) -> UUID:
        found = case_called(self.shown.office.store, self.reference)
        assert found is not None
        return found

    @property
    def complaint(self) -> Complaint:
        return self.shown.office.store.load(Complaint, self.case)

    def panel(self, instance: Instance = Instance.FIRST) -> Panel:
        return self.shown.office.store.load(Panel, panel_id(self.case, instance))

    @property
    def address(self) -> str:
        return f"/complaints/desk/{self.reference}"

    def file(self) -> None:
        """Somebody complains who does not log in."""
        client, said = self.shown.client(), {"text": SAID, "about": "the treasurer"}
        check = client.post("/complaints", data={**said, "step": "check"})
        sent = {**carried(check.text), "number": "M00014", "step": "confirm"}
        done = client.post("/complaints", data=sent)
        assert done.status_code == 200, done.text
        self.reference = REFERENCE.findall(done.text)[0]
        self.word = WORD.findall(done.text)[0]

    def page(self, person: PersonId | None) -> httpx.Response:
        self.shown.caught_up()
        return self.shown.client(person).get(self.address)

    def opened(self, person: PersonId | None) -> httpx.Response:
        return self.shown.client(person).post("/complaints/file", data={"opened": self.reference})

    def looks(self, address: str) -> int:
        """How often somebody looked into what was said of the suspension at that address."""
        acts = self.shown.office.store.acts(stream=UUID(address.rpartition("/")[2]), limit=1_000)
        return sum(isinstance(one.event, Suspension.Read) for one in acts)

    def offers(self, person: PersonId, page: str = "") -> set[str]:
        """The verbs that the page offers to somebody."""
        self.shown.caught_up()
        found = self.shown.client(person).get(page or self.address)
        assert found.status_code == 200, found.text
        return set(re.findall(r'href="/do/(\w+)', found.text))

    def do(self, verb: str, by: PersonId, /, *, on: str = "", **said: str) -> httpx.Response:
        """Press what the page offers, fill in, check, confirm; gives the page after it."""
        client, self_page = self.shown.client(by), on or self.address
        self.shown.caught_up()
        page = client.get(self_page).text
        found = re.search(rf'href="(/do/{verb}[^"]*)"', page)
        assert found is not None, (verb, page)
        href = html.unescape(found[1])
        form = client.get(href)
        assert form.status_code == 200, form.text
        assert form.headers["cache-control"] == "no-store"
        check = form
        if "step" in form.text and 'value="confirm"' not in form.text:
            shown = re.findall(r'<input[^>]*name="secret"[^>]*value="([^"]*)"', form.text)
            filled = {**carried(form.text), **({"secret": shown} if shown else {}), **said}
            check = client.post(f"/do/{verb}", data={**filled, "step": "check"})
            assert check.status_code == 200, check.text
            assert check.headers["cache-control"] == "no-store"
        sent = {**carried(check.text), "step": "confirm"}
        done = client.post(f"/do/{verb}", data=sent)
        assert done.status_code == 303, done.text
        assert SAID not in done.headers["location"]
        return client.get(done.headers["location"], follow_redirects=True)

    def past(self, runs: Runs) -> None:
        """Go on to the moment of a clock."""
        due = next(one.due for one in self.complaint.clocks if one.runs is runs)
        self.shown.office.store.clock.hold(due + timedelta(seconds=1))

    def own(self, word: str, **said: str) -> httpx.Response:
        """A side at its own part of the case."""
        client, known = self.shown.client(), {"reference": self.reference, "word": word}
        if not said:
            return client.post("/complaints/mine", data=known)
        page = client.post("/complaints/mine", data=known)
        key = carried(page.text)["key"][0]
        return client.post("/complaints/mine", data={**known, "key": key, **said})

    def in_days(self, days: float) -> str:
        """A moment so many days from now, as it is filled in."""
        at = self.shown.office.store.now().astimezone(LONDON) + timedelta(days=days)
        return write_as_of(at.replace(microsecond=0), LONDON)


def played(at: AtDesk) -> Iterator[tuple[PersonId, str]]:
    """A case from stage to stage: at each, who looks at which page."""
    refused = AtDesk(at.shown)
    refused.file()
    at.file()
    yield KEEPER, at.address
    refused.do("refuse_complaint", KEEPER, reasons=WHY)
    refused.own(refused.word, step="review", said=WHY)
    yield CHAIR, refused.address
    at.do("acknowledge_complaint", CHAIR)
    at.do("take_up_complaint", KEEPER, reasons=WHY)
    yield KEEPER, at.address
    at.do("appoint_panel", KEEPER)
    gone, doubted, third = at.panel().members
    yield gone, at.address
    at.do("step_back", gone, reasons=WHY)
    at.own(at.word, step="challenge", person=str(doubted), grounds=WHY)
    yield CHAIR, at.address
    yield KEEPER, at.address
    at.do("decide_challenge", CHAIR, person=str(doubted), upheld="no", reasons=WHY)
    at.do("tell_respondent", KEEPER, allegations=WHY)
    at.do("take_measure", KEEPER, measure=WHY, reasons=WHY, until=at.in_days(20))
    yield KEEPER, at.address
    at.do("fix_hearing", KEEPER, at=at.in_days(10), where=WHY)
    hearing = at.complaint.hearing
    assert hearing is not None
    at.shown.office.store.clock.hold(hearing)
    yield KEEPER, at.address
    at.do("record_hearing", KEEPER, sides="complainant", record=WHY)
    at.past(Runs.EVIDENCE)
    for person in (doubted, third):
        at.do("declare_ties", person)
        yield person, at.address
        at.do("vote_on_case", person, upheld="no")
    yield third, at.address
    at.do("deliver_finding", third, reasons=WHY)
    yield KEEPER, at.address
    at.do("tell_decision", KEEPER)
    at.past(Runs.APPEAL)
    yield KEEPER, at.address


def suspended(at: AtDesk) -> Iterator[tuple[PersonId, str]]:
    """Somebody is suspended and appeals: who looks at which page."""
    person = f"/people/{BO}"
    yield CHAIR, person
    at.do("suspend", CHAIR, on=person, reasons=WHY, until=at.in_days(50))
    at.shown.caught_up()
    address = re.findall(r'href="(/suspensions/[^"]+)"', at.shown.client(CHAIR).get(person).text)[0]
    yield CHAIR, address
    yield BO, address
    at.do("appeal_suspension", BO, on=address, grounds=WHY)
    yield KEEPER, address
