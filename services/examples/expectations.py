"""What was expected instead: the words for each way in which an entry can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.examples.document import Document, Fault, Way

_PLAIN = {
    "string_type": "a text was expected; put it in quotes if it looks like a number",
    "int_type": "a whole number without quotes was expected",
    "int_parsing": "a whole number was expected",
    "int_from_float": "a whole number was expected",
    "bool_type": "true or false was expected",
    "bool_parsing": "true or false was expected",
    "tuple_type": "a list was expected",
    "model_type": "a set of named fields was expected",
    "model_attributes_type": "a set of named fields was expected",
    "timezone_aware": "a moment with its offset was expected, such as 2022-05-17T17:00:00+01:00",
    "string_too_short": "a text of at least one character was expected",
    "date_type": "a day such as 2022-05-17 was expected",
    "date_parsing": "a day such as 2022-05-17 was expected",
    "date_from_datetime_parsing": "a day such as 2022-05-17 was expected",
    "date_from_datetime_inexact": "a day without a time was expected, such as 2022-05-17",
    "datetime_type": "a moment such as 2022-05-17T17:00:00+01:00 was expected",
    "datetime_parsing": "a moment such as 2022-05-17T17:00:00+01:00 was expected",
    "datetime_from_date_parsing": "a moment such as 2022-05-17T17:00:00+01:00 was expected",
}

# The context of a pydantic error is an untyped dictionary by the library's own declaration.
_WITH_CONTEXT: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "greater_than_equal": lambda given: f"{given['ge']} or more was expected",
    "less_than_equal": lambda given: f"{given['le']} or less was expected",
    "greater_than": lambda given: f"more than {given['gt']} was expected",
    "enum": lambda given: f"one of {given['expected']} was expected",
    "literal_error": lambda given: f"{given['expected']} was expected",
    "union_tag_invalid": lambda given: f"one of {given['expected_tags']} was expected",
    "union_tag_not_found": lambda given: f"a field {given['discriminator']} was expected",
    "string_pattern_mismatch": lambda given: f"a name of the form {given['pattern']} was expected",
    "too_short": lambda given: f"at least {given['min_length']} entries were expected",
    "too_long": lambda given: f"at most {given['max_length']} entries were expected",
}


def faults_of(error: ValidationError, document: Document) -> tuple[Fault, ...]:
    """Every error as a fault with its line, what stands there and what was expected."""
    return tuple(_fault(details, document) for details in error.errors(include_url=False))


def _fault(details: ErrorDetails, document: Document) -> Fault:
    located: Way = details["loc"]
    way = document.way(located)
    name = str(located[-1]) if located else document.file
    if details["type"] == "missing":
        return document.fault(way, f"The field '{name}' is missing here. Add it.")
    if details["type"] == "extra_forbidden":
        return document.fault(
            way,
            f"The field '{name}' is not known here. Correct its name or take it out.",
        )
    if details["type"] == "value_error" and not document.spots[way].single:
        return document.fault(way, f"This entry does not hold together: {_expected(details)}.")
    if details["type"] == "union_tag_invalid":
        way = document.way((*located, details["ctx"]["discriminator"].strip("'")))
    stands = document.spots[way].stands
    return document.fault(way, f"{_field(way)} stands {stands}, but {_expected(details)}.")


def _field(way: Way) -> str:
    names = [step for step in way if isinstance(step, str)]
    return f"In the field '{names[-1]}'" if names else "At the top of the file"


def _expected(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind in _WITH_CONTEXT:
        return _WITH_CONTEXT[kind](context)
    if kind == "value_error":
        return str(context["error"])
    return _PLAIN.get(kind, details["msg"])
