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
c]`).  A plain file of a hundred thousand lines is read in bulk (`blt_bulk`), to the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.counting.contest import Candidate, Contest, checked
from domain.counting.formats.blt_bulk import bulk
from domain.counting.formats.blt_words import Reader, names_of, without_comments
from domain.counting.formats.election import MOST_PAPERS, Election, Rows
from domain.counting.formats.source import Source, decoded
from domain.counting.papers import GAP, Cast
from domain.kernel.refusal import BadInput

FORMAT = "BLT"
SKIPPED = "-"


@dataclass(slots=True)
class _Head:
    """What stands before the papers."""

    candidates: int
    seats: int
    withdrawn: set[int] = field(default_factory=set)
    tie_order: tuple[int, ...] = ()
    nicknames: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


def read_blt(data: bytes, name: str, *, in_bulk: bool = True) -> Election:
    """The election in a BLT file; raises `BadInput` with the line and what was expected there.

    `in_bulk` false reads every word by itself; the result is the same.
    """
    found = bulk(data) if in_bulk else None
    if found is None:
        return _read_word_by_word(decoded(data, name))
    reader = Reader(without_comments(decoded(found.head, name)))
    head = _head(reader)
    if reader.peek() or int(found.cast.marks.max(initial=0)) > head.candidates:
        return _read_word_by_word(decoded(data, name))
    tail = without_comments(decoded(found.tail, name))
    return _whole(head, found.cast, tail, found.lines_before_tail)


def _read_word_by_word(source: Source) -> Election:
    plain = without_comments(source)
    reader = Reader(plain)
    head = _head(reader)
    cast = _papers(reader, head)
    rest = Source(plain.name, reader.rest(), plain.notices)
    return _whole(head, cast, rest, reader.lines_before)


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


def _head(reader: Reader) -> _Head:
    candidates = reader.number("the number of candidates")
    seats = reader.number("the number of places")
    for number, what in ((candidates, "candidates"), (seats, "places")):
        if number < 1:
            raise reader.unexpected(f"at least 1 for the number of {what}")
    head = _Head(candidates, seats)
    while (word := reader.peek()) and (word[0] == "[" or _withdraws(word)):
        reader.next()
        if word[0] == "[":
            _option(reader, head, word)
        else:
            head.withdrawn.add(_candidate(reader, head, word[1:]))
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
            head.nicknames = {nick: number for number, nick in enumerate(values, start=1)}
        case "tie":
            head.tie_order = _all_once(reader, head, values)
        case "withdrawn":
            head.withdrawn |= {_candidate(reader, head, value) for value in values}
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
    order = tuple(_candidate(reader, head, value) for value in values)
    if sorted(order) != list(range(1, head.candidates + 1)):
        raise reader.unexpected("every candidate once in the order for ties")
    return order


def _candidate(reader: Reader, head: _Head, word: str) -> int:
    number = head.nicknames.get(word)
    if number is None and word.isascii() and word.isdigit():
        number = int(word)
    if number is None or not 1 <= number <= head.candidates:
        known = f"a candidate from 1 to {head.candidates}"
        raise reader.unexpected(f"{known} or a nickname" if head.nicknames else known)
    return number


def _papers(reader: Reader, head: _Head) -> Cast:
    rows, known = Rows(), {SKIPPED: [GAP]}
    while True:
        with_id = reader.peek().startswith("(")
        if with_id:
            reader.next()
        number = reader.number("a number of papers, or 0 for the end of the papers")
        if not number and not with_id:
            return rows.cast()
        if not 1 <= number <= MOST_PAPERS:
            raise reader.unexpected(f"a number of papers from 1 to {MOST_PAPERS}")
        rows.add(number, _ranks(reader, head, known))


def _ranks(reader: Reader, head: _Head, known: dict[str, list[int]]) -> list[list[int]]:
    """The ranks of a paper; `known` remembers what a word means, for there are millions."""
    ranks: list[list[int]] = []
    while (word := reader.next()) != "0":
        rank = known.get(word)
        if rank is None:
            rank = known[word] = _rank(reader, head, word)
        ranks.append(rank)
    return ranks


def _rank(reader: Reader, head: _Head, word: str) -> list[int]:
    if not word or word[0] in '"[':
        raise reader.unexpected("a candidate, or 0 at the end of the paper,")
    if word[0] == "(" and word.endswith(")"):
        return [_candidate(reader, head, each) for each in word[1:-1].split()]
    return [_candidate(reader, head, each) for each in word.split("=")]
