"""How the pages are handed out to whoever is connected."""

from __future__ import annotations

import asyncio
import socket

from services.config import Settings
from services.web.serving import listen


def test_no_part_of_an_answer_waits_until_the_part_before_it_is_acknowledged() -> None:
    assert asyncio.run(_sent_at_once(listen(Settings(port=0))))


async def _sent_at_once(listening: socket.socket) -> bool:
    """Whether a connection that asyncio takes in on this socket does without Nagle's algorithm."""
    taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        taken.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        writer.close()

    async with await asyncio.start_server(connected, sock=listening):
        _, writer = await asyncio.open_connection(*listening.getsockname()[:2])
        sent_at_once = await taken
        writer.close()
    return sent_at_once
