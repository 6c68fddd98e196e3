"""Whether every entry says where it is from: a source that is listed, or that it is invented."""

from __future__ import annotations

from collections.abc import Iterator

from services.examples.base import Backed, Entry, File
from services.examples.checks.finding import Finding, Findings, unknown
from services.examples.document import Way
from services.examples.models import Founding


def check(record: Founding) -> Findings:
    """Entries without a source or a mark, citations of nothing, and invention without a reason."""
    known = [source.id for source in record.sources.sources]
    for name in type(record).model_fields:
        file: File = getattr(record, name)
        for way, entry in _backed(file, ()):
            yield from _entry(name, way, entry, known, explained=file.why is not None)


def _entry(file: str, way: Way, entry: Backed, known: list[str], *, explained: bool) -> Findings:
    if not entry.source and not entry.synthetic:
        yield Finding(
            file,
            way,
            "This entry says nothing of where it is from. Cite a source, or mark it with "
            "synthetic: true.",
        )
    for n, cited in enumerate(entry.source):
        yield from unknown(file, (*way, "source", n), "source", cited, known)
    if entry.synthetic and entry.why is None and not explained:
        yield Finding(
            file,
            way,
            "This entry is invented and gives no reason. Add a field 'why' to it.",
        )


def _backed(entry: Entry, way: Way) -> Iterator[tuple[Way, Backed]]:
    if isinstance(entry, Backed):
        yield way, entry
    for name, field in type(entry).model_fields.items():
        yield from _within(getattr(entry, name), (*way, field.alias or name))


def _within(value: object, way: Way) -> Iterator[tuple[Way, Backed]]:
    if isinstance(value, Entry):
        yield from _backed(value, way)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _within(item, (*way, n))
