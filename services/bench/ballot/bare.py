"""The ceiling: the same framework and server, and one insert of the same bytes for each request."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from fastapi import Body, FastAPI, Request
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from services.web.acting import PERSON_HEADER

PATH: Final = "/papers"
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS public.bare_papers (person uuid PRIMARY KEY, paper text NOT NULL)
"""
_INSERT: Final = "INSERT INTO public.bare_papers VALUES (%s, %s)"


def bare_app(pool: ConnectionPool[Connection[TupleRow]]) -> FastAPI:
    """An application with one handler, which puts away what comes."""
    app = FastAPI()
    with pool.connection() as connection:
        connection.execute(_TABLE)

    @app.post(PATH, status_code=201)
    def put(paper: Annotated[Any, Body()], request: Request) -> dict[str, bool]:
        person = UUID(request.headers[PERSON_HEADER])
        with pool.connection() as connection:
            connection.execute(_INSERT, (person, orjson.dumps(paper).decode()))
        return {"taken": True}

    return app
