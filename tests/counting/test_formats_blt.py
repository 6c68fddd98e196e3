"""BLT files: what they may look like, and how one is refused that can't be read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting.contest import Candidate, Contest
from domain.counting.formats.blt import read_blt
from domain.counting.formats.blt_words import Reader
from domain.counting.formats.election import Election
from domain.counting.formats.writing import write_blt
from domain.counting.papers import GAP, UNKNOWN, Cast
from domain.kernel.refusal import BadInput
from tests.counting.given import Ranks, cast, contest, messy_papers
from tests.counting.reference import REFERENCE, needs_reference
from tests.support.examples import examples

PLAIN = """4 2
3 1 3 4 0
4 1 3 2 0
2 4 1 3 0
1 2 0
0
"Adam"
"Basil"
"Charlotte"
"Donald"
"Title"
"""


def papers_of(election: Election) -> list[tuple[int, str]]:
    """Each kind as its number and its marks: letters, `=` before one of the same rank, `-`."""
    found = []
    joined = election.cast.joined
    for place, row in enumerate(election.cast.marks.tolist()):
        words = ""
        for at, mark in enumerate(row):
            same = joined is not None and joined[place, at]
            words += "=" if same else ""
            words += {0: "", GAP: "-"}.get(mark) or (chr(ord("A") + mark - 1) if mark else "")
        found.append((int(election.cast.number[place]), words))
    return found


def read(text: str | bytes) -> Election:
    return read_blt(text if isinstance(text, bytes) else text.encode(), "some.blt")


ADAM = [(3, "ACD"), (4, "ACB"), (2, "DAC"), (1, "B")]


def test_a_plain_file_is_read() -> None:
    election = read(PLAIN)
    assert papers_of(election) == ADAM
    assert election.contest.names == ("Adam", "Basil", "Charlotte", "Donald")
    assert (election.contest.seats, election.contest.title) == (2, "Title")
    assert election.notices == ()


DIALECTS = {
    "windows lines": PLAIN.replace("\n", "\r\n").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "blank lines": PLAIN.replace("\n", "\n\n"),
    "spaces at the ends of lines": PLAIN.replace("\n", " \t\n"),
    "spaces at the beginnings": PLAIN.replace("\n", "\n   "),
    "everything on one line": PLAIN.replace("\n", " "),
    "a paper over two lines": PLAIN.replace("3 1 3 4 0", "3 1\n3 4 0"),
    "two papers on a line": PLAIN.replace("4 0\n4", "4 0 4"),
    "comments to the end of the line": PLAIN.replace("4 2\n", "# first\n4 2 # places\n// more\n"),
    "comments among papers": PLAIN.replace("2 4 1", "2 /* two\nlines */ 4 1"),
    "nested comments": PLAIN.replace("1 2 0", "1 2 /* a /* b */ c */ 0"),
    "ids of papers": PLAIN.replace("1 2 0\n", "(a 17) 1 2 0\n"),
    "names without quotation marks": PLAIN.replace('"Adam"', "Adam"),
    "nicknames": PLAIN.replace("4 2\n", "4 2\n[nick a b c d]\n").replace("1 2 0", "1 b 0"),
    "zeros in front": PLAIN.replace("3 1 3 4 0", "003 01 3 4 0"),
    "no line after the title": PLAIN.rstrip("\n"),
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_a_dialect_says_the_same_as_the_plain_file(text: str | bytes) -> None:
    election = read(text)
    assert papers_of(election) == ADAM
    assert election.contest == read(PLAIN).contest


def test_equal_ranks_and_ranks_left_out_are_kept() -> None:
    changed = PLAIN.replace("3 1 3 4 0", "3 1=3 - 4 0").replace("2 4 1 3 0", "2 4 (1 3) 0")
    assert papers_of(read(changed)) == [(3, "A=C-D"), (4, "ACB"), (2, "DA=C"), (1, "B")]


@pytest.mark.parametrize("lines", ["-2", "-2 -4", "-2\n-4", "[withdrawn 2 4]", "-2\n[withdrawn 4]"])
def test_withdrawn_candidates_are_marked(lines: str) -> None:
    election = read(PLAIN.replace("4 2\n", f"4 2\n{lines}\n"))
    assert election.contest.withdrawn == ((1,) if lines == "-2" else (1, 3))
    assert papers_of(election) == ADAM


def test_the_order_of_lots_is_read_as_names() -> None:
    election = read(PLAIN.replace("4 2\n", "4 2\n[tie 3 1\n 4 2 ]\n"))
    assert election.tie_order == ("Charlotte", "Adam", "Donald", "Basil")


@pytest.mark.parametrize("option", ["[droop precision=5]", "[undeclared 4]"])
def test_an_option_that_is_not_used_is_told(option: str) -> None:
    assert "some.blt" in read(PLAIN.replace("4 2\n", f"4 2\n{option}\n")).notices[0]


NAMES = {
    '"Ann O\'Neill"': "Ann O'Neill",
    '"John "Jack" Smith"': 'John "Jack" Smith',
    '"John \\"Jack\\" Smith"': 'John "Jack" Smith',
    '"John ""Jack"" Smith"': 'John "Jack" Smith',
    '""Jack" Smith"': '"Jack" Smith',
    '"Number #5 // five"': "Number #5 // five",
    '"Cåstor"': "Cåstor",
    '"  spaces   within "': "spaces within",
    "Plain Words": "Plain Words",
    '"Last one" # a comment': "Last one",
}


@pytest.mark.parametrize(("written", "meant"), NAMES.items())
def test_a_name_is_what_was_meant(written: str, meant: str) -> None:
    assert read(PLAIN.replace('"Basil"', written)).contest.names[1] == meant


def test_a_title_may_be_missing() -> None:
    assert read(PLAIN.replace('"Title"\n', "")).contest.title == ""


def test_what_follows_the_title_is_told() -> None:
    assert read(PLAIN + '"source"\n"comment"\n').notices == (
        "some.blt, line 12: what follows the title was not used.",
    )


def test_latin_1_is_read_and_told() -> None:
    election = read(PLAIN.replace("Adam", "Åke").encode("latin-1"))
    assert election.contest.names[0] == "Åke"
    assert "Latin-1" in election.notices[0]


BAD = {
    "4 x\n": "some.blt, line 1: 'x' stands where the number of places was expected.",
    "": "some.blt, line 1: the file ends where the number of candidates was expected.",
    "4 0\n": "some.blt, line 1: '0' stands where at least 1 for the number of places",
    PLAIN.replace("1 2 0", "1 5 0"): "line 5: '5' stands where a candidate from 1 to 4 was",
    PLAIN.replace("1 2 0", "1 2= 0"): "line 5: '2=' stands where a candidate from 1 to 4 was",
    PLAIN.replace("1 2 0", "1 two 0"): "line 5: 'two' stands where a candidate from 1 to 4 was",
    PLAIN.replace("1 2 0", "1.5 2 0"): "line 5: '1.5' stands where a number of papers, or 0",
    PLAIN.replace("1 2 0", "-1 2 0"): "line 5: '-1' stands where a number of papers, or 0",
    PLAIN.replace("1 2 0", "(a) 0 2 0"): "line 5: '0' stands where a number of papers from 1",
    PLAIN.replace("1 2 0\n0", "1 2 0"): "line 6: '\"' stands where a number of papers, or 0",
    PLAIN.replace("1 2 0\n0", "1 2"): "line 6: '\"' stands where a candidate, or 0 at the end",
    PLAIN.replace('"Title"', "").replace('"Donald"', ""): (
        "line 9: the file ends where the name of candidate 4 of 4 was expected"
    ),
    PLAIN.replace('"Basil"', '""'): "line 8: '\"\"' stands where the name of a candidate",
    PLAIN.replace("4 2", "4 2\n[tie 1 2]"): "line 2: '[tie 1 2]' stands where every candidate once",
    PLAIN.replace("4 2", "4 2\n[nick a b]"): "line 2: '[nick a b]' stands where one nickname",
    PLAIN.replace("4 2", "4 2\n[foo]"): "line 2: '[foo]' stands where one of the options",
    PLAIN.replace("4 2", "4 2\n-7"): "line 2: '-7' stands where a candidate from 1 to 4",
    PLAIN.replace("4 2", "4 2 /* never ends"): "the file ends where '*/' at the end of a comment",
    PLAIN.replace("Basil", "Adam"): "Two candidates are named 'Adam'",
    PLAIN.replace("3 1 3 4 0", f"{10**17} 1 0"): "stands where a number of papers from 1 to",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_is_refused_with_its_line_and_what_was_expected(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert BAD[text] in str(refused.value)
    assert str(refused.value).startswith("some.blt")


@settings(max_examples=examples(60), deadline=None)
@given(papers=messy_papers(4), seats=st.integers(1, 5), data=st.data())
def test_papers_written_and_read_are_the_same(
    papers: list[tuple[int, Ranks]], seats: int, data: st.DataObject
) -> None:
    known = [
        (number, tuple(tuple(max(m, GAP) if m != UNKNOWN else 1 for m in rank) for rank in ranks))
        for number, ranks in papers
    ]
    name = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)
    names = data.draw(st.lists(name, min_size=4, max_size=4, unique=True))
    asked = Contest(
        seats=seats,
        candidates=tuple(Candidate(name=each) for each in names),
        withdrawn=data.draw(st.frozensets(st.integers(0, 3))),
        title=data.draw(name),
    )
    election = read(write_blt(asked, cast(known)))
    assert election.contest == asked
    assert write_blt(election.contest, election.cast) == write_blt(asked, cast(known))


def _joined(cast: Cast) -> npt.NDArray[np.bool_]:
    """As it is, with a shape of its own for none."""
    return np.zeros(0, dtype=np.bool_) if cast.joined is None else cast.joined


def _same(one: Election, other: Election) -> bool:
    return (
        one.contest == other.contest
        and one.notices == other.notices
        and np.array_equal(one.cast.marks, other.cast.marks)
        and np.array_equal(one.cast.number, other.cast.number)
        and np.array_equal(_joined(one.cast), _joined(other.cast))
        and one.tie_order == other.tie_order
    )


@settings(max_examples=examples(60), deadline=None)
@given(
    lines=st.lists(
        st.lists(st.integers(0, 5), max_size=5).map(lambda row: " ".join(map(str, [*row, 0]))),
        max_size=6,
    ),
    end=st.sampled_from(["\n", "\r\n"]),
    head=st.sampled_from(["5 2", "5 2\n-3", "# note\n5 2", "5 2\n[tie 5 4 3 2 1]", "5 0"]),
)
def test_in_bulk_and_word_by_word_give_the_same_or_the_same_refusal(
    lines: list[str], end: str, head: str
) -> None:
    text = end.join([head, *lines, "0", '"A"', '"B"', '"C"', '"D"', '"E"', '"T"', ""]).encode()
    careful, fast = _outcome(text, in_bulk=False), _outcome(text, in_bulk=True)
    if isinstance(careful, str) or isinstance(fast, str):
        assert careful == fast
    else:
        assert _same(careful, fast)


# Odd words and ends of lines, in any order: most of what they make is wrong, and has to be wrong in
# the same way.
ODD = st.lists(
    st.sampled_from(
        ["1", "2", "3", "0", "00", "01", "-", "1=2", "(1 2)", "(a1)", "(3", "6", "1234567890"]
        + ["\n"] * 4
        + [" ", "\t", "# one\n", "// 1 2 0\n", "/*", "*/", "/* 1 0 */", '"', "[", "\u00a0", "é"]
    ),
    max_size=9,
).map(" ".join)
PLAIN_LINES = st.lists(
    st.lists(st.integers(1, 5), min_size=1, max_size=5).map(
        lambda row: " ".join(map(str, [*row, 0]))
    ),
    max_size=4,
).map("\n".join)


@settings(max_examples=examples(400), deadline=None)
@given(
    parts=st.lists(st.one_of(ODD, PLAIN_LINES, PLAIN_LINES), max_size=6),
    between=st.sampled_from(["\n", "\n", " "]),
    head=st.sampled_from(["5 2", "5 2 /* x", "5 2\n[nick a b 3 2 1]", "5 2\n[nick a b c d e]"]),
    end=st.sampled_from(["0\n", "1 0 0\n", "1 2 0 0", "(x) 0\n", ""]),
)
def test_odd_lines_among_plain_ones_are_read_the_same_in_bulk_and_word_by_word(
    parts: list[str], between: str, head: str, end: str
) -> None:
    names = '"A"\n1 2 0\nC # c\n"D"\n"E"\n0\n'
    text = ("\n".join([head, between.join(parts), end]) + names).encode()
    careful, fast = _outcome(text, in_bulk=False), _outcome(text, in_bulk=True)
    if isinstance(careful, str) or isinstance(fast, str):
        assert careful == fast
    else:
        assert _same(careful, fast)


def _outcome(text: bytes, *, in_bulk: bool) -> Election | str:
    try:
        return read_blt(text, "some.blt", in_bulk=in_bulk)
    except BadInput as refusal:
        return str(refusal)


ODD_LINES = {
    "comment": "1 2 0 # late",
    "equal": "1 1=2 0",
    "gap": "1 2 - 3 0",
    "several": "1 2 0 1 3 0",
    "wrapped": "1 2\n3 4 0",
    "wrapped twice": "1 2\n3\n4 0",
    "block": "/* no papers:\n1 2 0\n2 1 0\n*/ 1 2 0",
}


@pytest.mark.parametrize("line", ODD_LINES.values(), ids=list(ODD_LINES))
def test_one_odd_line_makes_no_other_line_slow(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many words are read one by one in a long file as in a short one."""
    text = "\n".join(["4 2", "{}", line, "{}", "0", '"A"', '"B"', '"C"', '"D"', '"T"', ""])
    few, many = (_words_read(text.format(_many(n), _many(n)), monkeypatch) for n in (3, 300))
    assert few == many


def _many(lines: int) -> str:
    return "\n".join(["2 4 1 0", "(a1) 1 3 0", "1 0"] * lines)


def _words_read(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    words = []
    with monkeypatch.context() as watched:
        next_word = Reader.next

        def noted(self: Reader) -> str:
            words.append(next_word(self))
            return words[-1]

        watched.setattr(Reader, "next", noted)
        fast = read(text)
    assert _same(fast, read_blt(text.encode(), "some.blt", in_bulk=False))
    return len(words)


def test_papers_that_run_over_many_lines_are_read_word_by_word() -> None:
    text = PLAIN.replace("3 1 3 4 0", "\n".join(["3 1 3", "4 0"] * 1_200))
    assert _same(read(text), read_blt(text.encode(), "some.blt", in_bulk=False))


def test_nicknames_that_are_numbers_mean_whom_they_name() -> None:
    election = read(PLAIN.replace("4 2\n", "4 2\n[nick 4 3 2 1]\n"))
    assert papers_of(election)[0] == (3, "DBA")


@needs_reference
@pytest.mark.parametrize("file", sorted(REFERENCE.glob("*/*.blt"))[::4], ids=lambda file: file.stem)
def test_real_files_are_read_the_same_in_bulk_and_word_by_word(file: object) -> None:
    data = REFERENCE.joinpath(str(file)).read_bytes()
    assert _same(read_blt(data, "some.blt"), read_blt(data, "some.blt", in_bulk=False))


def test_an_unknown_name_can_not_be_written() -> None:
    with pytest.raises(BadInput, match="no candidate"):
        write_blt(contest(), cast([(1, ((UNKNOWN,),))]))
