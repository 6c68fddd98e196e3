"""Amendments by single paragraphs: what they make of the text, and what could be meant two ways."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.kernel.refusal import BadInput
from domain.rules.values import Choice, RuleChange
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.text import ParagraphId
from services.application.amending import MoveAmendment, ParagraphEdit
from services.application.proposals import DraftProposal
from tests.application.organisation import LEEDS, Organisation, adding, becomes, in_memory

METHOD = "election.ncg.method"
P1, P2 = ParagraphId("p1"), ParagraphId("p2")


@pytest.fixture
def org() -> Organisation:
    org = in_memory()
    org.open_cycle()
    org.hand_in()
    org.gather()
    return org


def statute(org: Organisation) -> UUID:
    return org.the_cycle.entries[0].proposal


def refused(org: Organisation, *edits: ParagraphEdit, **other: object) -> str:
    """The sentence by which an amendment of these edits is refused; it leaves no act."""
    command = MoveAmendment.model_validate({"proposal": statute(org), "paragraphs": edits, **other})
    return org.refused(BadInput, command, LEEDS).sentence


def made(org: Organisation, name: AmendmentId) -> list[str]:
    """The paragraphs that the text has with an amendment in it."""
    return [one.text for one in org.proposal(statute(org)).alternative(name).text.paragraphs]


def test_a_paragraph_becomes_one_thing_in_one_amendment(org: Organisation) -> None:
    twice = refused(org, becomes(1, "One."), becomes(1, "Another."))
    assert twice == (
        "Paragraph p1 is given twice in this amendment. Say once how it should become."
    )
    assert "given twice" in refused(org, becomes(1, None), becomes(1, "Another."))
    assert "given twice" in refused(org, becomes(1, None), becomes(1, None))


@pytest.mark.parametrize("words", ["One.\n\nTwo.", "Some:\n- one\n- two"])
def test_one_paragraph_becomes_one_paragraph(org: Organisation, words: str) -> None:
    assert "What paragraph p1 should become is" in refused(org, becomes(1, words))
    assert "What the new paragraph after p1 should become is" in refused(org, adding(1, words))


@pytest.mark.parametrize("words", ["", "  ", "\n\n"])
def test_a_paragraph_without_words_is_struck_by_leaving_them_out(
    org: Organisation, words: str
) -> None:
    assert "to strike a paragraph, leave out `becomes`" in refused(org, becomes(1, words))
    assert "would have no words" in refused(org, adding(1, words))


def test_a_new_paragraph_needs_words(org: Organisation) -> None:
    assert "would have no words" in refused(org, ParagraphEdit(after=P1))
    assert refused(org, ParagraphEdit()).startswith("The new paragraph at the top would have")


@pytest.mark.parametrize("name", ["", " ", "A2.1", "a b", "-", "x" * 41, "é"])
def test_a_new_paragraph_is_named_in_letters_and_figures(org: Organisation, name: str) -> None:
    edit = ParagraphEdit(after=P1, becomes="More.", named=ParagraphId(name))
    assert f"can't be named “{name}”" in refused(org, edit)


def test_only_a_new_paragraph_is_given_a_name_or_a_place(org: Organisation) -> None:
    for given in ({"named": "n1"}, {"after": "p2"}, {"named": ""}):
        edit = ParagraphEdit.model_validate({"paragraph": P1, "becomes": "One.", **given})
        assert "Paragraph p1 is in the text already" in refused(org, edit)


def named(after: int, text: str) -> ParagraphEdit:
    return ParagraphEdit(after=ParagraphId(f"p{after}"), becomes=text, named=ParagraphId("n1"))


def test_two_new_paragraphs_never_have_one_name(org: Organisation) -> None:
    """Carried together they could not be worked in: the assembly would be stuck with its text."""
    assert "share the id n1" in refused(org, named(1, "One."), named(2, "Two."))
    org.move(statute(org), named(1, "One."))
    assert "Give the new paragraph another name" in refused(org, named(3, "Other."))
    assert "share the id p4" in refused(
        org, ParagraphEdit(after=P1, becomes="One.", named=ParagraphId("p4"))
    )


def test_an_amendment_is_about_paragraphs_that_are_there(org: Organisation) -> None:
    for edit in (becomes(9, "Nine."), becomes(9, None), adding(9, "Nine.")):
        command = MoveAmendment(proposal=statute(org), paragraphs=(edit,))
        assert "no paragraph p9" in org.refused(BadInput, command, LEEDS).sentence
    command = MoveAmendment(proposal=statute(org), paragraphs=(becomes(1, "One."),), text="One.")
    assert "and not both" in org.refused(BadInput, command, LEEDS).sentence


def test_the_order_of_the_edits_counts_only_at_one_place(org: Organisation) -> None:
    """What comes after a paragraph comes in its place if the same amendment strikes it."""
    first = org.move(statute(org), becomes(1, None), adding(1, "In its place."), adding(1, "More."))
    assert made(org, first)[:2] == ["In its place.", "More."]
    second = org.move(
        statute(org), adding(1, "In its place!"), adding(1, "And more."), becomes(1, None)
    )
    assert made(org, second)[:2] == ["In its place!", "And more."]
    assert made(org, second)[2].startswith("The council meets")


def test_a_rule_is_asked_for_one_value(org: Organisation) -> None:
    two = ("scottish-stv", "approval")
    edits = tuple(RuleEdit(rule=METHOD, value={"type": "choice", "choice": one}) for one in two)
    twice = MoveAmendment(proposal=statute(org), rules=edits)
    assert "two values" in org.refused(BadInput, twice, LEEDS).sentence


def test_a_draft_asks_for_one_value_of_a_rule() -> None:
    org = in_memory()
    org.open_cycle()
    asked = tuple(
        RuleChange.model_validate({"rule": METHOD, "value": Choice(choice=one)})
        for one in ("scottish-stv", "approval")
    )
    twice = DraftProposal(cycle=org.cycle, title="Two", text="One.", rules=asked)
    assert METHOD in org.refused(BadInput, twice, LEEDS).sentence
