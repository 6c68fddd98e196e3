"""Which types of value an act may carry: those that come back from JSON equal to what was given.

Fractions and floats are refused because votes are counted in whole numbers, sets because they have
no order, and `Any` because nobody could say in ten years what stood there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, JsonValue, RootModel
from typing_extensions import TypeAliasType

_REFUSED: Mapping[Any, str] = {
    Fraction: "give numerator and denominator as whole numbers",
    float: "give whole numbers, or numerator and denominator",
    complex: "give whole numbers",
    Decimal: "give whole numbers, or numerator and denominator",
    set: "give a sorted tuple",
    frozenset: "give a sorted tuple",
    list: "give a tuple, which nobody can change afterwards",
    Any: "say what it is",
    object: "say what it is",
}


class FieldRefused(TypeError):
    """A field of an event class whose values would not come back as they were."""


def check_storable(event: str, fields: Mapping[str, Any]) -> None:
    """Raise `FieldRefused` for the first field that can't be stored."""
    for name, annotation in fields.items():
        for part in _parts(annotation, seen=set()):
            if part in _REFUSED:
                kind = getattr(part, "__name__", str(part))
                raise FieldRefused(
                    f"{event}.{name} holds a value of type {kind}, which can't be stored: "
                    f"{_REFUSED[part]}."
                )


def _parts(annotation: Any, seen: set[Any]) -> Iterator[Any]:
    """The plain types that a type is made of, through models, tuples, unions and new names."""
    annotation = _unwrapped(annotation)
    if annotation in (JsonValue, None, NoneType, Ellipsis) or annotation in seen:
        return
    origin = get_origin(annotation)
    if origin is not None:
        yield origin
        for argument in get_args(annotation):
            yield from _parts(argument, seen)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        seen.add(annotation)
        _check_plain(annotation)
        for field in annotation.model_fields.values():
            yield from _parts(field.annotation, seen)
    elif not isinstance(annotation, str | bool):
        yield annotation


def _check_plain(model: type[BaseModel]) -> None:
    """A value is stored by its fields, under their names."""
    own_way = model.__pydantic_decorators__
    aliases = any(field.serialization_alias for field in model.model_fields.values())
    if own_way.field_serializers or own_way.model_serializers or aliases:
        raise FieldRefused(
            f"{model.__qualname__} writes itself in a way of its own, and could not be read again "
            "once that is changed. Store plain fields, and do the rest where they are shown."
        )
    if issubclass(model, RootModel):
        raise FieldRefused(f"{model.__qualname__} has no named fields. Give what it holds a name.")


def _unwrapped(annotation: Any) -> Any:
    """A type without its extras and other names."""
    if annotation is JsonValue:
        return annotation
    if get_origin(annotation) is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if isinstance(annotation, TypeAliasType):
        return _unwrapped(annotation.__value__)
    if hasattr(annotation, "__supertype__"):
        return _unwrapped(annotation.__supertype__)
    return annotation
