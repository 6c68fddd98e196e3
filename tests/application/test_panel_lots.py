"""The lot of a case's panels: nobody chooses its seed alone, and its readers draw it again."""

from __future__ import annotations

import pytest

from domain.cases.choosing import choose
from domain.cases.complaint import Complaint, Intake
from domain.cases.file import CaseFile
from domain.cases.panel import Instance, Panel
from domain.cases.panel_lot import PanelLot, commitment_of, lot_id, seed_of
from domain.cases.sides import CaseId
from domain.rules.governing import Governing
from services.reading.case_files import whole_file
from tests.application.heard import JURORS, SECRET, Heard
from tests.application.organisation import Organisation, in_memory


@pytest.fixture
def org() -> Organisation:
    return in_memory()


@pytest.fixture
def heard(org: Organisation) -> Heard:
    return Heard(org)


def test_nobody_chooses_alone_whom_the_lot_of_a_panel_draws(org: Organisation) -> None:
    """The same id gives another seed in another log, and so does another act that takes it up."""
    seeds: set[str] = set()
    for at in (org, in_memory()):
        heard = Heard(at)
        heard.file()
        heard.take_up()
        heard.appoint()
        seeds.add(str(seed_in(at, heard)))
    assert len(seeds) == 2
    assert not any(str(Heard(org, seat=False).case) in seed for seed in seeds)


def test_whoever_reads_the_file_draws_the_panel_again(org: Organisation, heard: Heard) -> None:
    heard.file()
    before = " ".join(one.text for one in whole_file(org.store, heard.case))
    lot = org.store.load(PanelLot, lot_id(heard.case))
    value = lot.values[Instance.FIRST]
    assert isinstance(value, str)
    assert value not in before
    heard.take_up()
    members = heard.appoint()
    *_, taken = (
        one.event.event_id
        for one in org.store.acts(stream=heard.case, limit=50)
        if isinstance(one.event, Complaint.TakenUp)
    )
    seed = seed_of(value, taken, Instance.FIRST, "first")
    assert seed == seed_in(org, heard)
    assert commitment_of(value) == lot.commitments[Instance.FIRST]
    edition = org.rulebook.at(org.store.now())
    rules = Governing(opening=edition, current=edition)
    assert choose(rules, JURORS, 3, seed, {}).people == members
    told = " ".join(one.text for one in whole_file(org.store, heard.case))
    for one in (seed, value, str(taken), lot.commitments[Instance.FIRST]):
        assert one in told
    second = lot.values[Instance.APPEAL]
    assert isinstance(second, str)
    assert second not in told


def test_a_case_from_before_there_were_lots_is_drawn_by_its_id(
    org: Organisation, heard: Heard
) -> None:
    case = heard.case
    act = org.store.acts(limit=1)[0].event.act.at(org.store.now())
    edition = org.rulebook.at(org.store.now())
    rules = Governing(opening=edition, current=edition)
    old = Complaint.receive(CaseId(case), act, Intake(text="x", about="y"), SECRET, rules)
    org.store.commit([old, CaseFile.open(act, CaseId(case))], command=None, reads={})
    heard.take_up()
    heard.appoint()
    assert seed_in(org, heard) == f"{case},first,first"


def seed_in(org: Organisation, heard: Heard) -> str | None:
    (appointed,) = (
        one.event
        for one in org.store.acts(stream=heard.panel.id, limit=50)
        if isinstance(one.event, Panel.Appointed)
    )
    return appointed.chosen.seed
