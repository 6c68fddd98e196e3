"""How much of a processor was used: by this process, and by the servers of one database.

The database's share is what Linux says of each server process.  Where the database is on another
machine, or the system says nothing of it, it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import process_time
from typing import Any, Final

from psycopg import Connection

NANOSECONDS_IN_A_MS: Final = 1e6
PROGRAM: Final = "postgres"
_SERVERS: Final = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
"""


def of_servers(servers: Iterable[int]) -> float:
    """The milliseconds that these processes of this machine have run."""
    return sum(map(_ran, servers)) / NANOSECONDS_IN_A_MS


def _ran(server: int) -> int:
    told = Path(f"/proc/{server}")
    try:
        if (told / "comm").read_text().strip() != PROGRAM:
            return 0
        return int((told / "schedstat").read_text().split()[0])
    except (OSError, IndexError):
        return 0


class Processor:
    """What this process and the servers of a database have used, in milliseconds.

    Servers that are started later are known after the next `look`.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._servers: list[int] = []
        self.look()

    def look(self) -> None:
        """Find the servers that there are now."""
        self._servers = [row[0] for row in self._connection.execute(_SERVERS).fetchall()]

    def used(self) -> float:
        return 1000 * process_time() + of_servers(self._servers)
