"""The embedded PostgreSQL server: started, stopped and killed for one state folder.

It listens on loopback alone, with a generated password; it keeps what it is told even through a
power cut, unless it was made for a test. It knows nothing of the tables in it.
"""

from __future__ import annotations

import signal
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psycopg

from services.runtime.cluster import OWNER, Cluster, Paths, erase_cluster, open_cluster
from services.runtime.guarded import Guarded, Order, ServerDidNotStart
from services.runtime.lock import FolderLock, is_held
from services.runtime.ports import LOOPBACK, free_port

DATABASE: Final = "convenor"
MAINTENANCE_DATABASE: Final = "postgres"
START_SECONDS: Final = 60.0
# A fast shutdown writes a checkpoint; on a slow disk after a bulk import that takes its time.
GRACE_SECONDS: Final = 30.0
ATTEMPTS_AT_A_PORT: Final = 3

SETTINGS: Final = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}
# A database that a test throws away need not reach the disk.
SETTINGS_OF_A_TEST: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
}


class EmbeddedPostgres:
    """One server over `state/postgres`; a context manager that runs it while inside.

    `durable=False` gives up the disk for speed and is for tests alone. A port is chosen at the
    first start and kept by later ones, so that `url` stays what it was.
    """

    def __init__(self, state: Path, *, durable: bool = True, port: int = 0) -> None:
        self._paths = Paths(state.resolve() / "postgres")
        self._durable = durable
        self._port = port
        self._port_is_given = port != 0
        self._guarded: Guarded | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the organisation's database, password included."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return _url(self._paths, self._port, database)

    @property
    def port(self) -> int:
        return self._port

    @property
    def pid(self) -> int | None:
        """The number of the running server, None while there is none."""
        return self._guarded.pid if self._guarded and self._guarded.running else None

    def start(self) -> None:
        """Return when the server takes clients; nothing is done if it already runs."""
        if self.pid:
            return
        self._paths.home.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(self._paths.lock)
        lock.take()
        try:
            self._run(open_cluster(self._paths.home), lock)
        finally:
            lock.hand_over()
        _ensure_database(self.url_of(MAINTENANCE_DATABASE))

    def stop(self) -> None:
        if self._guarded:
            self._guarded.stop()

    def kill9(self) -> None:
        """End it as a crash would: no checkpoint, no farewell to the clients."""
        if self._guarded:
            self._guarded.kill9()

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def has_data(self) -> bool:
        """Whether anything was ever stored in this folder."""
        return self._paths.data.exists()

    def erase(self) -> None:
        """Stop, and forget everything that was stored."""
        self.stop()
        erase_cluster(self._paths.home)

    def _run(self, cluster: Cluster, lock: FolderLock) -> None:
        attempts_left = 1 if self._port_is_given else ATTEMPTS_AT_A_PORT
        while True:
            self._port = self._port or free_port()
            try:
                self._guarded = Guarded(self._order(cluster), lock)
                self._guarded.wait_until(self._answers, START_SECONDS)
                return
            except ServerDidNotStart as failure:
                attempts_left -= 1
                if "could not bind" not in str(failure) or not attempts_left:
                    raise
                # Somebody took the port between our question and the server's claim.
                self._port = 0
                lock.take()

    def _order(self, cluster: Cluster) -> Order:
        settings = SETTINGS | ({} if self._durable else SETTINGS_OF_A_TEST)
        settings = settings | {"port": str(self._port)}
        options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        return Order(
            name="PostgreSQL",
            command=[str(cluster.programs / "bin" / "postgres"), "-D", str(cluster.data), *options],
            folder=cluster.data,
            log=self._paths.log,
            account=cluster.account,
            # Fast shutdown; immediate where nobody is left to wait for the end of it.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGQUIT,
            grace_seconds=GRACE_SECONDS,
        )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url_of(MAINTENANCE_DATABASE), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def running_at(state: Path) -> str | None:
    """The address, password included, of the server that some process runs over this state."""
    paths = Paths(state.resolve() / "postgres")
    if not is_held(paths.lock):
        return None
    try:
        notice = (paths.data / "postmaster.pid").read_text("utf-8").splitlines()
        # The server's own notice: its fourth line is the port, the eighth its condition.
        if len(notice) >= 8 and notice[7].strip() == "ready":
            return _url(paths, int(notice[3]), DATABASE)
    except OSError:
        pass
    return None


def _ensure_database(maintenance_url: str) -> None:
    with psycopg.connect(maintenance_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if not known.fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _url(paths: Paths, port: int, database: str) -> str:
    password = paths.password.read_text("ascii")
    return f"postgresql://{OWNER}:{password}@{LOOPBACK}:{port}/{database}"
