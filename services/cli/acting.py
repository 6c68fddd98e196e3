"""Commands that act: the same verbs as on the pages and in the API."""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import orjson
import typer
from pydantic import ValidationError

from domain.bodies.body import body_id
from domain.kernel.ids import CommandId
from domain.kernel.refusal import BadInput
from services.application.asker import somebody
from services.application.catalogue import VERBS
from services.application.command import Command
from services.application.on_record import asked_by
from services.bootstrap import office
from services.config import load_settings
from services.places import database_of, masters_of
from services.web.plain import by_field


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(act)
    app.command()(verbs)


def act(
    verb: Annotated[str, typer.Argument(help="What is asked for, such as extend_deadline.")],
    fields: Annotated[str, typer.Argument(help="Its fields as JSON, or @FILE.")],
    by: Annotated[str, typer.Option(help="Who asks, by id or membership number.")],
    on_behalf_of: Annotated[
        str | None, typer.Option(help="The body spoken for, by its short name.")
    ] = None,
    key: Annotated[UUID | None, typer.Option(help="Repeats of one key are done once.")] = None,
) -> None:
    """Ask for an act."""
    asked = _asked(verb, fields)
    behalf = None if on_behalf_of is None else body_id(on_behalf_of)
    settings = load_settings()
    with office(database_of(settings), masters=masters_of(settings)) as at:
        asker = somebody(asked_by(at.store, by), behalf)
        receipt = at.desk.perform(asked, asker, CommandId(key or uuid4()))
    print(receipt.model_dump_json(indent=2))


def verbs(
    verb: Annotated[str | None, typer.Argument(help="One of them, with its fields.")] = None,
) -> None:
    """List what can be asked for, or tell one verb with its fields."""
    if verb is None:
        wide = max(len(name) for name, _ in VERBS)
        for name, command in VERBS:
            print(f"{name:{wide}} {(command.__doc__ or '').splitlines()[0]}")
        return
    asked = VERBS.command(verb)
    print(cleandoc(asked.__doc__ or ""))
    for name, told in asked.model_fields.items():
        kind = str(getattr(told.annotation, "__name__", told.annotation))
        print(f"  {name:20}{kind}{'' if told.is_required() else ', may be left out'}")


def _asked(verb: str, fields: str) -> Command:
    """The command with its fields; raises `BadInput` with each field that can't be read."""
    command = VERBS.command(verb)
    text = Path(fields[1:]).read_text("utf-8") if fields.startswith("@") else fields
    try:
        return command.model_validate(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise BadInput(f"The fields of '{verb}' are no JSON: {error}.") from None
    except ValidationError as error:
        faults = "; ".join(f"{name or 'all'}: {said}" for name, said in by_field(error).items())
        raise BadInput(f"The fields of '{verb}' can't be taken: {faults}.") from None
