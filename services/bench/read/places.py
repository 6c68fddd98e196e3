"""What stands in the places of an address: the largest thing of each kind, and some by chance.

Besides, one for each way in which such a thing can stand: a meeting that is called offers other
forms than one that is open, and its page is another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.bodies.body import body_id
from services.bench.read.founding import NCG
from services.reading.view import Reading
from services.web.problems import kinds

# The largest first: whatever makes its page long.
IDS: Final[Mapping[tuple[str, ...], str]] = {
    ("slug",): "SELECT slug FROM bodies b WHERE upper_inf(valid) ORDER BY"
    " (SELECT count(*) FROM mandates_ended e WHERE e.body = b.body) DESC, slug",
    ("person",): "SELECT person FROM (SELECT person FROM seats UNION ALL SELECT person FROM posts)"
    " AS held GROUP BY person ORDER BY count(*) DESC, person",
    ("meeting",): "SELECT meeting FROM meeting_attendance WHERE upper_inf(valid)"
    " GROUP BY meeting ORDER BY count(*) DESC, meeting",
    ("report",): "SELECT report FROM reports WHERE upper_inf(valid)"
    " ORDER BY (SELECT max(length(v.content::text)) FROM report_versions v"
    " WHERE v.report = reports.report) DESC NULLS LAST, report",
    ("action",): "SELECT action FROM actions GROUP BY action ORDER BY count(*) DESC, action",
    ("notice",): "SELECT notice FROM notices WHERE upper_inf(valid) ORDER BY notice",
    ("act",): "SELECT act FROM journal ORDER BY cardinality(belongs_to) DESC, act",
    ("rule",): "SELECT rule FROM rule_values GROUP BY rule ORDER BY count(*) DESC, rule",
    ("year",): "SELECT year FROM body_years ORDER BY year",
    ("cycle",): "SELECT cycle FROM cycles WHERE upper_inf(valid) ORDER BY cycle",
    ("assembly",): "SELECT assembly FROM assembly_votes GROUP BY assembly"
    " ORDER BY count(*) DESC, assembly",
    ("proposal",): "SELECT proposal FROM proposals WHERE upper_inf(valid)"
    " ORDER BY (SELECT count(*) FROM amendments a WHERE a.proposal = proposals.proposal) DESC,"
    " proposal",
    ("proposal", "amendment"): "SELECT DISTINCT proposal, amendment FROM amendments"
    " ORDER BY proposal, amendment",
    ("ballot",): "SELECT ballot FROM ballots WHERE upper_inf(valid) ORDER BY ballot",
    ("count",): "SELECT count FROM counts WHERE upper_inf(valid) ORDER BY count",
    ("election",): "SELECT election FROM elections ORDER BY election",
    ("claim",): "SELECT claim FROM claims WHERE upper_inf(valid) ORDER BY claim",
    ("cooption",): "SELECT cooption FROM cooptions WHERE upper_inf(valid) ORDER BY cooption",
    ("resolution",): "SELECT resolution FROM resolutions WHERE upper_inf(valid)"
    " ORDER BY resolution",
    ("change",): "SELECT change FROM suggested_changes WHERE upper_inf(valid) ORDER BY change",
    ("formation",): "SELECT formation FROM formations WHERE upper_inf(valid) ORDER BY formation",
    ("occasion",): "SELECT occasion FROM convenor.outbox GROUP BY occasion"
    " ORDER BY count(*) DESC, occasion",
}
_ONE_FOR_EACH: Final = """
    SELECT DISTINCT ON ({states}) {key} FROM {table} WHERE upper_inf(valid)
    ORDER BY {states}, (coalesce({body} = %(first)s, false)) DESC, {key}
"""
_REPORT: Final = "version > 0, shown IS NULL, online IS NULL, agreed_version > 0"
# The name, the table, by what its things differ, and whose they are: one of the coordinating group
# is chosen where there is one, for those who act may do most there.
STATES: Final = (
    ("meeting", "body_meetings", "state", "body"),
    ("report", "reports", _REPORT, "body"),
    ("action", "actions", "status", "body"),
    ("proposal", "proposals", "state", "grp"),
    ("cooption", "cooptions", "state", "body"),
    ("resolution", "resolutions", "state", "body"),
    ("change", "suggested_changes", "state", "body"),
    ("formation", "formations", "state", "parent"),
    ("claim", "claims", "outcome IS NULL", "NULL::uuid"),
    ("count", "counts", "state", "NULL::uuid"),
)
_PLACE: Final = re.compile(r"\{(\w+)(?::\w+)?\}")

Found = Sequence[tuple[Any, ...]]


class Places:
    """What there is of each kind; the same seed always picks the same."""

    def __init__(self, at: Reading, seed: int, some: int) -> None:
        self._found = {names: _picked(at.rows(asked), seed, some) for names, asked in IDS.items()}
        for name, table, states, body in STATES:
            asked = _ONE_FOR_EACH.format(key=name, table=table, states=states, body=body)
            besides = [tuple(row) for row in at.rows(asked, first=body_id(NCG))]
            self._found[name,] = [*dict.fromkeys((*self._found[name,], *besides))]
        self._found["kind",] = [(kind,) for kind in sorted(kinds())[:some]]

    def of(self, *names: str) -> Found:
        """The things of these names, the largest first; none if the organisation has none."""
        return self._found.get(names, ())

    def filled(self, path: str) -> list[str]:
        """The address with each of the things in its places; none where there is no such thing."""
        names = tuple(_PLACE.findall(path))
        if not names:
            return [path]
        return [_with(path, one) for one in self.of(*names)]


def _with(path: str, words: tuple[Any, ...]) -> str:
    filling = map(str, words)
    return _PLACE.sub(lambda _: next(filling), path)


def _picked(rows: Found, seed: int, some: int) -> Found:
    """The largest, and some of the others."""
    if len(rows) <= some:
        return rows
    return [rows[0], *random.Random(seed).sample(rows[1:], some - 1)]
