"""A large file read by several processes at once, each taking every n-th block of lines.

What they find right goes into the log in the order of the file.  At the first doubt they stop, and
the file is read again line after line by `importing_reading`, which says what is wrong.
"""

from __future__ import annotations

import fcntl
import gc
import marshal
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from services.store.import_lines import ImportOrder
from services.store.importing_blocks import Block, blocks
from services.store.importing_streams import FileStreams, processes_of
from services.store.importing_topics import Topics
from services.store.importing_writing import Row, Writing, packed

LARGE: Final = 4_000_000
"""Bytes from which more than one process is worth its beginning."""

_MOST: Final = 3  # with more of them the database is what is waited for
_ROOM: Final = 1 << 20
_END, _DOUBT = marshal.dumps(None), marshal.dumps(False)

Facts = tuple[list[str], list[int], list[str], list[float], list[str]]
"""Of the acts of a block: streams, versions, topics, moments; and the processes that they name."""


class Doubtful(Exception):
    """Something is wrong with the file, or a process was lost."""


def how_many(file: Path) -> int:
    """How many processes to read a file with; 0 if this one should do it by itself.

    A process that has threads is not forked: a lock that one of them holds would stay locked.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or not file.is_file():
        return 0
    cores = len(os.sched_getaffinity(0))
    return min(cores, _MOST) if cores > 1 and file.stat().st_size >= LARGE else 0


@contextmanager
def readers(file: Path, order: ImportOrder, count: int) -> Iterator[list[Connection]]:
    """That many processes at work, and where each sends what it finds.  They end with this."""
    context = get_context("fork")
    writing = Writing(order)  # made once, and theirs by the fork
    receiving, processes = [], []
    for share in range(count):
        receives, sends = context.Pipe(duplex=False)
        found = islice(blocks(file), share, None, count)
        _widen(sends)
        process = context.Process(target=_read, args=(found, writing, sends), daemon=True)
        process.start()
        sends.close()
        receiving.append(receives)
        processes.append(process)
    try:
        yield receiving
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _widen(pipe: Connection) -> None:
    """Let a reader go on with its next block while the last one waits to be fetched."""
    with suppress(OSError):  # it is only slower where that is not allowed
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)


def _read(found: Iterator[Block], writing: Writing, sends: Connection) -> None:
    """The life of a reader."""
    gc.freeze()  # what was there before is not looked at again
    try:
        for block in found:
            for message in _told(block, writing):
                sends.send_bytes(message)
        sends.send_bytes(_END)
    except BrokenPipeError:
        pass  # nobody waits for it any more
    except Exception:  # whatever it is, it is met again in the one process that can tell of it
        sends.send_bytes(_DOUBT)


def _told(block: Block, writing: Writing) -> tuple[bytes, bytes]:
    """What a block says, and its rows.  Raises what is wrong with a line."""
    streams, versions, topics, moments = list[str](), list[int](), list[str](), list[float]()
    processes, rows = set[str](), list[Row]()
    for _, _, act in writing.acts(block):
        if isinstance(act, Exception):
            raise act
        topic, fields, at, row = act
        streams.append(fields["stream"])
        versions.append(row[1])
        topics.append(topic.name)
        moments.append(at)
        rows.append(row)
        if topic.processes or "process_id" in fields:
            processes.update(processes_of(topic, fields))
    facts: Facts = streams, versions, topics, moments, list(processes)
    return marshal.dumps(facts), packed(rows)


def in_order(receiving: Sequence[Connection], streams: FileStreams) -> Iterator[tuple[int, bytes]]:
    """How many acts, and they as a binary COPY has them.  Raises `Doubtful`."""
    topics = Topics()
    try:
        for reader in cycle(receiving):
            facts: Facts | bool | None = marshal.loads(reader.recv_bytes())
            if facts is None:  # blocks are dealt in turn, so whoever has none is the first
                break
            if isinstance(facts, bool):
                raise Doubtful
            _place(facts, topics, streams)
            yield len(facts[0]), reader.recv_bytes()
    except (EOFError, OSError) as error:
        raise Doubtful from error
    if any(streams.foreign()):
        raise Doubtful


def _place(facts: Facts, topics: Topics, streams: FileStreams) -> None:
    *acts, processes = facts
    for stream, version, name, at in zip(*acts, strict=True):
        if not streams.fits(topics.named(name), stream, version, at):
            raise Doubtful
    streams.belong_to(0, processes)
