"""Reads the options of a rule; a wrong one is refused with what was expected."""

from __future__ import annotations

from collections.abc import Mapping

from domain.kernel.refusal import BadInput


def one_of(options: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    """The option, or the first of those known if it is not given."""
    given = options.get(name, known[0])
    if given not in known:
        raise BadInput(f"The option '{name}' is {', '.join(known)}, not '{given}'.")
    return given


def whole(options: Mapping[str, str], name: str, default: int, least: int = 0) -> int:
    """The option as a whole number of at least `least`."""
    given = options.get(name, str(default))
    if not (given.isdecimal() and given.isascii()) or int(given) < least:
        raise BadInput(f"The option '{name}' is a whole number from {least} on, not '{given}'.")
    return int(given)
