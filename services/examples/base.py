"""What every entry of the example files shares: it is frozen, strict, and says where it is from.

Whether a cited source exists is not known here; `checks` answers it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
)


class Entry(BaseModel):
    """A frozen entry; a field that nobody knows is refused, so that a slip of the pen shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_or_many(cited: object) -> object:
    return (cited,) if isinstance(cited, str) else cited


def _not_a_number(moment: object) -> object:
    if isinstance(moment, date | datetime | str):
        return moment
    raise ValueError("a day or a moment in the form 2022-05-17T17:00:00+01:00 was expected")


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A short name that other entries cite: small letters, digits and underscores."""

Handle = Annotated[str, Field(pattern=r"^[A-Z]\d+$")]
"""The name of a proposal, amendment or extension, such as P07 or A12."""

ParagraphName = Annotated[str, Field(pattern=r"^[a-z]\d+$")]
Sentence = Annotated[str, Field(min_length=1)]
Cited = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Moment = Annotated[AwareDatetime, BeforeValidator(_not_a_number)]
Day = Annotated[date, BeforeValidator(_not_a_number)]
PerThousand = Annotated[StrictInt, Field(ge=0, le=1000)]
Number = Annotated[StrictInt, Field(ge=0)]
Positive = Annotated[StrictInt, Field(ge=1)]


class Backed(Entry):
    """An entry that cites its source, or says that it is invented, or both.

    With both, the fact is in the source and what surrounds it is invented; `why` says which is
    which.
    """

    source: Cited = ()
    synthetic: bool = False
    why: Sentence | None = None


class File(Entry):
    """A file; its `why` holds for every invented entry that gives no reason of its own."""

    why: Sentence | None = None
