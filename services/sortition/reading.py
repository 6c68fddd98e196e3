"""Files that a draw is made from: the members and their features, and the quotas."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from domain.sortition.pool import Entry
from domain.sortition.terms import Feature

NUMBER: Final = "number"


class Quotas(Value):
    """What a file of quotas says."""

    features: tuple[Feature, ...]


def quotas_in(file: Path | None) -> tuple[Feature, ...]:
    """The features with their quotas; none without a file.  Raises `BadInput`."""
    if file is None:
        return ()
    try:
        return Quotas.model_validate_json(file.read_text("utf-8-sig")).features
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise BadInput(f"{file}: {where or 'it'} can't be read: {fault['msg']}.") from None


def members_in(file: Path, features: tuple[Feature, ...]) -> tuple[Entry, ...]:
    """Everybody in a table with a column `number` and one for each feature, each with a salt.

    A salt is made of 32 bytes of chance from the machine, so that nobody can guess a leaf.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(_entries(csv.DictReader(lines), file, [one.name for one in features]))


def _entries(rows: csv.DictReader[str], file: Path, features: list[str]) -> Iterator[Entry]:
    missing = [name for name in (NUMBER, *features) if name not in (rows.fieldnames or ())]
    if missing:
        raise BadInput(f"{file} has no column '{missing[0]}'. Add it to the first line.")
    for row in rows:
        number = (row[NUMBER] or "").strip()
        if not number:
            raise BadInput(f"{file}, line {rows.line_num}: there is no number. Give everybody one.")
        values = tuple((row[name] or "").strip() for name in features)
        yield Entry(member=number, values=values, salt=secrets.token_hex(32))
