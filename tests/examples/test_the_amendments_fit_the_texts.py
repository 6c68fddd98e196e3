"""The amendments, run through the text machinery: what collides, what falls, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.deciding.procedures import parallel
from domain.text.deciding.settlement import Settlement
from domain.text.merging.collisions import Choice, Collision, OwnWording, Take
from domain.text.merging.layout import apply
from domain.text.merging.merge import merge
from domain.text.text import ParagraphId, Text
from services.examples import amendments
from services.examples.amendments import Insert, Rehearsal
from services.examples.checks.amendments import carried
from services.examples.load import load
from services.examples.models import Record
from services.examples.texts import text_of, wanted
from tests.examples.folder import MOMENTUM


@dataclass(frozen=True)
class Debate:
    """One text before one assembly, and what came of it."""

    proposal: str
    stage: Rehearsal
    base: Text
    moved: Mapping[str, Amendment]
    settled: Settlement


@pytest.fixture(scope="module")
def record() -> Record:
    return load(MOMENTUM)


@pytest.fixture(scope="module")
def debates(record: Record) -> tuple[Debate, ...]:
    return tuple(_debates(record))


def _debates(record: Record) -> Iterator[Debate]:
    for proposal in record.proposals.on_the_paper():
        text = text_of(proposal.text)
        for stage in Rehearsal:
            debate = _debate(record, proposal.id, stage, text)
            text = debate.settled.text
            yield debate


def _debate(record: Record, proposal: str, stage: Rehearsal, base: Text) -> Debate:
    entered = [
        a for a in record.amendments.amendments if (a.proposal, a.stage) == (proposal, stage)
    ]
    moved: dict[str, Amendment] = {}
    for amendment in entered:
        moved[amendment.id] = _drafted(base, amendment, moved)
    ayes = [AmendmentId(a.id) for a in entered if carried(a, record)]
    open_ones = parallel(base, moved.values(), ayes).collisions
    choices = [_choice(record, collision) for collision in open_ones]
    return Debate(proposal, stage, base, moved, parallel(base, moved.values(), ayes, choices))


def _drafted(
    base: Text, amendment: amendments.Amendment, moved: Mapping[str, Amendment]
) -> Amendment:
    before = apply(base, moved[amendment.amends]) if amendment.amends else base
    drafted = draft_amendment(before, wanted(before, amendment), AmendmentId(amendment.id))
    return drafted.model_copy(update={"parent": amendment.amends})


def _choice(record: Record, collision: Collision) -> Choice:
    listed = next(
        c for c in record.amendments.collisions if set(c.amendments) == set(collision.amendments)
    )
    if listed.chosen is not None:
        return Take(collision=collision.id, amendments=(AmendmentId(listed.chosen),))
    assert listed.wording is not None
    return OwnWording(collision=collision.id, text=listed.wording)


def test_what_collides_is_what_is_listed(record: Record, debates: tuple[Debate, ...]) -> None:
    found = {
        frozenset(collision.amendments)
        for debate in debates
        for collision in merge(debate.base, debate.moved.values()).collisions
    }
    assert found == {frozenset(c.amendments) for c in record.amendments.collisions}


def test_every_text_is_final_after_each_assembly(debates: tuple[Debate, ...]) -> None:
    assert len(debates) == 34
    assert all(debate.settled.is_final for debate in debates)


def test_an_amendment_falls_with_the_one_that_it_amends(debates: tuple[Debate, ...]) -> None:
    fallen = [lapsed.amendment for debate in debates for lapsed in debate.settled.fallen]
    assert fallen == ["A14"]


def test_the_words_of_the_assembly_itself_are_kept(debates: tuple[Debate, ...]) -> None:
    convention = next(d for d in debates if (d.proposal, d.stage) == ("P02", Rehearsal.FIRST))
    assert "any twenty-five members of two regions or more may send one" in (
        convention.settled.text.paragraph(ParagraphId("p4")).text
    )


def test_a_later_reading_names_the_earlier_ones_that_it_takes_as_done(
    record: Record, debates: tuple[Debate, ...]
) -> None:
    for amendment in record.amendments.amendments:
        if amendment.stage is Rehearsal.SECOND and amendment.amends is None:
            earlier = _taken_on(record, debates, amendment)
            assert earlier <= set(amendment.after), amendment.id


def _taken_on(
    record: Record, debates: tuple[Debate, ...], amendment: amendments.Amendment
) -> set[str]:
    first = next(
        d for d in debates if (d.proposal, d.stage) == (amendment.proposal, Rehearsal.FIRST)
    )
    ground = {c.paragraph for c in amendment.changes if not isinstance(c, Insert)}
    by_id = {a.id: a for a in record.amendments.amendments}
    lost = {
        name
        for collision in record.amendments.collisions
        if collision.chosen is not None
        for name in collision.amendments
        if name != collision.chosen
    }
    return {
        str(name)
        for name in first.settled.taken
        if name not in lost
        and any(
            not isinstance(change, Insert) and change.paragraph in ground
            for change in by_id[name].changes
        )
    }
