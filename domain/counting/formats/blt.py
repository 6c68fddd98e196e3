"""Reading BLT: the format of Hill, Wichmann and Woodall (1987) with what others added to it.

```
4 2                 candidates, places
-3                  candidate 3 has withdrawn
[tie 4 1 2 3]       the order in which lots were drawn
3 1 4=2 - 3 0       three papers: 1 first, 4 and 2 equal, a rank left out, then 3
(a17) 2 1 0         one paper, with an id
0                   the end of the papers
"Ann" "Bob" …       the names, and perhaps a title
```

Papers may stand several on a line or run over lines; each ends with 0.  Comments run from `#` or
`//` to the end of the line, or between `/*` and `*/`.  Candidates may have nicknames (`[nick a b
c]`).  Lines that are one plain paper each are read in bulk (`blt_bulk`), the others word by word
(`blt_papers`); `blt_mixed` makes one of both, to the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.counting.contest import Candidate, Contest, checked
from domain.counting.formats.blt_mixed import mixed
from domain.counting.formats.blt_papers import Names, next_paper
from domain.counting.formats.blt_words import Reader, names_of, without_comments
from domain.counting.formats.election import MOST_CANDIDATES, Election, Rows
from domain.counting.formats.source import Source, decoded
from domain.counting.papers import Cast
from domain.kernel.refusal import BadInput

FORMAT = "BLT"
# A head of more letters than this is read word by word, and so is all after it.
LONGEST_HEAD = 2**16


@dataclass(slots=True)
class _Head:
    """What stands before the papers."""

    names: Names
    seats: int
    withdrawn: set[int] = field(default_factory=set)
    tie_order: tuple[int, ...] = ()
    notices: list[str] = field(default_factory=list)

    @property
    def candidates(self) -> int:
        return self.names.candidates


def read_blt(data: bytes, name: str, *, in_bulk: bool = True) -> Election:
    """The election in a BLT file; raises `BadInput` with the line and what was expected there.

    `in_bulk` false reads every word by itself; the result is the same.
    """
    source = decoded(data, name)
    return (_read_in_bulk(source) if in_bulk else None) or _read_word_by_word(source)


def _read_in_bulk(source: Source) -> Election | None:
    """The election, or None if it has to be read word by word."""
    found = _head_on_its_lines(source)
    if found is None:
        return None
    head, at = found
    papers = mixed(source.text[at:], head.names)
    if papers is None:
        return None
    end = at + papers.end
    tail = without_comments(Source(source.name, source.text[end:], source.notices))
    return _whole(head, papers.cast, tail, source.text.count("\n", 0, end))


def _head_on_its_lines(source: Source) -> tuple[_Head, int] | None:
    """What stands before the papers, and where the line after it begins.

    None if the papers begin on a line of the head, if a comment runs on into them, or if nicknames
    are numbers, which then mean other candidates than they say.
    """
    text = source.text[: source.text.rfind("\n", 0, LONGEST_HEAD) + 1]
    try:
        reader = Reader(without_comments(Source(source.name, text)))
        head = _head(reader)
        at = text.find("\n", reader.read_to) + 1
        lines = without_comments(Source(source.name, text[:at]))
    except BadInput:
        return None
    if not reader.peek() or any(nick.isdigit() for nick in head.names.nicknames):
        return None
    return None if lines.text[reader.read_to :].strip() else (head, at)


def _read_word_by_word(source: Source) -> Election:
    plain = without_comments(source)
    reader = Reader(plain)
    head, rows = _head(reader), Rows()
    while (paper := next_paper(reader, head.names)) is not None:
        rows.add(*paper)
    rest = Source(plain.name, reader.rest(), plain.notices)
    return _whole(head, rows.cast(), rest, reader.lines_before)


def _whole(head: _Head, cast: Cast, tail: Source, lines_before: int) -> Election:
    names, title, notices = names_of(tail, head.candidates, lines_before)
    try:
        contest = checked(
            Contest(
                seats=head.seats,
                candidates=tuple(Candidate(name=name) for name in names),
                withdrawn=frozenset(number - 1 for number in head.withdrawn),
                title=title,
            )
        )
    except BadInput as refusal:
        raise BadInput(f"{tail.name}: {refusal.sentence}") from None
    return Election(
        FORMAT,
        contest,
        cast,
        tuple(names[number - 1] for number in head.tie_order),
        (*tail.notices, *head.notices, *notices),
    )


def _so_many(reader: Reader, what: str) -> int:
    number = reader.number(f"the number of {what}")
    if number < 1:
        raise reader.unexpected(f"at least 1 for the number of {what}")
    if number > MOST_CANDIDATES:
        raise reader.unexpected(f"at most {MOST_CANDIDATES:,} for the number of {what}")
    return number


def _head(reader: Reader) -> _Head:
    candidates, seats = _so_many(reader, "candidates"), _so_many(reader, "places")
    head = _Head(Names(candidates), seats)
    while (word := reader.peek()) and (word[0] == "[" or _withdraws(word)):
        reader.next()
        if word[0] == "[":
            _option(reader, head, word)
        else:
            head.withdrawn.add(head.names.candidate(reader, word[1:]))
    return head


def _withdraws(word: str) -> bool:
    return word[0] == "-" and word[1:].isdigit()


def _option(reader: Reader, head: _Head, word: str) -> None:
    if not word.endswith("]"):
        raise reader.unexpected("a ']' at the end of the option")
    name, *values = word[1:-1].split() or [""]
    match name:
        case "nick":
            if len(values) != head.candidates or len(set(values)) != len(values):
                raise reader.unexpected(f"one nickname for each of {head.candidates} candidates")
            known = {nick: number for number, nick in enumerate(values, start=1)}
            head.names = Names(head.candidates, known)
        case "tie":
            head.tie_order = _all_once(reader, head, values)
        case "withdrawn":
            head.withdrawn |= {head.names.candidate(reader, value) for value in values}
        case "undeclared":
            head.notices.append(
                f"{reader.name}: the undeclared candidates are counted like all others."
            )
        case "droop":
            head.notices.append(
                f"{reader.name}: '{' '.join(values)}' is an option of the program Droop and was "
                "not used. Choose the rule with --rule."
            )
        case _:
            raise reader.unexpected("one of the options tie, nick, withdrawn, undeclared, droop")


def _all_once(reader: Reader, head: _Head, values: Sequence[str]) -> tuple[int, ...]:
    order = tuple(head.names.candidate(reader, value) for value in values)
    if sorted(order) != list(range(1, head.candidates + 1)):
        raise reader.unexpected("every candidate once in the order for ties")
    return order
