"""Old forms of acts, and how each becomes the next form.

A stored act is never edited.  When an act needs another form it gets a new topic number, and one
function at the end of this module turns the data of the old number into that of the next; there is
none so far.  The old class may be gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from pydantic import JsonValue

Data = dict[str, JsonValue]
Upcast = Callable[[Data], Data]

_TOPIC: Final = re.compile(r"(?P<name>[a-z0-9_]+(\.[a-z0-9_]+)*)\.v(?P<number>[1-9][0-9]*)")

_upcasts: dict[str, Upcast] = {}


class TopicRefused(ValueError):
    """A topic that can't be kept for ever, or a second upcaster for one topic."""


def check_topic(topic: str) -> str:
    """The topic, if it ends in its number.  Raises `TopicRefused`."""
    if not _TOPIC.fullmatch(topic):
        raise TopicRefused(
            f"The topic “{topic}” can't be stored: it must be lower-case words joined by dots, "
            "ending in its number, such as “proposal.opened.v1”."
        )
    return topic


def following(topic: str) -> str:
    """The topic with the next number: what an upcaster makes of this one."""
    parts = _TOPIC.fullmatch(check_topic(topic))
    if parts is None:
        raise TopicRefused(f"The topic “{topic}” has no number.")
    return f"{parts['name']}.v{int(parts['number']) + 1}"


def upcaster(topic: str) -> Callable[[Upcast], Upcast]:
    """Register how the data of this topic becomes that of the next number."""

    def register(upcast: Upcast) -> Upcast:
        check_topic(topic)
        if topic in _upcasts:
            raise TopicRefused(f"The topic “{topic}” has an upcaster already.")
        _upcasts[topic] = upcast
        return upcast

    return register


def old_topics() -> tuple[str, ...]:
    """Every topic that is read through an upcaster."""
    return tuple(sorted(_upcasts))


def is_old(topic: str) -> bool:
    """Whether acts of this topic are read as those of a later number."""
    return topic in _upcasts


def newest(topic: str) -> str:
    """The topic as which acts of this topic are read today."""
    while topic in _upcasts:
        topic = following(topic)
    return topic


def upcast(topic: str, data: Data) -> tuple[str, Data]:
    """Bring data to the newest form of its topic."""
    while topic in _upcasts:
        data = _upcasts[topic](data)
        topic = following(topic)
    return topic, data


def with_old_forms(topics: Collection[str]) -> tuple[str, ...]:
    """These topics and every older one that is read as one of them."""
    wanted = set(topics)
    return tuple(sorted(wanted | {old for old in _upcasts if newest(old) in wanted}))
