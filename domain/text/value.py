"""The base of every value of this package: frozen, strict about unknown fields, comparable."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value.  A misspelt field is refused, so that no change is lost in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
