"""Commands that act: the same verbs as on the pages and in the API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import orjson
import typer
from pydantic import ValidationError

from domain.bodies.body import body_id
from domain.kernel.ids import CommandId, PersonId
from domain.kernel.refusal import BadInput
from services.application.asker import somebody
from services.application.catalogue import VERBS
from services.bootstrap import office
from services.config import load_settings
from services.places import database_of


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(act)
    app.command()(verbs)


def act(
    verb: Annotated[str, typer.Argument(help="What is asked for, such as extend_deadline.")],
    fields: Annotated[str, typer.Argument(help="Its fields as JSON, or @FILE.")],
    by: Annotated[UUID, typer.Option(help="The person who asks.")],
    on_behalf_of: Annotated[str | None, typer.Option(help="The body spoken for.")] = None,
    key: Annotated[UUID | None, typer.Option(help="Repeats of one key are done once.")] = None,
) -> None:
    """Ask for an act."""
    command = VERBS.command(verb)
    text = Path(fields[1:]).read_text("utf-8") if fields.startswith("@") else fields
    try:
        asked = command.model_validate(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise BadInput(f"The fields are no JSON: {error}.") from None
    except ValidationError as error:
        raise BadInput(_in_words(verb, error)) from None
    behalf = None if on_behalf_of is None else body_id(on_behalf_of)
    asker = somebody(PersonId(by), behalf)
    with office(database_of(load_settings())) as at:
        receipt = at.desk.perform(asked, asker, CommandId(key or uuid4()))
    print(receipt.model_dump_json(indent=2))


def verbs() -> None:
    """List what can be asked for."""
    for verb, command in VERBS:
        print(f"{verb:28}{(command.__doc__ or '').splitlines()[0]}")


def _in_words(verb: str, error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"'{verb}' can't be read: {place or 'its fields'}: {first['msg']}."
