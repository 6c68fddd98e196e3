"""Answers what stands around a page: where you are, for which moment, as whom, what you may take.

The moment of the whole site lives in the address (`?as_of=…`). Every link inside the site is made
by `Frame.link`, which carries it along, so that a link shows the same past to everybody. The frame
refuses to know what is on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from services.web.look.as_of import PARAMETER, field_value, write_as_of
from services.web.look.words import zone_name

Query = tuple[tuple[str, str], ...]


class Place(Enum):
    """The places in the navigation, in their order, with their addresses."""

    BOARD = ("Board", "/")
    ALARMS = ("Alarms", "/alarms")
    PROPOSALS = ("Proposals", "/proposals")
    BALLOTS = ("Ballots", "/ballots")
    RULEBOOK = ("Rulebook", "/rulebook")
    BODIES = ("Bodies", "/bodies")
    MEETINGS = ("Meetings", "/meetings")
    JOURNAL = ("Journal", "/journal")

    @property
    def title(self) -> str:
        """The word in the navigation."""
        return self.value[0]

    @property
    def path(self) -> str:
        """The address, before the moment is added."""
        return self.value[1]


class TakeKind(Enum):
    """What a thing can be taken away as."""

    JSON = "JSON"
    CSV = "CSV"
    CALENDAR = "Calendar"
    FEED = "Feed"


@dataclass(frozen=True)
class Take:
    """One way of taking the page with you; `note` says what is in it where the kind does not."""

    kind: TakeKind
    href: str
    note: str = ""


@dataclass(frozen=True)
class House:
    """The organisation as the frame shows it, the zone its clocks go by, where static files are."""

    name: str
    zone: ZoneInfo
    static: str = "/static/"


@dataclass(frozen=True)
class Standing:
    """The moment and the position in the record that a page stands for; both in every footer."""

    at: datetime
    position: int
    past: bool = False


@dataclass(frozen=True)
class ActingAs:
    """Whom the switch says you act as, until there is a login."""

    name: str
    change_href: str = "/act-as"


@dataclass(frozen=True)
class Frame:
    """All that base.html needs besides the page itself. `path` and `query` are this page's own."""

    house: House
    standing: Standing
    path: str
    query: Query = ()
    place: Place | None = None
    acting_as: ActingAs | None = None
    takes: Sequence[Take] = field(default=())

    @property
    def as_of(self) -> str:
        """The moment as the address has it; empty in the present."""
        return write_as_of(self.standing.at, self.house.zone) if self.standing.past else ""

    @property
    def as_of_field(self) -> str:
        """The moment as the field in the header shows it; empty in the present."""
        return field_value(self.standing.at, self.house.zone) if self.standing.past else ""

    @property
    def kept_query(self) -> Query:
        """The page's own parameters, without the moment: what the as-of form sends along."""
        return tuple((name, value) for name, value in self.query if name != PARAMETER)

    @property
    def present(self) -> str:
        """This page in the present."""
        return address(self.path, self.kept_query)

    @property
    def permanent(self) -> str:
        """This page for the moment that it stands for, in the past or not."""
        moment = (PARAMETER, write_as_of(self.standing.at, self.house.zone))
        return address(self.path, (*self.kept_query, moment))

    @property
    def zone_words(self) -> str:
        """Whose clock the moments are said by: "London time"."""
        return zone_name(self.house.zone)

    def link(self, href: str) -> str:
        """The address inside the site, for the same moment as this page."""
        if not self.standing.past:
            return href
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return href
        joined = "&".join(filter(None, (parts.query, urlencode({PARAMETER: self.as_of}))))
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"{parts.path}?{joined}{fragment}"

    def with_query(self, changes: Mapping[str, str]) -> str:
        """This page with some parameters set (or, given an empty text, left out)."""
        kept = [(name, value) for name, value in self.kept_query if name not in changes]
        added = [(name, value) for name, value in changes.items() if value]
        return self.link(address(self.path, (*kept, *added)))


def address(path: str, query: Sequence[tuple[str, str]]) -> str:
    """Path and parameters as one address."""
    return f"{path}?{urlencode(query)}" if query else path
