"""One act of every kind in nominations, for the samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.bodies.body import Body
from domain.counting.contest import Candidate, Contest
from domain.counting.count import count
from domain.counting.filling import Basis
from domain.counting.formats.election import Rows
from domain.counting.result import CountResult
from domain.counting.terms import Terms as CountTerms
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.mattering import Error
from domain.elections.nomination import Nomination, Ruling
from domain.elections.objection import Objection, Subject
from domain.elections.terms import Terms, VacancyRule
from domain.elections.vacancy import Place, Stood, Vacancy
from domain.elections.voting import Voting
from domain.elections.voting_acts import Elected
from domain.elections.voting_terms import AnnulledFor, voting_terms
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, BodyId, CommandId, ElectionId, PersonId, derived
from domain.rules.values import Days, Section
from tests.domain.acts import governing
from tests.support.kinds import Kind

DAY = datetime(2021, 7, 26, 16, tzinfo=UTC)
ADA, BEA, CY, DEE = (PersonId(derived(CONVENOR, "sample", name)) for name in "abcd")
CLOSES, CURED = DAY + timedelta(days=14), DAY + timedelta(days=17)


def nominations() -> Iterator[Aggregate]:
    """An election whose nominations are taken again, one that is called off, two nominations."""
    body = Body.establish(_act(), slug="ncg", name="The group", kind=Kind.COORDINATING_GROUP)
    election = _called(body, "nominations")
    first = _made(election, ADA, "Ada")
    first.support(_act(1, CY), election)
    first.accept(_act(2, ADA), election, (), "For everybody.")
    second = _made(election, BEA, "Bea")
    second.find_defects(_at(CLOSES), election)
    election.check(_at(CLOSES), "north", 2, 1)
    second.withdraw(_act(15, BEA), election)
    election.settle(_at(CURED), "north", (), CURED)
    first.rule_on(_act(18, DEE), election, Ruling(valid=True, reasons="heard both"))
    again = election.windows[0]
    election.check(_at(again.closes), "north", 2, 0)
    election.settle(_at(again.cure_by), "north", (first.candidate,), again.cure_by)
    first.settle(_at(again.cure_by), election, None)
    off = _called(body, "called off")
    off.call_off(_act(1), "the post was on strike")
    yield from (election, first, second, off, _vote(body), *_objected(election), *_vacancies(body))


def _vote(body: Body) -> Voting:
    """An election in which two stand for one place: its vote is called, counted and declared."""
    election = _called(body, "a vote")
    election.check(_at(CLOSES), "north", 2, 0)
    candidates = (Candidate(name="Ada"), Candidate(name="Bea"))
    election.settle(_at(CURED), "north", candidates, CURED)
    lot = LotSource(source="the lottery", known_from=DAY + timedelta(days=90))
    election.announce_lot(_at(CURED), body, lot)
    terms = voting_terms(body.slug, governing(), election.terms)
    voting = Voting.fall_due(_at(CURED), election, terms)
    voting.call(_at(CURED), election, governing())
    elected = (Elected(section="north", name="Ada", person=ADA),)
    voting.count(_act(60), elected)
    voting.annul(
        _act(60),
        "north",
        Error(missing=1, wrong=0),
        _counted(),
        "a paper lay in a drawer",
        AnnulledFor.COULD_MATTER,
    )
    later = LotSource(source="the lottery", known_from=DAY + timedelta(days=190))
    election.announce_lot(_act(61), body, later)
    voting.call(_act(61), election, governing())
    voting.count(_act(120), elected)
    voting.declare(_act(121), elected)
    voting.order_recount(_act(122), "north", "it was close")
    voting.recount(_act(122), voting.ballot_of("north"), ())
    voting.confirm(_act(129))
    return voting


def _objections(election: Election) -> Iterator[Objection]:
    """One that is ruled on too late, and one that is taken back."""
    for name in ("late", "taken back"):
        yield Objection.raise_(
            derived(CONVENOR, "sample objection", name),
            _act(2, CY),
            ElectionId(election.id),
            election.title,
            Subject.CAMPAIGN,
            "north",
            "The list of members was used for leaflets.",
            governing(),
        )


def _objected(election: Election) -> Iterator[Objection]:
    late, back = _objections(election)
    late.miss(_act(5), governing())
    late.rule(_act(6, DEE), governing(), upheld=True, reasons="The list was read that week.")
    back.withdraw(_act(3, CY))
    yield from (late, back)


def _vacancies(body: Body) -> Iterator[Vacancy]:
    """A place that nobody of two takes and a by-election fills, and one that is overtaken."""
    stood = tuple(
        Stood(name=name, person=person) for name, person in (("Ada", ADA), ("Cy", CY), ("Dee", DEE))
    )
    place = Place(
        body="ncg",
        section="north",
        left=stood[0],
        rule=VacancyRule.COUNT_BACK,
        answer=Days(count=7),
        stood=stood,
        ballot=derived(CONVENOR, "sample ballot"),
        until=DAY + timedelta(days=700),
        holds_over=False,
    )
    election = ElectionId(derived(CONVENOR, "sample", "a vote"))
    filled, over = (
        Vacancy.arise(
            derived(CONVENOR, "sample vacancy", name),
            _act(200),
            election,
            BodyId(body.id),
            "The group",
            place,
            1,
        )
        for name in ("filled", "overtaken")
    )
    basis = Basis(left="Ada", sitting=(), out=())
    filled.offer(_act(201), basis, _counted(), "Cy")
    filled.decline(_act(202, CY))
    filled.offer(_act(202), basis, _counted(), "Dee")
    filled.lapse(_act(209))
    filled.leave_to_members(_act(209), "Nobody is left.", basis, _counted())
    filled.call_by_election(_act(210), election)
    filled.fill(_act(280), DEE, "Dee", VacancyRule.BY_ELECTION)
    over.overtake(_act(201), "The group was dissolved.")
    yield from (filled, over)


def _counted() -> CountResult:
    contest = Contest(seats=1, candidates=(Candidate(name="Ada"), Candidate(name="Bea")))
    rows = Rows()
    rows.add(3, [[1], [2]])
    rows.add(2, [[2]])
    return count(contest, rows.cast(), CountTerms(rule="av"))


def _called(body: Body, name: str) -> Election:
    terms = Terms(
        method="av",
        sections=(Section(section="north", seats=1),),
        min_women=0,
        tie_rule="lot",
        vacancy_rule="by_election",
        unfilled_seat_rule="nominations_reopen",
        edition=1,
    )
    called = Election.call(derived(CONVENOR, "sample", name), _act(), body, "The group", terms)
    called.open_nominations(_act(), body, governing())
    return called


def _made(election: Election, person: PersonId, name: str) -> Nomination:
    nomination = derived(CONVENOR, "sample nomination", name)
    return Nomination.make(nomination, _act(1, DEE), election, "north", (person, name))


def _at(moment: datetime) -> Act:
    return _act().at(moment)


def _act(days: int = 0, by: PersonId = ADA) -> Act:
    return Act(
        occurred_at=DAY + timedelta(days=days),
        actor=by,
        recorded_by=by,
        authority=Authority(kind="membership", name="a member of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample nominations", days, by)),
        rulebook_version=1,
    )
