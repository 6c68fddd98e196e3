"""Answers whether this process lives, and whether everything that it needs can be reached."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse

from services.web.site import Site

router = APIRouter(tags=["health"])
PATIENCE: Final = 2.0
ALLOWED_BEHIND: Final = 1_000


class Alive(BaseModel):
    """The process answers."""

    alive: bool = True


class Part(BaseModel):
    """One thing that is needed, and how it stands."""

    name: str
    ready: bool
    said: str


class Ready(BaseModel):
    """Everything that is needed."""

    ready: bool
    parts: list[Part]


@router.get("/health")
def health() -> Alive:
    """Whether the process lives; asks nobody else."""
    return Alive()


@router.get("/ready", responses={503: {"model": Ready}})
def ready(request: Request) -> JSONResponse:
    """Whether database, projections and engine are there."""
    site: Site = request.app.state.site
    parts = [_part("database", _database, site), _part("projections", _projections, site)]
    parts.append(_part("engine", _engine, site))
    found = Ready(ready=all(part.ready for part in parts), parts=parts)
    return JSONResponse(found.model_dump(), 200 if found.ready else 503)


def _part(name: str, look: Callable[[Site], str], site: Site) -> Part:
    try:
        return Part(name=name, ready=True, said=look(site))
    except Exception as error:  # whatever it is, it's the answer
        return Part(name=name, ready=False, said=f"{type(error).__name__}: {error}".splitlines()[0])


def _database(site: Site) -> str:
    with site.office.pool.connection(timeout=PATIENCE) as rows:
        rows.execute("SELECT 1")
    return "It answers."


def _projections(site: Site) -> str:
    failure = site.office.projector.failure
    if failure is not None:
        raise failure
    head = site.office.store.head()
    reached = min(site.office.projector.positions().values(), default=0)
    if head - reached > ALLOWED_BEHIND:
        raise RuntimeError(f"they stand at position {reached} of {head}")
    return f"They stand at position {reached} of {head}."


def _engine(site: Site) -> str:
    place = site.settings.temporal_address or urlsplit(site.engine_ui or "").netloc
    if not place:
        return "It is not known to the pages, which do without it."
    host, _, port = place.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), PATIENCE):
        return f"It answers at {place}."
