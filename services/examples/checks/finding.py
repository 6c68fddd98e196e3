"""A finding of the cross-checks: a file, the way to the entry, and a whole sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.examples.document import Way


@dataclass(frozen=True)
class Finding:
    """Something that doesn't fit; `load` adds the line."""

    file: str
    way: Way
    sentence: str


Findings = Iterator[Finding]


def twice(file: str, field: str, ids: Sequence[str]) -> Findings:
    """An id that an earlier entry of the same list has."""
    for n, name in enumerate(ids):
        if name in ids[:n]:
            yield Finding(
                file,
                (field, n),
                f"'{name}' is the name of an earlier entry. Choose another.",
            )


def unknown(file: str, way: Way, what: str, name: str, known: Iterable[str]) -> Findings:
    """A name that nothing has."""
    names = sorted(known)
    if name not in names:
        near = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        yield Finding(
            file,
            way,
            f"There is no {what} '{name}'. Known are {near or 'none at all'}.",
        )
