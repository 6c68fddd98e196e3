"""The types of an act's data in a form that is read and written several times as fast.

Only types that mean the same there are taken: a value with a check of its own, a union, a mapping
or free JSON stays with pydantic, and so does every act that holds one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import GenericAlias, NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin
from uuid import UUID

import msgspec
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from domain.kernel.value import Value

_AS_THEY_ARE: Final = (str, int, bool, date, UUID)
_PLAIN_DEFAULTS: Final = (str, int, bool, NoneType, StrEnum)
_CHECKS: Final = ("validators", "field_validators", "root_validators", "model_validators")

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class NotLight(TypeError):
    """A type that has to stay as it is."""


def light_line(
    topic: str, line: Mapping[str, Any], data: Mapping[str, Any]
) -> type[msgspec.Struct] | None:
    """A line of that topic, or None if its data has to stay as it is.

    `line` are the fields beside `topic` and `data`, each with its type, and its default if any.
    """
    try:
        own = _struct(f"{topic}.data", [(name, light(kind)) for name, kind in data.items()])
    except (NotLight, RecursionError):
        return None
    fields = [(name, *kind) for name, kind in line.items()]
    return _struct(f"{topic}.line", [*fields, ("data", own)], topic)


def light(kind: Any) -> Any:
    """The same type in its light form.  Raises `NotLight`."""
    while isinstance(kind, TypeAliasType) or hasattr(kind, "__supertype__"):
        kind = kind.__value__ if isinstance(kind, TypeAliasType) else kind.__supertype__
    if kind in _AS_THEY_ARE or kind is NoneType:
        return kind
    if kind in (datetime, AwareDatetime):
        return datetime if kind is datetime else Moment
    if get_origin(kind) in (tuple, Union, UnionType):
        return _composed(get_origin(kind), get_args(kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if isinstance(kind, type) and issubclass(kind, Value):
        return _light_value(kind)
    raise NotLight(str(kind))


def _composed(origin: Any, parts: tuple[Any, ...]) -> Any:
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        return GenericAlias(tuple, (light(parts[0]), ...))
    if origin is not tuple and len(parts) == 2 and NoneType in parts:
        (one,) = (part for part in parts if part is not NoneType)
        return light(one) | None
    raise NotLight(f"{origin} of {parts}")


def _light_value(kind: type[BaseModel]) -> type[msgspec.Struct]:
    checks = kind.__pydantic_decorators__
    if any(getattr(checks, name) for name in _CHECKS) or kind.model_config != Value.model_config:
        raise NotLight(f"{kind.__qualname__} has a check of its own")
    if kind.__pydantic_post_init__ or kind.__init__ is not BaseModel.__init__:
        raise NotLight(f"{kind.__qualname__} is made in a way of its own")
    fields = [_light_field(name, field) for name, field in kind.model_fields.items()]
    return _struct(kind.__qualname__, fields)


def _light_field(name: str, field: FieldInfo) -> tuple[Any, ...]:
    plain = field.is_required() or type(field.default) in _PLAIN_DEFAULTS or field.default == ()
    if field.metadata or field.validation_alias or field.default_factory or not plain:
        raise NotLight(name)
    kind = light(field.annotation)
    return (name, kind) if field.is_required() else (name, kind, field.default)


def _struct(name: str, fields: list[Any], topic: str | None = None) -> type[msgspec.Struct]:
    return msgspec.defstruct(
        re.sub(r"\W", "_", name),
        fields,
        tag_field=topic and "topic",
        tag=topic,
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
    )
