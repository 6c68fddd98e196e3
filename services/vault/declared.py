"""Which fields of an act's data are sealed, as its model declares: found once for each kind of act.

A declaration that could not be kept is refused here, when the act's class is first used.  Nothing
here seals anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from typing_extensions import TypeAliasType

from domain.kernel.ids import PersonId
from domain.kernel.sealed import Erased, Purpose, Seal
from services.vault.port import Owner

Json = Any
"""Parsed JSON: what it may be is what the act's fields say."""


class SealRefused(TypeError):
    """A field that is declared sealed in a way that could not be kept."""


class Place(NamedTuple):
    """A sealed value inside some data: where it stands, whose it is, and how to replace it."""

    path: str
    owner: Owner
    holder: Json
    at: str | int

    @property
    def content(self) -> Json:
        return self.holder[self.at]

    def put(self, value: Json) -> None:
        self.holder[self.at] = value


@dataclass(frozen=True)
class _Field:
    """A field that is sealed itself."""

    seal: Seal


@dataclass(frozen=True)
class _Inside:
    """A value in which some fields are sealed."""

    fields: Mapping[str, _Node]


@dataclass(frozen=True)
class _Each:
    """A tuple of values in which something is sealed."""

    one: _Node


_Node = _Field | _Inside | _Each
_Scope = tuple[Mapping[str, Json], ...]
"""The data from the innermost value outwards."""


class Seals:
    """The sealed fields of one kind of act."""

    def __init__(self, root: _Inside) -> None:
        self._root = root

    def places(self, stream: UUID, data: Json) -> Iterator[Place]:
        """Where something stands in this data that has to be sealed."""
        return _places(self._root, ([data], 0), (), stream, ())

    def described(self) -> Iterator[tuple[str, Seal]]:
        """Each sealed field by its path, for the catalogue of acts."""
        return _described(self._root, "")


def seals_of(event: str, fields: Mapping[str, Any]) -> Seals | None:
    """The sealed fields among these, or None if there are none.  Raises `SealRefused`."""
    root = _inside(event, fields, (), frozenset())
    return None if root is None else Seals(root)


def seal_on(annotation: Any) -> Seal | None:
    """The seal that a type carries, if it carries one."""
    _, extras = _alternatives(annotation)
    return next((extra for extra in extras if isinstance(extra, Seal)), None)


def _inside(
    name: str, fields: Mapping[str, Any], around: tuple[frozenset[str], ...], seen: frozenset[type]
) -> _Inside | None:
    scope = (frozenset(fields), *around)
    found = {
        field: node
        for field, annotation in fields.items()
        if (node := _node(f"{name}.{field}", annotation, scope, seen)) is not None
    }
    return _Inside(found) if found else None


def _node(
    name: str, annotation: Any, scope: tuple[frozenset[str], ...], seen: frozenset[type]
) -> _Node | None:
    parts, extras = _alternatives(annotation)
    seals = [extra for extra in extras if isinstance(extra, Seal)]
    if seals:
        _check(name, seals, parts, scope)
        return _Field(seals[0])
    if Erased in parts:
        raise SealRefused(f"{name} may be erased and names no seal. Declare whose it is.")
    return _below(name, [part for part in parts if part is not NoneType], scope, seen)


def _below(
    name: str, parts: list[Any], scope: tuple[frozenset[str], ...], seen: frozenset[type]
) -> _Node | None:
    """What is sealed further inside, where it can be found again by its place."""
    nodes = [_within(name, part, scope, seen) for part in parts]
    found = [node for node in nodes if node is not None]
    if found and len(parts) > 1:
        raise SealRefused(
            f"{name} is one of several kinds of value, and something in one of them is sealed. "
            "Give each kind a field of its own."
        )
    return found[0] if found else None


def _within(
    name: str, part: Any, scope: tuple[frozenset[str], ...], seen: frozenset[type]
) -> _Node | None:
    arguments = [one for one in get_args(part) if one is not Ellipsis]
    if get_origin(part) is tuple and len(arguments) == 1:
        one = _node(name, arguments[0], scope, seen)
        return None if one is None else _Each(one)
    if arguments:
        if any(_node(name, one, scope, seen) is not None for one in arguments):
            raise SealRefused(f"{name} holds sealed values in a {part}. Put them in a tuple.")
        return None
    if isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
        fields = {field: _full(info) for field, info in part.model_fields.items()}
        return _inside(part.__qualname__, fields, scope, seen | {part})
    return None


def _full(info: Any) -> Any:
    """A model's field with its extras, which pydantic keeps apart from its type."""
    for extra in info.metadata:
        if isinstance(extra, Seal):
            return Annotated[info.annotation, extra]
    return info.annotation


def _check(name: str, seals: list[Seal], parts: list[Any], scope: Any) -> None:
    if len(seals) > 1:
        raise SealRefused(f"{name} is sealed twice. One person's data is sealed under one key.")
    if Erased not in parts:
        raise SealRefused(f"{name} is sealed but can't be erased. Write its type as Sealed[…].")
    named = {field for fields in scope for field in fields}
    for field in (seals[0].whose, seals[0].purpose_in):
        if field is not None and field not in named:
            raise SealRefused(f"{name} is sealed by “{field}”, and no field is called so.")


def _unwrapped(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its extras and other names, and the extras."""
    extras: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            extras += tuple(more)
        elif isinstance(annotation, TypeAliasType):
            annotation = annotation.__value__
        elif hasattr(annotation, "__supertype__"):
            annotation = annotation.__supertype__
        else:
            return annotation, extras


def _alternatives(annotation: Any) -> tuple[list[Any], tuple[Any, ...]]:
    """The types of which a value may be one, and the extras of all of them."""
    annotation, extras = _unwrapped(annotation)
    if get_origin(annotation) not in (Union, UnionType):
        return [annotation], extras
    parts: list[Any] = []
    for one in get_args(annotation):
        more, others = _alternatives(one)
        parts += more
        extras += others
    return parts, extras


_LEFT: Final = Erased().model_dump()
"""What stands in the data for a value that is erased already."""


def _places(
    node: _Node, held: tuple[Json, str | int], path: tuple[str, ...], stream: UUID, scope: _Scope
) -> Iterator[Place]:
    holder, at = held
    value = holder[at]
    if value is None or value == _LEFT:
        return
    if isinstance(node, _Field):
        yield Place(".".join(path), _owner(node.seal, stream, scope), holder, at)
    elif isinstance(node, _Each):
        for number in range(len(value)):
            yield from _places(node.one, (value, number), (*path, str(number)), stream, scope)
    else:
        for name, inner in node.fields.items():
            yield from _places(inner, (value, name), (*path, name), stream, (value, *scope))


def _owner(seal: Seal, stream: UUID, scope: _Scope) -> Owner:
    person = stream if seal.whose is None else UUID(_found(seal.whose, scope))
    purpose = seal.purpose or Purpose(_found(seal.purpose_in or "", scope))
    return Owner(PersonId(person), purpose)


def _found(name: str, scope: _Scope) -> str:
    return str(next(values[name] for values in scope if name in values))


def _described(node: _Node, path: str) -> Iterator[tuple[str, Seal]]:
    if isinstance(node, _Field):
        yield path.removesuffix("."), node.seal
    elif isinstance(node, _Each):
        yield from _described(node.one, path)
    else:
        for name, inner in node.fields.items():
            yield from _described(inner, f"{path}{name}.")
