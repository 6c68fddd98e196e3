"""Every act that can be on record: its topic, its class, what it says and what it carries.

`python -m services.store.catalogue` prints it as `docs/acts.md`.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from domain.kernel.aggregate import Aggregate, Recorded
from services.store.mapper import Form, aggregates, form_of, import_domain


@dataclass(frozen=True)
class Entry:
    """One kind of act."""

    topic: str
    aggregate: type[Aggregate]
    event: type[Recorded]
    begins: bool
    fields: Mapping[str, str]

    @property
    def says(self) -> str:
        """The first paragraph of the class's docstring."""
        return _first_paragraph(self.event)


def catalogue() -> tuple[Entry, ...]:
    """Every act of the domain, by topic.  Raises if one of them could not be stored."""
    import_domain()
    found = (entry for aggregate in aggregates() for entry in _entries(aggregate))
    return tuple(sorted(found, key=lambda entry: entry.topic))


def _entries(aggregate: type[Aggregate]) -> Iterator[Entry]:
    if not aggregate.__module__.startswith("domain.") or "TOPIC" not in vars(aggregate):
        return
    events = [value for name, value in vars(aggregate).items() if _is_act(name, value)]
    forms = [form_of(event) for event in events]
    beginnings = [form for form in forms if form.kind is not None]
    for form in forms:
        if not (len(beginnings) > 1 and _is_placeholder(form)):
            yield Entry(form.topic, aggregate, form.event, form.kind is not None, _described(form))


def _is_act(name: str, value: object) -> bool:
    return name != "Event" and isinstance(value, type) and issubclass(value, Recorded)


def _is_placeholder(form: Form) -> bool:
    """The bare `Created` that the library asks for where a stream begins with a better word."""
    return form.event.__name__ == "Created" and not form.fields


def _described(form: Form) -> dict[str, str]:
    fields = {name: in_words(annotation) for name, annotation in form.fields.items()}
    for path, seal in form.seals.described() if form.seals else ():
        whose = f"that of `{seal.whose}`" if seal.whose else "the stream's person's"
        purpose = (
            f"purpose {seal.purpose}" if seal.purpose else f"the purpose in `{seal.purpose_in}`"
        )
        name, _, inside = path.partition(".")
        of = f" `{inside}`" if inside else ""
        fields[name] = fields[name].replace(" or Erased", "") + f", sealed{of} ({whose}, {purpose})"
    return fields


def in_words(annotation: Any) -> str:
    """A type as it is read aloud: `tuple of Paragraph`, `UUID or nothing`."""
    if annotation in (None, type(None)):
        return "nothing"
    origin = get_origin(annotation)
    if origin is None:
        return str(getattr(annotation, "__name__", annotation))
    if origin is Literal:
        return " or ".join(repr(value) for value in get_args(annotation))
    parts = [in_words(part) for part in get_args(annotation) if part is not Ellipsis]
    if origin is Annotated:
        return parts[0]
    if origin in (Union, UnionType):
        return " or ".join(parts)
    return f"{origin.__name__} of {' and '.join(parts)}"


def _first_paragraph(of: type) -> str:
    """The library gives an undocumented subclass its signature for a docstring: look past it."""
    documents = (str(vars(kind).get("__doc__") or "") for kind in of.__mro__)
    said = (text for text in documents if text and not text.startswith(f"{of.__name__}("))
    text = inspect.cleandoc(next(said, "")).split("\n\n")[0]
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def as_markdown(entries: tuple[Entry, ...]) -> str:
    """The catalogue as a page."""
    lines = [
        "# Every act that can be on record",
        "",
        "Made by `python -m services.store.catalogue`; the descriptions are the docstrings of the",
        "classes. Every act also carries the envelope `domain.kernel.act.Act`.",
    ]
    for aggregate in sorted({entry.aggregate for entry in entries}, key=lambda kind: kind.__name__):
        lines += ["", f"## {aggregate.__name__}", "", _first_paragraph(aggregate), ""]
        lines += ["| Topic | What happened | Carries |", "|---|---|---|"]
        lines += [_line(entry) for entry in entries if entry.aggregate is aggregate]
    return "\n".join(lines) + "\n"


def _line(entry: Entry) -> str:
    carried = (
        "; ".join(f"`{name}`: {kind}" for name, kind in entry.fields.items()) or "nothing more"
    )
    begins = " (begins the stream)" if entry.begins else ""
    return f"| `{entry.topic}` | {entry.says}{begins} | {carried} |"


if __name__ == "__main__":
    sys.stdout.write(as_markdown(catalogue()))
