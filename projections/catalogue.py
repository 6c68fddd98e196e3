"""Every projection, in the order in which they are told of."""

from __future__ import annotations

from projections.actions import Actions
from projections.amendments import Amendments
from projections.assemblies import Assemblies
from projections.ballots import Ballots
from projections.bodies import Bodies
from projections.claims import Claims
from projections.collisions import RuleCollisions
from projections.counts import Counts
from projections.cycles import Cycles
from projections.elections import Elections
from projections.journal import Journal
from projections.members import Members
from projections.people import People
from projections.processes import Processes
from projections.projection import Projection
from projections.proposals import Proposals
from projections.reports import Reports
from projections.rulebook import RulebookHistory

PROJECTIONS: tuple[Projection, ...] = (
    Journal(),
    Processes(),
    RulebookHistory(),
    RuleCollisions(),
    Cycles(),
    Proposals(),
    Amendments(),
    Assemblies(),
    Ballots(),
    Elections(),
    Counts(),
    Claims(),
    Bodies(),
    Members(),
    People(),
    Reports(),
    Actions(),
)
