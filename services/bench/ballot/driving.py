"""The voters: so many connections from another process, each request written as it is.

A caller sends its next request when the one before is answered, or at moments that were fixed
beforehand: then a time runs from the moment fixed, so that waiting in a line counts.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import NamedTuple
from urllib.parse import urlsplit

import orjson

from services.bench.report import at


class Post(NamedTuple):
    """One request: its path, its body, and who asks; nobody where that is empty."""

    path: str
    body: bytes
    person: str = ""

    def written(self, host: str) -> bytes:
        """As HTTP/1.1 has it."""
        who = f"Act-As: {self.person}\r\n" if self.person else ""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"{who}Content-Length: {len(self.body)}\r\n\r\n"
        )
        return head.encode() + self.body


class Answered(NamedTuple):
    """What came of the requests, in their order.

    `seconds` from the first request to the last answer; `times` in milliseconds; `processor` is
    what the voters' own process used, in seconds.
    """

    seconds: float
    times: list[float]
    statuses: dict[int, int]
    bodies: list[bytes]
    processor: float

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def at(self, share: float) -> float:
        """The time within which that share of them was answered, in milliseconds."""
        return at(self.times, share)


def driven(
    address: str, posts: Sequence[Post], callers: int, rate: float | None = None
) -> Answered:
    """Send all of it from another process: as fast as it is answered, or at a rate a second."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return elsewhere.submit(_driven, address, list(posts), callers, rate).result()


def _driven(address: str, posts: list[Post], callers: int, rate: float | None) -> Answered:
    return asyncio.run(_Voters(address, posts, rate).all_of_it(callers))


class _Voters:
    def __init__(self, address: str, posts: Sequence[Post], rate: float | None) -> None:
        split = urlsplit(address)
        self._host, self._port = split.hostname or "", split.port or 80
        self._written = [post.written(split.netloc) for post in posts]
        self._rate = rate
        self._times = [0.0] * len(posts)
        self._bodies = [b""] * len(posts)
        self._statuses: Counter[int] = Counter()

    async def all_of_it(self, callers: int) -> Answered:
        places = iter(range(len(self._written)))
        used, begun = process_time(), perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(callers):
                group.create_task(self._caller(places, begun))
        return Answered(
            seconds=perf_counter() - begun,
            times=self._times,
            statuses=dict(self._statuses),
            bodies=self._bodies,
            processor=process_time() - used,
        )

    async def _caller(self, places: Iterator[int], begun: float) -> None:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        for place in places:
            since = await self._turn(place, begun)
            writer.write(self._written[place])
            status, self._bodies[place] = await _answer(reader)
            self._times[place] = (perf_counter() - since) * 1_000
            self._statuses[status] += 1
        writer.close()

    async def _turn(self, place: int, begun: float) -> float:
        """When a request is due; waited for."""
        if self._rate is None:
            return perf_counter()
        due = begun + place / self._rate
        await asyncio.sleep(max(due - perf_counter(), 0))
        return due


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(_lengths(head.split(b"\r\n")), 0)
    return status, await reader.readexactly(length)


def _lengths(lines: Iterable[bytes]) -> Iterator[int]:
    for line in lines:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            yield int(value)


def body(**said: object) -> bytes:
    """A body of JSON."""
    return orjson.dumps(said)
