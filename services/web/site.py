"""Answers what all pages of one installation share: office, house, templates, the notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from jinja2 import Environment

from services.bootstrap import Office
from services.config import Settings
from services.web.look.frame import House

LawRows = Mapping[str, tuple[str, str, str, object]]
"""Each rule with its title, its clause, the clause's heading and its value."""


@dataclass(frozen=True)
class Site:
    """Made once, when the pages start.

    `engine_ui` is the address of the engine's own pages, `notice` a sentence for every page, `law`
    the rules of the editions that were read last.
    """

    office: Office
    settings: Settings
    house: House
    templates: Environment
    engine_ui: str | None = None
    notice: str | None = None
    law: dict[str | None, LawRows] = field(default_factory=dict, compare=False)

    def engine_page(self, process: UUID) -> str | None:
        """Where the engine shows its own account of a process, if its pages are reachable."""
        if self.engine_ui is None:
            return None
        namespace = self.settings.temporal_namespace
        return f"{self.engine_ui.rstrip('/')}/namespaces/{namespace}/workflows/{process}"
