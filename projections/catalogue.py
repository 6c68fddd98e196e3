"""Every projection, in the order in which they are told of."""

from __future__ import annotations

from projections.actions import Actions
from projections.amendments import Amendments
from projections.assemblies import Assemblies
from projections.attendance import MeetingAttendance
from projections.ballots import Ballots
from projections.bodies import Bodies
from projections.card_votes import CardVotes
from projections.choices import BallotChoices
from projections.claims import Claims
from projections.collisions import RuleCollisions
from projections.cooptions import CoOptions
from projections.counts import Counts
from projections.cycles import Cycles
from projections.details import PersonDetails
from projections.elections import Elections
from projections.endorsements import Endorsements
from projections.formations import Formations
from projections.journal import Journal
from projections.meetings import Meetings
from projections.members import Members
from projections.motions import MeetingDecisions
from projections.nominations import Nominations
from projections.notices import Notices
from projections.people import People
from projections.primaries import Primaries
from projections.processes import Processes
from projections.projection import Projection
from projections.proposals import Proposals
from projections.quarters import Quarters
from projections.reports import Reports
from projections.resolutions import Resolutions
from projections.rulebook import RulebookHistory
from projections.scrutinies import Scrutinies
from projections.shortlists import Shortlists
from projections.vacancies import Vacancies

PRIVATE: tuple[Projection, ...] = (PersonDetails(),)
"""Those whose tables no outside reader may see; they stand in a schema of their own."""

PROJECTIONS: tuple[Projection, ...] = (
    Journal(),
    Processes(),
    RulebookHistory(),
    RuleCollisions(),
    Shortlists(),
    Cycles(),
    Proposals(),
    Amendments(),
    Assemblies(),
    Ballots(),
    BallotChoices(),
    Scrutinies(),
    Elections(),
    Vacancies(),
    Nominations(),
    Endorsements(),
    Primaries(),
    Counts(),
    Claims(),
    Bodies(),
    CoOptions(),
    Meetings(),
    MeetingAttendance(),
    MeetingDecisions(),
    CardVotes(),
    Resolutions(),
    Quarters(),
    Formations(),
    Members(),
    Notices(),
    People(),
    Reports(),
    Actions(),
)
