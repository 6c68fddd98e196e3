"""An amendment: the changes that somebody asks for, against one version of a text.

Words are named by their place in the paragraph and quoted besides, so that a change that was made
for other words is found out.  A fragment (`old`, `new`) begins with a space where one stands
before its first word.  It refuses to know who votes on it and by which procedure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import Field, JsonValue, field_validator, model_validator

from domain.kernel.value import Value
from domain.text.refusals import SelfContradiction, WordsDiffer
from domain.text.text import Digest, ParagraphId, canonical
from domain.text.words import fragment, tidy

AmendmentId = NewType("AmendmentId", str)


class ChangeKind(StrEnum):
    """What is done, and to words or to a paragraph."""

    INSERT_WORDS = "insert_words"
    DELETE_WORDS = "delete_words"
    REPLACE_WORDS = "replace_words"
    INSERT_PARAGRAPH = "insert_paragraph"
    DELETE_PARAGRAPH = "delete_paragraph"
    REPLACE_PARAGRAPH = "replace_paragraph"
    MOVE_PARAGRAPH = "move_paragraph"


def _some_words(words: str, cleaned: str) -> str:
    if not cleaned.strip():
        raise WordsDiffer(
            f"A change speaks of words and names none ({words!r}). "
            "Write the words, or strike the change."
        )
    return cleaned


class _InWords(Value):
    """A change within one paragraph."""

    paragraph: ParagraphId

    @field_validator("old", "new", check_fields=False)
    @classmethod
    def _is_a_fragment(cls, words: str) -> str:
        return _some_words(words, fragment(words))


class InsertWords(_InWords):
    """Put words before token `at`, which may be the end."""

    kind: Literal[ChangeKind.INSERT_WORDS] = ChangeKind.INSERT_WORDS
    at: int = Field(ge=0)
    new: str


class DeleteWords(_InWords):
    """Strike tokens [start, end), which read `old`."""

    kind: Literal[ChangeKind.DELETE_WORDS] = ChangeKind.DELETE_WORDS
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    old: str


class ReplaceWords(_InWords):
    """Put `new` for tokens [start, end), which read `old`."""

    kind: Literal[ChangeKind.REPLACE_WORDS] = ChangeKind.REPLACE_WORDS
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    old: str
    new: str


class _OfParagraph(Value):
    """A change to a paragraph as a whole."""

    @field_validator("text", "old", "new", check_fields=False)
    @classmethod
    def _is_a_paragraph(cls, words: str) -> str:
        return _some_words(words, tidy(words))


class InsertParagraph(_OfParagraph):
    """Put a new paragraph after another, or first where `after` is None."""

    kind: Literal[ChangeKind.INSERT_PARAGRAPH] = ChangeKind.INSERT_PARAGRAPH
    after: ParagraphId | None
    id: ParagraphId
    text: str


class DeleteParagraph(_OfParagraph):
    """Strike the paragraph, which reads `old`."""

    kind: Literal[ChangeKind.DELETE_PARAGRAPH] = ChangeKind.DELETE_PARAGRAPH
    paragraph: ParagraphId
    old: str


class ReplaceParagraph(_OfParagraph):
    """Put `new` for the whole paragraph, which reads `old`; it keeps its id."""

    kind: Literal[ChangeKind.REPLACE_PARAGRAPH] = ChangeKind.REPLACE_PARAGRAPH
    paragraph: ParagraphId
    old: str
    new: str


class MoveParagraph(Value):
    """Put the paragraph after another, or first where `after` is None."""

    kind: Literal[ChangeKind.MOVE_PARAGRAPH] = ChangeKind.MOVE_PARAGRAPH
    paragraph: ParagraphId
    after: ParagraphId | None


Change = Annotated[
    InsertWords
    | DeleteWords
    | ReplaceWords
    | InsertParagraph
    | DeleteParagraph
    | ReplaceParagraph
    | MoveParagraph,
    Field(discriminator="kind"),
]


class RuleEdit(Value):
    """A machine-readable rule and the value asked for.  What the value means is not known here."""

    rule: str
    value: JsonValue

    @property
    def canonical(self) -> str:
        """Equal for equal values only: true is not 1 here, as it is in Python."""
        return canonical(self.value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RuleEdit):
            return NotImplemented
        return (self.rule, self.canonical) == (other.rule, other.canonical)

    def __hash__(self) -> int:
        return hash((self.rule, self.canonical))


class Amendment(Value):
    """What one mover asks for.

    `base` is the digest of the text that it was made for.  Where `parent` is set, that is the
    text as the parent would make it, and the two stand and fall together.
    """

    id: AmendmentId
    base: Digest
    changes: tuple[Change, ...] = ()
    rule_edits: tuple[RuleEdit, ...] = ()
    mover: str = ""
    parent: AmendmentId | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Amendment:
        rules = [edit.rule for edit in self.rule_edits]
        twice = next((rule for rule in rules if rules.count(rule) > 1), None)
        if twice is not None:
            raise SelfContradiction(
                f"Amendment {self.id} asks for two values of the rule {twice}. Keep one of them."
            )
        if self.parent == self.id:
            raise SelfContradiction(
                f"Amendment {self.id} is entered as an amendment to itself. "
                "Name the amendment that it amends, or none."
            )
        return self

    @property
    def is_empty(self) -> bool:
        """It asks for nothing."""
        return not self.changes and not self.rule_edits
