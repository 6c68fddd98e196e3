"""How a paragraph falls into words.

A token is a word or a mark of punctuation together with the space before it, and every paragraph
is read as if a space stood before its first word.  So neighbouring words can be struck one by one
without a double or a missing space, and a word reads the same wherever in the paragraph it stands.
It refuses to know of languages: an abbreviation that ends with a full stop ends a sentence here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

Tokens = tuple[str, ...]

# Soft hyphens, zero-width spaces and writing-direction overrides: a reader of a redline could not
# see that they changed, or would see another order than the one that is adopted.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TOKEN = re.compile(
    r"\s?(?:\d+(?:[.,:]\d+)+|\w+(?:[-'’*/]\w+)*|[^\w\s])"
    "(?:[\u0300-\u036f\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d\\S)*"
)
_ENDS = frozenset(".!?…")
_CLOSES = frozenset("\"'”’»)]")
_CLINGS = re.compile(r"[,.;:!?…)\]”’»]")
_DIGITS = re.compile(r"(\d+)")


def tidy(text: str) -> str:
    """One line with single spaces, in Unicode's composed form, without what nobody can see."""
    visible = _CONTROL.sub(" ", _UNSEEN.sub("", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fragment(text: str) -> str:
    """A piece of a paragraph: tidy, but with its leading space if it has one."""
    words = tidy(text)
    return f" {words}" if words and text[:1].isspace() else words


def spaced(words: str) -> str:
    """What a person wrote as a fragment: words take a space before them, a comma does not."""
    bare = tidy(words)
    return bare if _CLINGS.match(bare) else f" {bare}"


def tokens(text: str) -> Tokens:
    """The tokens of a tidy paragraph; joined they give it back with one space before it."""
    return tuple(_TOKEN.findall(f" {text}")) if text else ()


def pieces(piece: str) -> Tokens:
    """The tokens of a fragment."""
    return tuple(_TOKEN.findall(piece))


def joined(parts: Iterable[str]) -> str:
    """The paragraph that these tokens make."""
    return tidy("".join(parts))


def ends_sentence(parts: Sequence[str]) -> bool:
    """Whether a run of tokens ends as a sentence does."""
    for token in reversed(parts):
        if token in _ENDS:
            return True
        if token not in _CLOSES:
            return False
    return False


def between_sentences(parts: Sequence[str], at: int) -> bool:
    """Whether the place before token `at` is the start, the end, or lies between two sentences."""
    if at in (0, len(parts)):
        return True
    return parts[at].startswith(" ") and ends_sentence(parts[max(0, at - 3) : at])


def sentences(parts: Tokens) -> list[Tokens]:
    """The sentences of a paragraph, in order; joined they are the paragraph."""
    if not parts:
        return []
    cuts = [at for at in range(1, len(parts)) if between_sentences(parts, at)]
    edges = [0, *cuts, len(parts)]
    return [parts[edges[i] : edges[i + 1]] for i in range(len(edges) - 1)]


def is_word(token: str) -> bool:
    """Whether there is a letter or a figure in it."""
    return any(character.isalnum() for character in token)


def quoted(words: str, limit: int = 60) -> str:
    """Words in quotation marks for a sentence to a person, cut in the middle if they are long."""
    bare = words.strip()
    if len(bare) > limit:
        head, tail = bare[: limit // 2].rpartition(" "), bare[-limit // 2 :].partition(" ")
        bare = f"{head[0] or head[2]} … {tail[2] or tail[0]}"
    return f"“{bare}”"


@lru_cache(maxsize=8192)
def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key by which A2 comes before A10.  It is total: no two names share one."""
    parts = _DIGITS.split(name)
    key = [(0, int(p), p) if p.isdecimal() else (1, 0, p) for p in parts if p]
    return tuple(key)


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: A, B and C."""
    known = list(names)
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} and {known[-1]}"
