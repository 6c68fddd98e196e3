"""One pass over a file of history, line after line, with everything that was found wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from services.store.import_lines import ImportOrder, Named, OutOfPlace, without_end
from services.store.importing_blocks import Block, LineWithoutEnd, blocks
from services.store.importing_streams import FileStreams, processes_of
from services.store.importing_writing import Row, Writing


class Reading:
    """One pass over a file.  `now` is the organisation's present."""

    def __init__(self, file: Path, order: ImportOrder, now: datetime) -> None:
        self._file = file
        self._named = Named(file)
        self._writing = Writing(order)
        self.streams = FileStreams(now)

    def rows(self) -> Iterator[list[tuple[int, Row]]]:
        """The acts with the numbers of their lines, many at a time.

        Raises `ImportRefused` once all bad lines are known.  After the first of them nothing more
        is yielded: the import is lost, and the rest is only looked at.
        """
        try:
            for block in blocks(self._file):
                rows = list(self._rows(block))
                if not self._named:
                    yield rows
        except LineWithoutEnd as error:
            self._named.add(error.number, *without_end(error.begins))
            raise self._named.refusal(more=True) from None
        if not self._named:
            for number, foreign in self.streams.foreign():
                self._named.add(number, foreign.stood_there, str(foreign))
        if self._named:
            raise self._named.refusal()

    def _rows(self, block: Block) -> Iterator[tuple[int, Row]]:
        take = self.streams.take
        for number, line, found in self._writing.acts(block):
            if isinstance(found, tuple):
                topic, given, at, row = found
                try:
                    take(topic, given, at)
                except OutOfPlace as error:
                    self._named.name(number, line, error)
                if topic.processes or given.process_id is not None:
                    self.streams.belong_to(number, processes_of(topic, given))
                yield number, row
            else:
                self._named.name(number, line, found)
