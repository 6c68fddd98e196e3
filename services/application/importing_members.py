"""Members from a spreadsheet: every bad line is told, and nothing is recorded until there is none.

A line gives a membership number and the day of joining, and may give a local group by its short
name and a region.  Names and addresses are not read: they are personal data and live elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from domain.bodies.body import Body, body_id
from domain.bodies.member import Member, person_id
from domain.kernel.ids import CONVENOR, CommandId, derived
from domain.kernel.moments import LONDON
from domain.kernel.value import Value
from domain.rules.kinds import kind_of
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.asker import Asker
from services.application.bodies import JoinMember, JoinMembers
from services.application.desk import Desk
from services.store.port import MOST_ACTS_AT_ONCE, Store

NUMBER, JOINED, GROUP, REGION = "number", "joined_on", "group", "region"
NEEDED: Final = (NUMBER, JOINED)
COLUMNS: Final = (*NEEDED, GROUP, REGION)


class Remark(Value):
    """What is to be said of one line: what stands there, and what was expected."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


class Report(Value):
    """What came of an import.

    With `faults`, nothing was recorded.  `already` are lines of people who are on the register and
    were left as they are; `not_read` are columns that were passed over.
    """

    file: str
    joined: int = 0
    already: tuple[Remark, ...] = ()
    faults: tuple[Remark, ...] = ()
    not_read: tuple[str, ...] = ()


def import_members(path: Path, desk: Desk, by: Asker) -> Report:
    """Enter everybody in the file, or, if any line is bad, nobody.

    The same file may be given again: who is on the register by then is left alone.  Raises a
    `Refusal` if the asker does not keep the register.
    """
    content = path.read_bytes()
    sheet = _Sheet(path.name, desk.store)
    sheet.read(content)
    report = sheet.report()
    if report.faults or not sheet.joining:
        return report
    key = CommandId(derived(CONVENOR, "import members", sha256(content).hexdigest(), by.person))
    desk.perform(JoinMembers(members=tuple(sheet.joining)), by, key)
    return report.model_copy(update={"joined": len(sheet.joining)})


class _Fault(Exception):
    """One line can't be taken; the text says what stands there and what was expected."""


class _Sheet:
    """One file on its way into the register."""

    def __init__(self, file: str, store: Store) -> None:
        self._file = file
        self._store = store
        self._today = store.now().astimezone(LONDON).date()
        self._rules = store.load(Rulebook, RULEBOOK_ID).at(store.now())
        self._groups: dict[str, bool] = {}
        self._seen: dict[str, int] = {}
        self._faults: list[Remark] = []
        self._already: list[Remark] = []
        self._columns: list[str] = []
        self.joining: list[JoinMember] = []

    def report(self) -> Report:
        unread = (name for name in self._columns if name and name not in COLUMNS)
        return Report(
            file=self._file,
            already=tuple(self._already),
            faults=tuple(self._faults),
            not_read=tuple(unread),
        )

    def read(self, content: bytes) -> None:
        """Take in the whole file, and remember what is wrong with it."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self._fault(line, "holds a byte that is no text. Save the spreadsheet as CSV UTF-8.")
            return
        rows = self._rows(text)
        for line, header in rows:
            if self._understands(line, header):
                for number, row in rows:
                    self._take(number, row)
                self._must_go_in_at_once()
            return
        self._fault(1, f"the file is empty, where a line of headings {_listed()} is expected.")

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with the line on which it begins."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        while True:
            try:
                row = [cell.strip() for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error as error:
                self._fault(line, f"can't be read as CSV ({error}). A quote is opened and closed.")
                return
            if any(row):
                yield line, row
            line = reader.line_num + 1

    def _understands(self, line: int, header: Sequence[str]) -> bool:
        self._columns = [name.lower().replace(" ", "_") for name in header]
        for name in NEEDED:
            if self._columns.count(name) != 1:
                self._fault(
                    line,
                    f"the headings are {', '.join(header)}; one headed '{name}' is expected among "
                    f"{_listed()}, parted by commas.",
                )
                return False
        return True

    def _take(self, line: int, row: list[str]) -> None:
        try:
            joining = self._joining(row)
            self._must_be_new_in_the_file(joining.number, line)
        except _Fault as fault:
            self._fault(line, str(fault))
            return
        if self._store.find(Member, person_id(joining.number)) is None:
            self.joining.append(joining)
        else:
            sentence = f"{joining.number} is on the register already and was left as it is."
            self._already.append(Remark(file=self._file, line=line, sentence=sentence))

    def _joining(self, row: list[str]) -> JoinMember:
        if len(row) != len(self._columns):
            raise _Fault(f"has {len(row)} fields, where {len(self._columns)} are expected.")
        cells = dict(zip(self._columns, row, strict=True))
        try:
            return JoinMember(
                number=_number(cells[NUMBER]),
                joined_on=self._day(cells[JOINED]),
                group=self._group(cells.get(GROUP, "")),
                region=" ".join(cells.get(REGION, "").split()) or None,
            )
        except ValidationError as error:
            first = error.errors()[0]
            raise _Fault(f"can't be taken in: {first['loc'][0]}: {first['msg']}.") from None

    def _day(self, cell: str) -> date:
        try:
            day = date.fromisoformat(cell)
        except ValueError:
            raise _Fault(
                f"{JOINED} is '{cell}', where a day such as 2021-03-15 is expected."
            ) from None
        if day > self._today:
            raise _Fault(f"{JOINED} is {day}, where a day until today ({self._today}) is expected.")
        return day

    def _group(self, cell: str) -> str | None:
        if not cell:
            return None
        if cell not in self._groups:
            body = self._store.find(Body, body_id(cell))
            self._groups[cell] = (
                body is not None
                and not body.dissolved
                and kind_of(self._rules, body.kind).recognised
            )
        if not self._groups[cell]:
            raise _Fault(
                f"{GROUP} is '{cell}', where the short name of a recognised local group, or "
                "nothing, is expected."
            )
        return cell

    def _must_be_new_in_the_file(self, number: str, line: int) -> None:
        first = self._seen.setdefault(number, line)
        if first != line:
            raise _Fault(
                f"{NUMBER} is {number}, as on line {first}, where each member is expected once."
            )

    def _must_go_in_at_once(self) -> None:
        if len(self.joining) > MOST_ACTS_AT_ONCE:
            self._fault(
                1,
                f"the file holds {len(self.joining):,} new members, where {MOST_ACTS_AT_ONCE:,} "
                "at the most are expected. Part it, or bring bulk history in with “convenor "
                "import FILE”.",
            )

    def _fault(self, line: int, sentence: str) -> None:
        self._faults.append(Remark(file=self._file, line=line, sentence=sentence))


def _number(cell: str) -> str:
    if not cell or any(mark.isspace() for mark in cell):
        raise _Fault(f"{NUMBER} is '{cell}', where a membership number without spaces is expected.")
    return cell


def _listed() -> str:
    return ", ".join(COLUMNS)
