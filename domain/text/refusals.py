"""How a text, an amendment or a choice between readings is refused.

    TextRefused
    ├── EmptyParagraph          a paragraph without a word
    ├── ParagraphNumberedTwice  one paragraph id for two paragraphs
    ├── StaleBase               made for another version of the text
    ├── ParagraphGone           speaks of a paragraph that is not in the text
    ├── WordsDiffer             the words it quotes are not there
    ├── SelfContradiction       two changes of one amendment touch the same words
    ├── UnknownPlace            nobody can tell where the paragraph would stand
    ├── AmendmentUnknown        an amendment that is not among those before the meeting
    └── ChoiceRefused           a choice that doesn't fit the collision it is meant for

Each sentence says what is at fault and how to mend it.  It refuses to know of rules and meetings.
"""

from __future__ import annotations

from domain.kernel.refusal import BadInput


class TextRefused(BadInput):
    """A text or a change to it that can't be taken.  `sentence` is for people."""


class EmptyParagraph(TextRefused):
    """A paragraph without a word in it."""


class ParagraphNumberedTwice(TextRefused):
    """One paragraph id stands for two paragraphs."""


class StaleBase(TextRefused):
    """The amendment was made for another version of the text."""


class ParagraphGone(TextRefused):
    """The paragraph is not, or no longer, in the text."""


class WordsDiffer(TextRefused):
    """The words quoted are not the words that stand there."""


class SelfContradiction(TextRefused):
    """Two changes of one amendment can't both be made."""


class UnknownPlace(TextRefused):
    """A paragraph is put after one that is not there, or after itself."""


class AmendmentUnknown(TextRefused):
    """An amendment is named that is not among those given, or is given twice."""


class ChoiceRefused(TextRefused):
    """A choice that does not fit the collision which it is meant to settle."""
