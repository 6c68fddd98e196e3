"""A YAML file with the place of everything in it, so that a fault can be shown by its line.

What the file may hold is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

# The C parser is several times as fast; a build of PyYAML without it has the plain one.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Step = str | int
Way = tuple[Step, ...]
"""The way to a place in a file: names of fields and positions in lists."""


@dataclass(frozen=True)
class Spot:
    """A place in a file, counted from one, and what stands there; `single` if it has no parts."""

    line: int
    column: int
    stands: str
    single: bool


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file, as a whole sentence that says where, what and what instead."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


class ExampleRefused(Exception):
    """The files can't be used; every fault that was found is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Document:
    """What a file holds, and where each part of it stands."""

    file: str
    data: object
    spots: Mapping[Way, Spot] = field(repr=False)

    def way(self, located: Way) -> Way:
        """The nearest way that is in the file; steps that the file does not have are left out."""
        found: Way = ()
        for step in located:
            if (*found, step) in self.spots:
                found = (*found, step)
        return found

    def fault(self, located: Way, sentence: str) -> Fault:
        """A fault at that place."""
        return Fault(self.file, self.spots[self.way(located)].line, sentence)


def read(path: Path) -> Document:
    """The file with its places; raises `ExampleRefused`."""
    try:
        node = _compose(path)
    except FileNotFoundError:
        raise _refused(path, 1, "This file is missing. Put it back into the folder.") from None
    except UnicodeDecodeError:
        raise _refused(path, 1, "This file is no plain text. Save it as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(path, error) from None
    if node is None:
        raise _refused(path, 1, "This file is empty. The fields of the example were expected.")
    reading = _Reading(path)
    return Document(path.name, reading.value(node, ()), reading.spots)


def _compose(path: Path) -> yaml.Node | None:
    return yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)


def _refused(path: Path, line: int, sentence: str) -> ExampleRefused:
    return ExampleRefused((Fault(path.name, line, sentence),))


def _not_yaml(path: Path, error: yaml.MarkedYAMLError) -> ExampleRefused:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    return _refused(
        path,
        line,
        f"This line can't be read as YAML ({error.problem}). Look at its indentation, at quotes "
        "and at colons inside the text.",
    )


class _Reading:
    """Turns nodes into plain data and keeps the place of each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spots: dict[Way, Spot] = {}
        self._scalars = yaml.SafeLoader("")

    def value(self, node: yaml.Node, way: Way) -> object:
        mark = node.start_mark
        single = isinstance(node, yaml.ScalarNode)
        self.spots[way] = Spot(mark.line + 1, mark.column + 1, _stands(node), single)
        if isinstance(node, yaml.MappingNode):
            return self._fields(node, way)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*way, n)) for n, item in enumerate(node.value))
        return self._scalar(node)

    def _fields(self, node: yaml.MappingNode, way: Way) -> dict[str, object]:
        fields: dict[str, object] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in fields:
                raise _refused(
                    self.path,
                    key.start_mark.line + 1,
                    f"The field '{name}' stands here a second time. Keep one of the two.",
                )
            fields[name] = self.value(value, (*way, name))
        return fields

    def _scalar(self, node: yaml.Node) -> object:
        try:
            return self._scalars.construct_object(node)
        except (ValueError, yaml.YAMLError):
            raise _refused(
                self.path,
                node.start_mark.line + 1,
                f"Here stands {_stands(node)}, which is no day or number that exists. Correct it.",
            ) from None


def _stands(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a set of fields"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    words = str(node.value)
    return f"'{words[:60]}…'" if len(words) > 60 else f"'{words}'"
