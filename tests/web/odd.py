"""What nobody would send on purpose: values for addresses, fields and bodies that fit nothing."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import strategies as st

NUMBERS = (
    "0",
    "-1",
    "007",
    "9" * 18,
    "9" * 19,
    "9" * 400,
    "9" * 5000,
    "1e999",
    "NaN",
    "²",
    "１２",
    "½",
)
MOMENTS = (
    "0000-00-00",
    "0001-01-01",
    "1800-01-01",
    "1900-01-01",
    "2021-07-15",
    "2022-02-30",
    "9999-12-31",
    "9999-12-31T23:59:59",
    "2021-10-31T01:30",
    "2022-01-01T00:00+99:99",
    "-0044-03-15",
    "9999-12-31T23:00:00-14:00",
    "0001-01-01T00:00:00+14:00",
    "2200-01-01T00:00:00Z",
)
NAMES = (
    "",
    " ",
    "None",
    "a" * 6000,
    "../../etc",
    "'; --",
    "<b>&amp;",
    "\r\nX: 1",
    "\u202e\u0301🗳",
    "\x00",
    "\x1b[31m",
    "{{ 7*7 }}",
    "%s%d",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "-" * 36,
    "ncg",
    "staff",
    "M00001",
    "A1",
    "A2",
    "p1",
    "yes",
    "drafting",
    "election.ncg.method",
)
RAW = ("%00", "%ff%fe", "%ed%a0%80", "%", "%zz", "%2e%2e%2f", "%0d%0a", "+")

words = st.one_of(st.sampled_from(NUMBERS), st.sampled_from(MOMENTS), st.sampled_from(NAMES))
in_address = st.one_of(words.map(lambda word: quote(word, safe="")), st.sampled_from(RAW))
anything = st.recursive(
    st.one_of(
        words,
        st.integers(),
        st.integers(min_value=-5, max_value=5),
        st.floats(allow_nan=True),
        st.booleans(),
        st.none(),
    ),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.text(max_size=8), below, max_size=3)
    ),
    max_leaves=6,
)
