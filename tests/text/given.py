"""Texts and amendments for the tests: a small statute, and generated ones."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    AmendmentId,
    Change,
    Paragraph,
    ParagraphId,
    RuleEdit,
    Text,
    digest,
    draft_amendment,
)
from tests.support.examples import examples

STATUTE = Text.from_plain(
    """The association has members and supporters. Only members may vote.

A member pays a fee of ten pounds a year. The fee is due in January.

The council has twelve members. They are elected for two years.

The council meets four times a year. Its meetings are open to members.

These rules may be changed by a vote of two thirds of the members."""
)

bounded = settings(deadline=None, max_examples=examples(50))
"""The machine may be busy; a slow example is no failure, and many examples are for the night."""

_WORDS = ["the", "council", "members", "vote", "fee", "two", "years", "elected", "quick", "a"]
_ENDS = [".", ",", ";", "!"]
_word = st.sampled_from(_WORDS)
_sentence = st.lists(_word, min_size=1, max_size=7).flatmap(
    lambda words: st.sampled_from(_ENDS).map(lambda end: " ".join(words) + end)
)
paragraph_texts = st.lists(_sentence, min_size=1, max_size=4).map(" ".join)
"""Paragraphs that repeat words and sentences more than real ones do."""


def p(number: int) -> ParagraphId:
    """The id of a paragraph of a text made by `from_plain`."""
    return ParagraphId(f"p{number}")


def named(name: str) -> AmendmentId:
    """An amendment's id."""
    return AmendmentId(name)


def amending(
    base: Text,
    name: str,
    *changes: Change,
    rules: tuple[RuleEdit, ...] = (),
    parent: str | None = None,
) -> Amendment:
    """An amendment of these changes."""
    return Amendment(
        id=AmendmentId(name),
        base=digest(base),
        changes=changes,
        rule_edits=rules,
        parent=None if parent is None else AmendmentId(parent),
    )


def retyped(base: Text, name: str, number: int, new: str) -> Amendment:
    """An amendment by somebody who typed paragraph `number` anew."""
    rows = [x.text for x in base.paragraphs]
    rows[number - 1] = new
    return draft_amendment(base, "\n\n".join(rows), AmendmentId(name))


@st.composite
def texts(draw: st.DrawFn, min_size: int = 0, max_size: int = 5) -> Text:
    """Texts of a few paragraphs."""
    rows = draw(st.lists(paragraph_texts, min_size=min_size, max_size=max_size))
    return Text(
        paragraphs=tuple(Paragraph(id=p(at), text=row) for at, row in enumerate(rows, start=1))
    )


@st.composite
def next_versions(draw: st.DrawFn, base: Text, name: str = "x") -> Text:
    """The base after somebody struck, wrote, moved and edited in it."""
    kept = [one for one in base.paragraphs if draw(st.integers(0, 5))]
    if draw(st.integers(0, 3)) == 0:
        kept = draw(st.permutations(kept))
    rows = [
        Paragraph(id=one.id, text=draw(_edited(one.text))) if draw(st.booleans()) else one
        for one in kept
    ]
    for number in range(draw(st.integers(0, 2))):
        fresh = Paragraph(id=ParagraphId(f"{name}.{number}"), text=draw(paragraph_texts))
        rows.insert(draw(st.integers(0, len(rows))), fresh)
    return Text(paragraphs=tuple(rows))


@st.composite
def _edited(draw: st.DrawFn, text: str) -> str:
    words = text.split()
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(words)))
        span = draw(st.integers(0, 2))
        words[at : at + span] = draw(st.lists(_word, max_size=2))
    return " ".join(words) or "nothing."


@st.composite
def amendments(draw: st.DrawFn, base: Text, max_size: int = 5) -> tuple[Amendment, ...]:
    """Amendments to one text by several people who know nothing of one another."""
    found: list[Amendment] = []
    for number in range(1, draw(st.integers(1, max_size)) + 1):
        name = f"A{number}"
        drafted = draft_amendment(base, draw(next_versions(base, name)), AmendmentId(name))
        value = draw(st.sampled_from([None, 1, True, "1"]))
        rules = () if value is None else (RuleEdit(rule="seats", value=value),)
        found.append(drafted.model_copy(update={"rule_edits": rules}))
    return tuple(found)


@st.composite
def cases(draw: st.DrawFn, max_size: int = 5) -> tuple[Text, tuple[Amendment, ...]]:
    """A text and amendments to it."""
    base = draw(texts(min_size=1))
    return base, draw(amendments(base, max_size))
