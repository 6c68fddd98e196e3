"""The words, comments and names of a BLT file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from domain.counting.formats.source import Source, unreadable
from domain.kernel.refusal import BadInput

LONGEST_NUMBER = 18

_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|//[^\n]*|/\*|\*/')
_WORD = re.compile(r'\[[^\]]*\]?|\([^)\n]*\)?|"|[^\s\[("]+')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.|"")*)"(?=\s|$)')
_ESCAPE = re.compile(r'\\(["\\])|""')
_ONLY_QUOTED = re.compile(rf"(?:{_QUOTED.pattern}\s*)+")


def without_comments(source: Source) -> Source:
    """The same text with spaces for comments, so that every word stays on its line."""
    if not any(mark in source.text for mark in ("#", "//", "/*")):
        return source
    out, at, depth = [], 0, 0
    for found in _COMMENT.finditer(source.text):
        mark = found.group()
        inside = depth > 0
        out.append(_blank(source.text[at : found.start()], inside))
        at = found.end()
        depth += (mark == "/*") - (mark == "*/" and inside)
        comment = inside or mark == "/*" or mark.startswith(("#", "//"))
        out.append(_blank(mark, comment))
    if depth:
        line = source.text.count("\n") + 1
        raise unreadable(source.name, line, "", "'*/' at the end of a comment")
    out.append(source.text[at:])
    return Source(source.name, "".join(out), source.notices)


def _blank(text: str, comment: bool) -> str:
    return re.sub(r"[^\n]", " ", text) if comment else text


class Reader:
    """The words before the names, one after the other; an empty word is the end of the file.

    Where a word stands is found out only if somebody asks, because papers have many words.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._text = source.text
        self._words = (found.group() for found in _WORD.finditer(source.text))
        self._read = 0
        self._last = ""
        self._ahead: str | None = None

    def peek(self) -> str:
        """The word after the last one."""
        if self._ahead is None:
            self._ahead = next(self._words, "")
        return self._ahead

    def next(self) -> str:
        """The next word."""
        if self._ahead is None:
            self._last = next(self._words, "")
        else:
            self._last, self._ahead = self._ahead, None
        self._read += 1
        return self._last

    def number(self, expected: str) -> int:
        """The next word, which must be a whole number."""
        word = self.next()
        if not (word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER):
            raise self.unexpected(expected)
        return int(word)

    def unexpected(self, expected: str) -> BadInput:
        """The refusal of the last word."""
        line = self._text.count("\n", 0, self.read_to) + 1
        return unreadable(self.name, line, self._last, expected)

    @property
    def lines_before(self) -> int:
        """How many lines end before the last word does."""
        return self._text.count("\n", 0, self.read_to)

    def rest(self) -> str:
        """What comes after the last word."""
        return self._text[self.read_to :]

    @property
    def over(self) -> bool:
        """Whether the last word that was asked for was not there."""
        return not self._last

    @property
    def read_to(self) -> int:
        """Where the last word ends; the end of the file if there was none."""
        found = next(islice(_WORD.finditer(self._text), self._read - 1, None), None)
        return found.end() if found and self._read else len(self._text.rstrip())


def names_of(
    tail: Source, candidates: int, lines_before: int
) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The names, the title, and notices, from what stands after the papers."""
    found = [(lines_before + at, name) for at, line in tail.lines() for name in _names(line)]
    for line, name in found[:candidates]:
        if not name:
            raise unreadable(tail.name, line, '""', "the name of a candidate")
    if len(found) < candidates:
        last = lines_before + tail.text.rstrip().count("\n") + 1
        raise unreadable(
            tail.name, last, "", f"the name of candidate {len(found) + 1} of {candidates}"
        )
    names = tuple(name for _, name in found[:candidates])
    title = found[candidates][1] if len(found) > candidates else ""
    after = found[candidates + 1 :]
    if not title:
        end = f"“{names[-1]}” is read as the name of candidate {candidates}"
        return names, title, (f"{tail.name} ends without a title: {end}.",)
    if not after:
        return names, title, ()
    return names, title, (f"{tail.name}, line {after[0][0]}: what follows the title was not used.",)


def _names(line: str) -> Iterator[str]:
    """The names on a line.

    A line of nothing but names in quotation marks has several; otherwise the line is one name,
    which may contain quotation marks of its own.
    """
    if _ONLY_QUOTED.fullmatch(line):
        for found in _QUOTED.finditer(line):
            yield _unescaped(found.group(1))
    elif len(line) > 1 and line[0] == line[-1] == '"':
        yield _unescaped(line[1:-1])
    else:
        yield _unescaped(line.removeprefix('"') if line.count('"') == 1 else line)


def _unescaped(name: str) -> str:
    plain = _ESCAPE.sub(lambda found: found.group(1) or '"', name)
    return " ".join(plain.split())
