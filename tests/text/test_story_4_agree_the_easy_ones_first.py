"""Story 4: twenty-five changes to one statute, and one evening to decide them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    AmendmentUnknown,
    Change,
    ParagraphGone,
    ParagraphId,
    Take,
    Text,
    digest,
    inserting,
    inserting_paragraph,
    merge,
    parallel,
    refer_back,
    replacing,
    rewriting,
    striking,
    striking_paragraph,
    uncontested_first,
    voting_order,
)
from tests.text.given import STATUTE, amending, bounded, cases, named, p, retyped

SUBJECTS = [
    "name",
    "membership",
    "fees",
    "officers",
    "council",
    "meetings",
    "quorum",
    "votes",
    "elections",
    "notice",
    "minutes",
    "accounts",
    "audit",
    "branches",
    "delegates",
    "conference",
    "petitions",
    "conduct",
    "appeals",
    "repeal",
]
TWENTY = Text.from_plain(
    "\n\n".join(
        f"Of {subject}. The rule on {subject} is kept by the clerk of {subject}. "
        f"It is read out at the {subject} meeting every two years."
        for subject in SUBJECTS
    )
)


def _new(number: int, after: int, words: str) -> Change:
    return inserting_paragraph(TWENTY, p(after), ParagraphId(f"A{number}.1"), words)


def _twenty_five() -> tuple[Amendment, ...]:
    """Nineteen that touch nothing else, four that compete, and two to paragraph 20."""
    clerks = [replacing(TWENTY, p(n), "the clerk", "the secretary") for n in range(1, 13)]
    years = [replacing(TWENTY, p(n), "two years", "three years") for n in range(2, 6)]
    odd = [
        _new(17, 14, "Branches report once a year."),
        striking(TWENTY, p(16), "It is read out at the conference meeting every two years."),
        inserting(TWENTY, p(17), "and treasurer", after="clerk"),
        striking_paragraph(TWENTY, p(18)),
        replacing(TWENTY, p(18), "the clerk", "a panel"),
        rewriting(TWENTY, p(19), "Appeals are heard by three members drawn by lot."),
        replacing(TWENTY, p(19), "the clerk", "the chair"),
        replacing(TWENTY, p(20), "the clerk", "nobody"),
        replacing(TWENTY, p(20), "two years", "ten years"),
    ]
    return tuple(
        amending(TWENTY, f"A{number}", change)
        for number, change in enumerate([*clerks, *years, *odd], start=1)
    )


def test_agree_the_easy_ones_first() -> None:
    changes = _twenty_five()
    assert len(changes) == 25

    sent = refer_back(TWENTY, changes, [p(20)])
    assert [one.id for one in sent.amendments] == ["A24", "A25"]
    assert sent.paragraphs == (TWENTY.paragraph(p(20)),)

    easy = uncontested_first(TWENTY, sent.remaining, [named("A1"), named("A20")])
    assert len(easy.merged) == 18
    assert [one.id for one in easy.remaining] == ["A1", "A20", "A21", "A22", "A23"]
    assert [one.amendment for one in easy.drawn_in] == ["A21", "A22", "A23"]
    assert easy.drawn_in[0].sentence == (
        "Nobody contests amendment A21, but it can't be agreed unseen beside A20."
    )
    assert easy.overtaken == ()
    assert {one.base for one in easy.remaining} == {digest(easy.text)}

    plan = voting_order(easy.text, easy.remaining)
    assert plan.order == ("A1", "A20", "A21", "A22", "A23")
    assert plan.steps[1].falls_if_carried == ("A21",)
    assert plan.at_risk == 0

    walk = plan.walk([named("A1"), named("A21"), named("A22")])
    assert walk.voted == ("A1", "A20", "A21", "A22")
    assert walk.standing == ("A1", "A21", "A22")
    settled = parallel(easy.text, easy.remaining, walk.standing)
    assert settled.is_final

    text = settled.text
    assert text.paragraph(p(1)).text.startswith(
        "Of name. The rule on name is kept by the secretary"
    )
    assert "three years" in text.paragraph(p(2)).text
    assert text.number(ParagraphId("A17.1")) == 15
    assert "kept by a panel of conduct" in text.paragraph(p(18)).text
    assert text.paragraph(p(19)).text == "Appeals are heard by three members drawn by lot."
    assert text.paragraph(p(20)) == TWENTY.paragraph(p(20))


def test_what_the_easy_ones_agree_could_have_been_agreed_with_all_the_rest() -> None:
    changes = _twenty_five()
    easy = uncontested_first(TWENTY, changes, [named("A1")])
    whole = merge(TWENTY, changes)
    choices = [Take(collision=c.id, amendments=()) for c in whole.collisions]
    rest = [one for one in easy.remaining if one.id == "A1"]
    assert merge(easy.text, rest).text == merge(TWENTY, changes, choices).text


@bounded
@given(st.data())
def test_nothing_that_waits_for_a_vote_is_overtaken_by_what_was_agreed(
    data: st.DataObject,
) -> None:
    base, amendments = data.draw(cases(6))
    names = [one.id for one in amendments]
    contested = data.draw(st.lists(st.sampled_from(names), unique=True))
    easy = uncontested_first(base, data.draw(st.permutations(amendments)), contested)
    waiting = [one.id for one in easy.remaining]
    assert easy.overtaken == ()
    assert sorted([*easy.merged, *waiting]) == sorted(names)
    assert set(contested) <= set(waiting)
    assert {one.amendment for one in easy.drawn_in} == set(waiting) - set(contested)


@bounded
@given(st.data())
def test_the_votes_that_follow_come_to_what_they_would_have_come_to_at_once(
    data: st.DataObject,
) -> None:
    base, amendments = data.draw(cases(6))
    contested = data.draw(st.lists(st.sampled_from([a.id for a in amendments]), unique=True))
    easy = uncontested_first(base, amendments, contested)
    won = data.draw(st.lists(st.sampled_from([a.id for a in amendments]), unique=True))
    carried = [one.id for one in easy.remaining if one.id in won]
    later = parallel(easy.text, easy.remaining, carried)
    at_once = parallel(base, amendments, [*easy.merged, *carried])
    if at_once.is_final:
        assert later.text.plain == at_once.text.plain


def test_one_that_does_the_same_as_a_contested_one_is_not_agreed_unseen() -> None:
    twins = [amending(STATUTE, n, replacing(STATUTE, p(2), "ten", "six")) for n in ("A1", "A2")]
    easy = uncontested_first(STATUTE, twins, [named("A1")])
    assert easy.merged == ()
    assert [one.amendment for one in easy.drawn_in] == ["A2"]


def test_an_amendment_with_a_contested_amendment_to_it_waits() -> None:
    parent = amending(STATUTE, "A1", replacing(STATUTE, p(2), "ten", "six"))
    text = merge(STATUTE, [parent]).text
    child = amending(text, "A1-1", replacing(text, p(2), "six", "five"), parent="A1")
    assert uncontested_first(STATUTE, [parent, child], []).merged == ("A1", "A1-1")
    easy = uncontested_first(STATUTE, [parent, child], [named("A1-1")])
    assert [one.id for one in easy.remaining] == ["A1", "A1-1"]


def test_of_an_amendment_only_what_touches_the_paragraph_is_referred_back() -> None:
    whole = amending(
        STATUTE,
        "A1",
        replacing(STATUTE, p(2), "ten", "six"),
        replacing(STATUTE, p(3), "two years", "one year"),
    )
    sent = refer_back(STATUTE, [whole], [p(2)])
    assert [one.id for one in sent.amendments] == ["A1/back"]
    assert (
        merge(STATUTE, sent.remaining).text
        == merge(
            STATUTE, [amending(STATUTE, "A1", replacing(STATUTE, p(3), "two years", "one year"))]
        ).text
    )


def test_an_amendment_with_amendments_of_its_own_is_referred_back_as_a_whole() -> None:
    parent = retyped(STATUTE, "A1", 2, "A member pays what she can.")
    text = merge(STATUTE, [parent]).text
    child = amending(text, "A1-1", replacing(text, p(2), "she", "he or she"), parent="A1")
    sent = refer_back(STATUTE, [parent, child], [p(2)])
    assert [one.id for one in sent.amendments] == ["A1", "A1-1"]
    assert sent.remaining == ()


def test_is_refused_when_the_paragraph_referred_back_is_not_there() -> None:
    with pytest.raises(ParagraphGone):
        refer_back(STATUTE, [], [p(9)])


def test_is_refused_when_a_contested_amendment_is_not_before_the_meeting() -> None:
    with pytest.raises(AmendmentUnknown, match="A9"):
        uncontested_first(STATUTE, [], [named("A9")])
