"""The embedded Temporal servers: the real one with its interface, and the one whose time skips.

Both listen on loopback. What the first keeps is the position of each process and nothing else:
`erase` may be called at any time, and reconciling starts the processes again from the store.
"""

from __future__ import annotations

import json
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from services.runtime import binaries
from services.runtime.enclosure import ENCLOSED
from services.runtime.engine_probe import knows_namespace, serves
from services.runtime.guarded import Guarded, Order, ServerDidNotStart
from services.runtime.lock import FolderLock, is_held
from services.runtime.ports import LOOPBACK, free_port

DEFAULT_NAMESPACE: Final = "default"
START_SECONDS: Final = 60.0
GRACE_SECONDS: Final = 10.0
ATTEMPTS_AT_A_PORT: Final = 3
ENCLOSURE: Final = Path(__file__).with_name("enclosure.py")
DOES_NOT_PHONE_HOME: Final = {"TEMPORAL_VERSION_CHECK_DISABLED": "1"}


@dataclass(frozen=True)
class Engine:
    """Where a running Temporal server is found."""

    address: str
    ui_url: str | None


class _LoopbackServer(ABC):
    """What both servers share: a folder, a lock, a port that is kept, a watchdog."""

    def __init__(self, home: Path, port: int) -> None:
        self._home = home
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
    def address(self) -> str:
        return f"{LOOPBACK}:{self._port}"

    @property
    def pid(self) -> int | None:
        return self._guarded.pid if self._guarded and self._guarded.running else None

    def start(self) -> None:
        """Return when the server answers; nothing is done if it already runs."""
        if self.pid:
            return
        self._home.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(self._home / "lock")
        lock.take()
        try:
            self._run(lock)
        finally:
            lock.hand_over()

    def stop(self) -> None:
        if self._guarded:
            self._guarded.stop()

    def kill9(self) -> None:
        """End it as a crash would."""
        if self._guarded:
            self._guarded.kill9()

    def restart(self) -> None:
        self.stop()
        self.start()

    def erase(self) -> None:
        """Stop, and forget everything that the server knew."""
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, lock: FolderLock) -> None:
        attempts_left = 1 if self._port_is_given else ATTEMPTS_AT_A_PORT
        while True:
            self._choose_ports()
            try:
                self._guarded = Guarded(self._order(), lock)
                self._guarded.wait_until(self._answers, START_SECONDS)
                return
            except ServerDidNotStart as failure:
                attempts_left -= 1
                if "already in use" not in str(failure).lower() or not attempts_left:
                    raise
                # Somebody took a port between our question and the server's claim.
                self._port = 0
                lock.take()

    def _choose_ports(self) -> None:
        self._port = self._port or free_port()

    @abstractmethod
    def _order(self) -> Order:
        """What to run."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it can be used."""


class EmbeddedTemporal(_LoopbackServer):
    """The real server over a file in `state/temporal`, with its user interface unless `ui=False`.

    `dynamic_config` is passed on to the server, key by key, as JSON values.
    """

    def __init__(
        self,
        state: Path,
        *,
        namespace: str = DEFAULT_NAMESPACE,
        ui: bool = True,
        port: int = 0,
        dynamic_config: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(state.resolve() / "temporal", port)
        self._namespace = namespace
        self._ui_port: int | None = 0 if ui else None
        self._dynamic_config = dict(dynamic_config or {})

    @property
    def ui_url(self) -> str | None:
        return f"http://{LOOPBACK}:{self._ui_port}" if self._ui_port else None

    def start(self) -> None:
        super().start()
        notice = json.dumps(asdict(Engine(self.address, self.ui_url)))
        (self._home / "engine.json").write_text(notice, "ascii")

    def _choose_ports(self) -> None:
        fresh = not self._port
        super()._choose_ports()
        if self._ui_port is not None and (fresh or not self._ui_port):
            self._ui_port = free_port()

    def _answers(self) -> bool:
        return knows_namespace(self.address, self._namespace)

    def _order(self) -> Order:
        return Order(
            name="Temporal",
            command=[str(binaries.temporal()), *self._arguments()],
            folder=self._home,
            log=self._home / "log",
            grace_seconds=GRACE_SECONDS,
            environment=DOES_NOT_PHONE_HOME | {"HOME": str(self._home)},
        )

    def _arguments(self) -> list[str]:
        arguments = ["server", "start-dev", "--ip", LOOPBACK, "--port", str(self._port)]
        arguments += ["--db-filename", str(self._home / "temporal.db")]
        arguments += ["--namespace", self._namespace, "--log-level", "error"]
        arguments += ["--disable-config-file", "--disable-config-env"]
        for key, value in self._dynamic_config.items():
            arguments += ["--dynamic-config-value", f"{key}={json.dumps(value)}"]
        if not self._ui_port:
            return [*arguments, "--headless"]
        ui_port = str(self._ui_port)
        return [*arguments, "--ui-ip", LOOPBACK, "--ui-port", ui_port, "--ui-disable-news-fetch"]


class SkippingTemporal(_LoopbackServer):
    """Temporal's test server: one clock for all, moved on by whoever drives it; keeps nothing."""

    def __init__(self, state: Path, *, port: int = 0) -> None:
        super().__init__(state.resolve() / "skipping-temporal", port)

    @property
    def loopback_only(self) -> bool:
        """False where this machine does not let us shut the server in: it binds every interface."""
        return ENCLOSED in (self._home / "log").read_text("utf-8", errors="replace")

    def _answers(self) -> bool:
        return serves(self.address)

    def _order(self) -> Order:
        program = str(binaries.temporal_test_server())
        # Without `--enable-time-skipping`, which would let the clock leap whenever nothing is to be
        # done: here it stands with ours until somebody moves it on.
        enclosure = [sys.executable, "-I", "-S", str(ENCLOSURE), str(self._port)]
        return Order(
            name="Temporal's test server",
            command=[*enclosure, program, str(self._port)],
            folder=self._home,
            log=self._home / "log",
            grace_seconds=GRACE_SECONDS,
            environment={"HOME": str(self._home)},
        )


def running_at(state: Path) -> Engine | None:
    """The real server that some process runs over this state."""
    home = state.resolve() / "temporal"
    if not is_held(home / "lock"):
        return None
    try:
        return Engine(**json.loads((home / "engine.json").read_text("ascii")))
    except (OSError, ValueError):
        return None
