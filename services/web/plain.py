"""Answers how a fault in what was filled in or sent is said to a person, field by field.

What the rules refuse has its own sentence; here are only faults of form, such as a text that is too
long or a number that is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError

Context = Mapping[str, Any]

_SAID: Final[dict[str, Callable[[Context], str]]] = {
    "missing": lambda _: "this is missing",
    "extra_forbidden": lambda _: "there is no such field here",
    "string_too_long": lambda c: f"this is too long: {c['max_length']} characters are the most",
    "string_too_short": lambda _: "this can't be empty",
    "string_pattern_mismatch": lambda _: "this has to stand on one line",
    "string_type": lambda _: "this has to be a text",
    "int_parsing": lambda _: "this has to be a whole number",
    "int_type": lambda _: "this has to be a whole number",
    "greater_than_equal": lambda c: f"this is too small: {c['ge']} is the least",
    "less_than_equal": lambda c: f"this is too large: {c['le']} is the most",
    "greater_than": lambda c: f"this has to be more than {c['gt']}",
    "less_than": lambda c: f"this has to be less than {c['lt']}",
    "uuid_parsing": lambda _: "this is no id: take it from a link of these pages",
    "uuid_type": lambda _: "this is no id: take it from a link of these pages",
    "enum": lambda c: f"this has to be one of {c['expected']}",
    "json_invalid": lambda c: f"this is no JSON: {c['error']}",
    "timezone_aware": lambda _: "this moment says no zone: write it like 2022-03-20T17:00:00Z",
}


def fault_in_words(fault: Mapping[str, Any]) -> str:
    """One fault, without a capital and without a full stop."""
    said = _SAID.get(str(fault["type"]))
    if said is not None:
        return said(fault.get("ctx") or {})
    told = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    return told[:1].lower() + told[1:]


def by_field(error: ValidationError) -> dict[str, str]:
    """What is wrong with each field, by its name with its parents; no name for the whole."""
    return {
        ".".join(str(part) for part in fault["loc"]): fault_in_words(fault)
        for fault in error.errors(include_url=False, include_input=False)
    }
