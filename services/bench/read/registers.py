"""What else the bodies of the large organisation decide: by election, in writing, by co-option.

And what is claimed outside, what is on a shortlist for the rulebook, and which groups are formed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.bodies.cooption import Asked as CoOptionAsked
from domain.bodies.cooption import CoOption, Offer
from domain.bodies.electorate import Electorate
from domain.counting.contest import Candidate
from domain.counting.count import count
from domain.counting.formats.reading import read
from domain.counting.ties import TieUndecided
from domain.cycle.asked import Asked
from domain.cycle.suggested import Listed, Suggested, SuggestedChange
from domain.decisions.claim import Claim, Claimed, Outcome
from domain.decisions.decided import DecidedAt
from domain.elections.count import Bundle, Count, OpenTie
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.elections.terms import WOMEN, terms_of
from domain.formation.formation import Formation
from domain.formation.groups import Group as ToForm
from domain.formation.opening import plan_by
from domain.formation.orders import Forming
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, derived
from domain.meetings.decisions import Answer, NamedVote
from domain.meetings.resolution import Resolution, Wording
from domain.rules.values import Section
from domain.text.text import Text
from services.bench.read.groups import Group
from services.bench.read.pen import LARGE, Pen, name_of, person
from services.bench.read.sizes import BEGINS, ROUNDS, Sizes

DAY: Final = timedelta(days=1)
LIFE: Final = ROUNDS * 91
"""Over so many days these are spread; the last of them are under way at the end."""
STANDING, KINDS_OF_PAPER = 12, 400
"""So many stand for a section, and so many different papers are cast."""
OBJECT_TO_A_CLAIM, FORMED, FORMING = 3, 8, "ncg"
LOTTERY: Final = "The lottery of the week after"


class Registers:
    """Writes what is spread over the life of the organisation."""

    def __init__(self, pen: Pen, groups: Sequence[Group], sizes: Sizes) -> None:
        self._pen, self._groups, self._sizes = pen, groups, sizes
        self.papers: list[bytes] = []

    def kept(self) -> Iterator[Aggregate]:
        """Everything."""
        sizes = self._sizes
        for number in range(sizes.elections):
            yield from self._elected(number, sizes.elections)
        for number in range(sizes.claims):
            yield self._claimed(number, sizes.claims)
        for number in range(sizes.cooptions):
            yield self._coopted(number, sizes.cooptions)
        for number in range(sizes.resolutions):
            yield self._in_writing(number, sizes.resolutions)
        for number in range(sizes.suggestions):
            yield self._suggested(number, sizes.suggestions)
        for number in range(sizes.formations):
            yield self._formed(number, sizes.formations)

    def _begins(self, number: int, of_all: int) -> timedelta:
        return LIFE * DAY * number / of_all

    def _group(self, number: int) -> Group:
        return self._groups[number * 7 % len(self._groups)]

    def _elected(self, number: int, of_all: int) -> Iterator[Aggregate]:
        """An election of the coordinating group, with a count for each section."""
        pen, body = self._pen, self._groups[0].body
        begins, by = BEGINS + self._begins(number, of_all), body.seats[0].person
        terms, stream = terms_of(FORMING, pen.rules.current), derived(LARGE, "election", number)
        title = f"Election {number + 1}"
        election = Election.call(stream, pen.act(begins, by=by), body, title, terms)
        lot = LotSource(source=LOTTERY, known_from=begins + 50 * DAY)
        election.announce_lot(pen.act(begins, by=by), body, lot)
        for section in terms.sections:
            standing = _standing(section, number)
            closes = pen.act(begins + 15 * DAY, by=by)
            election.close_nominations(closes, body, section.section, standing)
        counts = [self._counted(election, one, begins + 30 * DAY) for one in terms.sections]
        yield from (election, *counts)

    def _counted(self, election: Election, section: Section, moment: datetime) -> Count:
        """The papers of a section, handed in and counted; a tie waits for the lot."""
        body, pen = self._groups[0].body, self._pen
        by, number = body.seats[0].person, len(self.papers)
        standing = election.of_section(section.section)
        assert standing is not None
        content = _papers(section, standing.candidates, number)
        self.papers.append(content)
        file = read(content, "papers.blt")
        sha256 = hashlib.sha256(content).hexdigest()
        papers = Papers(
            section=section.section,
            candidates=file.contest.names,
            bundle=Bundle(sha256=sha256, papers=file.cast.total, origin="the hall"),
        )
        stream = derived(election.id, "count", section.section)
        matter = election.hand_in(pen.act(moment, by=by), body, papers, stream)
        made = Count.begin(stream, pen.act(moment, by=by), matter)
        try:
            made.record(pen.act(moment, by=by), count(matter.contest, file.cast, made.terms))
            made.declare(pen.act(moment + DAY, by=by))
        except TieUndecided as tied:
            tie = OpenTie(stage=tied.stage, question=tied.question, between=tied.between)
            made.leave_open(pen.act(moment, by=by), tie)
        return made

    def _claimed(self, number: int, of_all: int) -> Claim:
        begins = BEGINS + self._begins(number, of_all)
        claimed = Claimed(
            title=f"Resolution {number + 1} of a meeting elsewhere",
            body=FORMING,
            notice_at=begins - number % 30 * DAY,
            decided_at=begins,
            votes_for=6 + number % 20,
            votes_against=number % 9,
            changes_rulebook=number % 2 == 0,
        )
        pen = self._pen
        stream = derived(LARGE, "claim", number)
        recorded = pen.act(begins + DAY, by=person(0))
        claim = Claim.record(stream, recorded, claimed, pen.rules.current, self._sizes.members)
        for objector in range(1, 1 + number % OBJECT_TO_A_CLAIM):
            who = person(objector)
            claim.object(pen.act(begins + 2 * DAY, by=who), who, "There was no notice.")
        if number % 2:
            settled = pen.act(begins + 9 * DAY, by=person(0))
            claim.settle(settled, Outcome.ANNULLED, "It was not in order.")
        return claim

    def _coopted(self, number: int, of_all: int) -> CoOption:
        begins, group = BEGINS + self._begins(number, of_all), self._group(number)
        pen, body, who = self._pen, group.body, number * 13 % self._sizes.members
        by = body.seats[0].person
        asked = CoOptionAsked(person=person(who), name=name_of(who), reasons="Knows the trade.")
        made = CoOption.propose(
            derived(LARGE, "co-option", number),
            pen.act(begins, by=by),
            BodyId(body.id),
            body.name,
            asked,
        )
        decided = DecidedAt(meeting=derived(LARGE, "meeting", body.slug, number), number=3)
        if number % 5 == 0:
            made.reject(pen.act(begins + 20 * DAY, by=by), decided)
            return made
        offer = Offer(decided=decided, answer_by=begins + 40 * DAY)
        made.agree(pen.act(begins + 20 * DAY, by=by), offer)
        if number % 5 == 1:
            made.lapse(pen.act(begins + 40 * DAY))
        elif number % 5 == 2:
            made.decline(pen.act(begins + 25 * DAY, by=asked.person), "No time.")
        else:
            accepted = pen.act(begins + 25 * DAY, by=asked.person)
            made.accept(accepted, begins + 390 * DAY, 30 * DAY)
            made.fall_due_for_review(pen.act(begins + 360 * DAY))
            made.end(pen.act(begins + 390 * DAY))
        return made

    def _in_writing(self, number: int, of_all: int) -> Resolution:
        begins, group = BEGINS + self._begins(number, of_all), self._group(number // 2)
        pen, body = self._pen, group.body
        voting = group.sat.electorate
        to = tuple(seat.person for seat in body.seats if seat.person in voting)
        wording = Wording(
            body=BodyId(body.id),
            body_name=body.name,
            title=f"Decision {number + 1} between meetings",
            text="The body lends its hall to the tenants.",
            to=to,
            closes=begins + 9 * DAY,
        )
        stream = derived(LARGE, "resolution", number)
        made = Resolution.propose(stream, pen.act(begins, by=to[0]), wording, pen.rules)
        for place, member in enumerate(to):
            answer = Answer.FOR if place % 3 else Answer.AGAINST
            if place % 5:
                vote = NamedVote(person=member, answer=answer)
                made.reply(pen.act(begins + 2 * DAY, by=member), vote, voting)
        made.close(pen.act(begins + 9 * DAY), voting, pen.rules)
        return made

    def _suggested(self, number: int, of_all: int) -> SuggestedChange:
        begins, pen = BEGINS + self._begins(number, of_all), self._pen
        parent, group = self._groups[0].body, self._group(number + 1).body
        what = Suggested(
            title=f"Change {number + 1} of the rules",
            asked=Asked(text=Text.from_plain(f"The notice of a meeting is {number} days.")),
        )
        by = group.seats[0].person
        made = SuggestedChange.draft(
            derived(LARGE, "suggestion", number),
            pen.act(begins, by=by),
            (BodyId(parent.id), parent.name),
            BodyId(group.id),
            what,
        )
        decided = DecidedAt(meeting=derived(LARGE, "meeting", FORMING, 1), number=3)
        listed = Listed(title=f"Of list {number // 10 + 1}", decided=decided)
        made.shortlist(pen.act(begins + 10 * DAY, by=by), listed)
        if number % 3:
            made.propose(pen.act(begins + 30 * DAY, by=by), decided, None)
            made.conclude(pen.act(begins + 60 * DAY), "by the members", carried=number % 3 == 1)
        return made

    def _formed(self, number: int, of_all: int) -> Formation:
        """All in the first half of the time, while those sit who sat there at the beginning."""
        pen, parent = self._pen, self._groups[0].body
        begins = BEGINS + self._begins(number, of_all) / 2
        rules, by = Forming(FORMING, pen.rules), parent.seats[0].person
        groups = tuple(
            ToForm(
                slug=f"formed-{number}-{one}",
                kind="sub_group",
                name=f"Sub-group {one} of formation {number + 1}",
                remit="What it is there for.",
                least=1,
                most=15,
            )
            for one in range(FORMED)
        )
        closes = begins + 25 * DAY
        lot = LotSource(source=LOTTERY, known_from=closes + 5 * DAY)
        plan = plan_by(rules, closes, lot)
        stream = derived(LARGE, "formation", number)
        made = Formation.open(stream, pen.act(begins, by=by), parent, groups, plan, rules)
        voters = {seat.person: seat.name for seat in parent.seats if seat.voting}
        for place, seat in enumerate(parent.seats):
            ranking = tuple(groups[(place + step) % FORMED].slug for step in range(3))
            made.prefer(pen.act(begins + DAY, by=seat.person), seat, ranking, rules)
        made.close(pen.act(closes), Electorate(voters), rules)
        if made.needs_lot():
            made.record_value(pen.act(lot.known_from, by=by), "04 11 23 31 40 52")
        made.allocate(pen.act(lot.known_from), rules)
        made.ratify(pen.act(lot.known_from + DAY, by=by), (), voters, rules)
        return made


def _standing(section: Section, number: int) -> tuple[Candidate, ...]:
    first = len(section.section) * 100 + number * STANDING
    return tuple(
        Candidate(name=name_of(one), groups=(WOMEN,) if one % 2 else ())
        for one in range(first, first + STANDING)
    )


def _papers(section: Section, standing: Sequence[Candidate], turn: int) -> bytes:
    """A file of papers; the first candidates are ranked first more often than the others."""
    lines = [f"{len(standing)} {section.seats}"]
    for kind in range(KINDS_OF_PAPER):
        first = (kind * kind + turn) % len(standing)
        order = [(first + step * (1 + kind % 3 * 2)) % len(standing) + 1 for step in range(4)]
        marks = " ".join(str(mark) for mark in dict.fromkeys(order))
        lines.append(f"{1 + (kind * 7 + turn) % 5} {marks} 0")
    lines += ["0", *(f'"{one.name}"' for one in standing), '"The papers of a section"']
    return "\n".join(lines).encode()
