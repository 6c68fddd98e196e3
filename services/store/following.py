"""All that follows the log in one process: the projections of each schema, and the eraser.

It starts and stops them together, and waits until every one of them has come to a position.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from projections.projection import Projection
from services.store.projector import ProjectionRunner
from services.vault.erasing import Eraser


class Followers:
    """Projection runners, and an eraser if there is a vault."""

    def __init__(self, runners: Sequence[ProjectionRunner], eraser: Eraser | None = None) -> None:
        self._runners = tuple(runners)
        self.eraser = eraser

    @property
    def projections(self) -> tuple[Projection, ...]:
        return tuple(one for runner in self._runners for one in runner.projections)

    @property
    def failure(self) -> BaseException | None:
        """What one of them stopped with."""
        failures = [runner.failure for runner in self._runners]
        if self.eraser is not None:
            failures.append(self.eraser.failure)
        return next((one for one in failures if one is not None), None)

    def prepare(self) -> tuple[str, ...]:
        return tuple(name for runner in self._runners for name in runner.prepare())

    def catch_up(self) -> int:
        """Take in everything that is in the log now.  Returns the position reached."""
        reached = [runner.catch_up() for runner in self._runners]
        if self.eraser is not None:
            self.eraser.carry_out()
        return min(reached)

    def rebuild(self) -> int:
        return min(runner.rebuild() for runner in self._runners)

    def start(self) -> None:
        for runner in self._runners:
            runner.start()
        if self.eraser is not None:
            self.eraser.start()

    def stop(self) -> None:
        if self.eraser is not None:
            self.eraser.stop()
        for runner in self._runners:
            runner.stop()

    def close(self) -> None:
        self.stop()
        for runner in self._runners:
            runner.close()

    def positions(self) -> dict[str, int]:
        """How far each projection has come, whoever runs it."""
        return {name: at for runner in self._runners for name, at in runner.positions().items()}

    def wait_for(self, position: int, timeout: float = 5.0) -> None:
        """Return when every projection shows this position.  Raises `NotYetThere`."""
        end = monotonic() + timeout
        for runner in self._runners:
            runner.wait_for(position, max(0.0, end - monotonic()))
