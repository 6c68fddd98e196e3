"""Answers what the gallery's sample proposal says, before and after its changes.

The changes are written between marks, [-struck-] and {+inserted+}, so that the text stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from services.web.look.redline import Change, Paragraph, Token

MARKED = re.compile(r"\[-(?P<deleted>.*?)-\]|\{\+(?P<inserted>.*?)\+\}|(?P<kept>[^[{]+)", re.DOTALL)

TEXT = {
    "1": "The coordinating group answers to the members. It meets at least once in each quarter, "
    "and the day of the next meeting is fixed before a meeting ends.",
    "2": "Members elect [-twelve -]{+twenty +}of its places by a single vote in [-three -]{+five +}"
    "regions. A region has as many places as its share of the members gives it, but never fewer "
    "than two{+, and at least half of the places in each region are for women+}.",
    "3": "A place that falls empty is filled from the same count, by counting back. Where nobody "
    "is left, the place stays empty until the next election.",
    "4": "Whoever sits on the group may not count the votes.",
    "5": "[-The group may itself change the number of places, by two thirds of those who are "
    "present and vote.-]",
    "5a": "{+Only an all-member ballot changes the number of places.+}",
}


def paragraphs() -> Sequence[Paragraph]:
    """Unchanged, replaced, struck and new paragraphs."""
    return tuple(Paragraph(number, tuple(tokens(text))) for number, text in TEXT.items())


def tokens(text: str) -> Iterable[Token]:
    """The runs of words between the marks."""
    for found in MARKED.finditer(text):
        fate = str(found.lastgroup)
        yield Token(Change(fate), found[fate])
