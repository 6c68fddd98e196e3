"""The base of every value that an act carries: frozen, strict about unknown fields, comparable."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value.  Unknown fields are refused, so that no misspelt rule passes silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")
