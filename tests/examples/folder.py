"""A copy of the example folder in which a test may break one line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.examples.document import ExampleRefused, Fault
from services.examples.load import load

MOMENTUM = Path(__file__).parents[2] / "examples" / "momentum"


@dataclass(frozen=True)
class Folder:
    """A folder of the test's own."""

    path: Path

    def line_of(self, file: str, words: str) -> int:
        """The line on which these words stand first."""
        lines = self.path.joinpath(file).read_text(encoding="utf-8").split("\n")
        return next(n for n, line in enumerate(lines, 1) if words in line)

    def change(self, file: str, before: str, after: str) -> int:
        """Put other words for the first such words; the line on which that is."""
        line = self.line_of(file, before.split("\n", maxsplit=1)[0])
        target = self.path / file
        target.write_text(target.read_text(encoding="utf-8").replace(before, after, 1), "utf-8")
        return line

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the folder now; fails the test where nothing is."""
        with pytest.raises(ExampleRefused) as refused:
            load(self.path)
        return refused.value.faults


def copied(into: Path) -> Folder:
    """A copy of the example."""
    target = into / "momentum"
    shutil.copytree(MOMENTUM, target)
    return Folder(target)
