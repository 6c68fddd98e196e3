"""Puts pages and API together for one office.  It decides nothing and starts no server."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles

from services.bootstrap import Office
from services.config import Settings
from services.web import problems
from services.web.api import acts, addresses, blind, health, papers, verbs
from services.web.deeds import asking
from services.web.endings import Endings
from services.web.look.environment import STATIC, environment
from services.web.look.frame import House
from services.web.pages import (
    accesses,
    act_as,
    actions,
    alarms,
    amendments,
    assemblies,
    ballot_choices,
    ballots,
    between_meetings,
    blind_voting,
    board,
    bodies,
    calendars,
    case_desk,
    case_figures,
    claims,
    complaints,
    cooptions,
    counting_rules,
    counts,
    cycles,
    data_access,
    elections,
    endorsements,
    feeds,
    formations,
    journal,
    live,
    meetings,
    nominations,
    notices,
    objections,
    outbox,
    outcomes,
    people,
    person_data,
    primaries,
    primary_motions,
    proposals,
    reports,
    rulebook,
    shortlists,
    support,
    support_desk,
    support_figures,
    suspensions,
    vacancies,
    voting,
)
from services.web.pages import problems as problem_pages
from services.web.safety import Safety
from services.web.site import Site
from services.web.visit import Visiting

OPENAPI: Final = "/openapi.json"
DESCRIPTION: Final = (
    "Every page is an answer too: add `.json` or `.csv` to its address. "
    "Every answer says `position` and `moment`; `as_of` asks for the past."
)
PAGES: Final = (
    board,
    alarms,
    cycles,
    assemblies,
    proposals,
    outcomes,
    amendments,
    ballots,
    voting,
    ballot_choices,
    blind_voting,
    rulebook,
    shortlists,
    bodies,
    live,
    meetings,
    between_meetings,
    accesses,
    data_access,
    person_data,
    primaries,
    primary_motions,
    people,
    claims,
    case_desk,
    case_figures,
    suspensions,
    vacancies,
    support_desk,
    support_figures,
    support,
    complaints,
    cooptions,
    counting_rules,
    counts,
    elections,
    endorsements,
    nominations,
    objections,
    notices,
    outbox,
    calendars,
    formations,
    reports,
    actions,
    feeds,
    journal,
    act_as,
    problem_pages,
)
API: Final = (acts, verbs, papers, blind, addresses, health)


def create_app(
    office: Office, settings: Settings, *, engine_ui: str | None = None, notice: str | None = None
) -> FastAPI:
    """The pages and the API over one office.

    `engine_ui`: where the engine's own pages are; `notice`: a sentence for the top of every page,
    such as that what is shown is a rehearsal.
    """
    app = FastAPI(
        title=f"Convenor: {settings.org_name}",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.state.site = _site(office, settings, engine_ui, notice)
    problems.add_to(app)
    app.router.routes.extend(every_route())
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Endings)
    app.add_middleware(Safety, own_names_only=settings.embedded)
    return app


@cache
def every_route() -> tuple[BaseRoute, ...]:
    """Every address, made once for the process: none knows the office that it will serve."""
    router = APIRouter()
    for module in (*PAGES, asking, *API):
        router.include_router(module.router)
    verbs.add_to(router)
    router.add_api_route("/docs", api_docs, include_in_schema=False)
    router.add_api_route(OPENAPI, described, include_in_schema=False)
    return tuple(router.routes)


def described(request: Request) -> Response:
    """The description of the API for programs: it is the same for as long as the pages run."""
    state = request.app.state
    if not hasattr(state, "described"):
        state.described = JSONResponse(request.app.openapi())
    return Response(state.described.body, media_type="application/json")


def api_docs(visit: Visiting) -> Response:
    """The description of the API, to be read and tried offline."""
    words: dict[str, Any] = {"page": visit.frame(None), "openapi_href": OPENAPI}
    template = visit.site.templates.get_template("components/api_docs.html")
    return HTMLResponse(template.render(words))


def _site(office: Office, settings: Settings, engine_ui: str | None, notice: str | None) -> Site:
    house = House(settings.org_name, settings.zone)
    templates = environment(house)
    templates.globals["site_notice"] = notice
    return Site(office, settings, house, templates, engine_ui, notice)
