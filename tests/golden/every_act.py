"""One act of every kind, for the samples that are kept of each: the story, and what it leaves out.

Run `python -m tests.golden.every_act` after adding an act.  It only adds files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import Scrutiny
from domain.ballots.terms import Hours, Question, Roll
from domain.bodies.access import ACCESS_DAYS, AccessRequest, access_id
from domain.bodies.body import Body, body_id
from domain.bodies.cooption import Asked as CoOptionAsked
from domain.bodies.cooption import CoOption, Offer
from domain.bodies.details import Person
from domain.bodies.keeping import KEPT_DAYS, Keeping, KeptUntil
from domain.bodies.kept import Given
from domain.bodies.mandate import Mandate, MandateEnding, MandateId, Origin
from domain.bodies.member import Ending, Member
from domain.bodies.office import TermsOfOffice
from domain.counting.yes_no import Tally
from domain.cycle.asked import Asked, Drafter
from domain.cycle.assembly import Assembly
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.cycle.settling import Outcome as Settled
from domain.cycle.suggested import Listed, Suggested, SuggestedChange
from domain.decisions.claim import Claim, Claimed, Outcome
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, BodyId, ClauseId, CommandId, ProposalId, RuleId, derived
from domain.kernel.sealed import Purpose
from domain.notices.contact import Channel, Contact, Format, Reached
from domain.notices.notice import Matter, Notice, Occasion, Whom, Why
from domain.notices.service import Addressees, Batch, terms_of
from domain.rules.collisions import Carried, Collision, collisions
from domain.rules.edition import Edition
from domain.rules.governing import Governing
from domain.rules.rulebook import RULEBOOK_ID, Revision, Rulebook, Ruling
from domain.rules.values import AmendmentProcedure, Choice, ClauseChange, Procedure
from domain.text.amendment.change import AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.text import Text
from projections.projection import RecordedAct
from services.store.golden import renew
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.golden.cased import cases
from tests.golden.chosen import choices
from tests.golden.counted import counts, elections
from tests.golden.endorsed import endorsements
from tests.golden.granted import accesses
from tests.golden.mandated import mandate
from tests.golden.nominated import nominations
from tests.golden.ranked import primaries
from tests.golden.supported import supports
from tests.golden.watched import scrutiny
from tests.story import groups_formed
from tests.story.meetings_held import MeetingsHeld
from tests.story.refounding import Story
from tests.story.reported import Reported
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules

SAMPLES = Path(__file__).with_name("events")
DAY = datetime(2021, 7, 26, 16, tzinfo=UTC)


def every_act() -> Sequence[RecordedAct]:
    """At least one act of every kind, recorded."""
    store = MemoryStore()
    told = Story(Hands(store, MemoryBoxes(store))).tell()
    held = MeetingsHeld(told.organisation)
    held.tell()
    groups_formed.tell(told.organisation)
    Reported(told.organisation).tell()
    held.over_the_quarters()
    for aggregate in (*left_out(), _rule_on_and_wait(store)):
        store.commit([aggregate], command=None, reads={})
    return store.acts(limit=10_000)


def left_out() -> Iterator[Aggregate]:
    """What the story does not do."""
    yield from (
        _body(),
        _terms(),
        *_cooptions(),
        _member(),
        _claim(),
        _cycle(),
        _assembly(),
        _ballot(),
        _blind_ballot(),
        choices(_ballot(), act(), _governing()),
        _scrutiny(),
    )
    yield _person()
    yield from (*_access(), _keeping())
    yield from _suggested()
    yield from (_proposal(), _withdrawn(), _divided())
    yield from (_contact(), _notice())
    yield from cases()
    yield from supports()
    yield from accesses()
    yield from counts()
    yield from elections()
    yield from nominations()
    yield from endorsements()
    yield from primaries()
    yield mandate()


def act(days: int = 0) -> Act:
    return Act(
        occurred_at=DAY + timedelta(days=days),
        actor=member(1),
        recorded_by=member(1),
        authority=Authority(kind="post", name="secretary of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample", days)),
        rulebook_version=1,
    )


def _person() -> Person:
    person = Person.enter(act(), member(2))
    person.set_details(
        act(1),
        Given(name="Ada Ash", email="ada@example.org", post_address="1 Ash Lane", born=DAY.date()),
    )
    person.declare_category(act(2), Purpose.CAUCUS, "women")
    person.withdraw_category(act(3), Purpose.CAUCUS, "women")
    person.join_caucus(act(3), BodyId(body_id("sample")))
    person.leave_caucus(act(3), body_id("sample"))
    person.place_hold(act(4), "a claim for damages")
    person.lift_hold(act(5), "it was settled")
    return person


def _access() -> Iterator[AccessRequest]:
    rule = next(one for one in rules() if one.id == ACCESS_DAYS)
    for number in (1, 2):
        request = AccessRequest.ask(access_id(member(2), number), act(), member(2), 30, 1)
        if number == 1:
            request.withdraw(act(1), "they found it on the page")
        else:
            request.extend(act(2), 60, "there are many acts")
            request.fall_overdue(act(100), rule)
            request.answer(act(101), rule)
        yield request


def _keeping() -> Keeping:
    kept = tuple(
        KeptUntil(purpose=one, until=DAY + timedelta(days=30), rule=KEPT_DAYS[one])
        for one in (Purpose.CONTACT, Purpose.CAUCUS)
    )
    keeping = Keeping.begin(act(), member(2), kept, 30)
    keeping.hold_back(act(30), (Purpose.CONTACT,), "It is kept under a legal hold: a claim.")
    keeping.pass_by(act(30), (Purpose.CAUCUS,), ())
    keeping.pass_by(act(60), (Purpose.CONTACT,), (Purpose.CONTACT,))
    return keeping


def _body() -> Body:
    body = Body.establish(act(), slug="sample", name="Sample", kind=Kind.WORKING_GROUP)
    seat = Mandate(
        id=MandateId(derived(CONVENOR, "a seat")),
        person=member(2),
        name="Member 2",
        how="elected by the members of the region",
        origin=Origin.ELECTION,
        category="north",
        until=DAY + timedelta(days=365),
    )
    body.seat(act(1), seat)
    post = MandateId(derived(CONVENOR, "a post"))
    body.fill_post(act(1), seat.model_copy(update={"id": post, "post": "convenor"}))
    body.prolong(act(1), post, None, "until a successor is elected")
    body.hold_over(act(1), body.posts[0])
    body.rename(act(1), "Sample Group", "To show what a body does.", "shorter")
    body.vacate_seat(act(2), member(2), MandateEnding.RESIGNATION, "resigned")
    body.dissolve(act(3), "its work was done", body_id("another"))
    return body


def _terms() -> TermsOfOffice:
    terms = TermsOfOffice.watch(act(), _body())
    terms.look_ahead(act(), act(1).occurred_at)
    terms.follow(act(1), act(1).occurred_at)
    terms.end(act(1))
    return terms


def _cooptions() -> Iterator[CoOption]:
    asked = CoOptionAsked(person=member(2), name="Member 2", reasons="knows the unions")
    decided = DecidedAt(meeting=derived(CONVENOR, "a meeting"), number=3)

    def proposed(name: str) -> CoOption:
        stream = derived(CONVENOR, "a co-option", name)
        return CoOption.propose(stream, act(), BodyId(body_id("sample")), "Sample", asked)

    held = proposed("held")
    held.agree(act(1), Offer(decided=decided, answer_by=DAY + timedelta(days=9)))
    held.accept(act(2), DAY + timedelta(days=90), timedelta(days=30))
    held.fall_due_for_review(act(60))
    held.renew(act(61), decided, DAY + timedelta(days=180), timedelta(days=30))
    held.end(act(180))
    rejected, withdrawn, declined, lapsed = (proposed(name) for name in "rwdl")
    rejected.reject(act(1), decided)
    withdrawn.withdraw(act(1), "not now")
    for one in (declined, lapsed):
        one.agree(act(1), Offer(decided=decided, answer_by=DAY + timedelta(days=9)))
    declined.decline(act(2), "no time")
    lapsed.lapse(act(9))
    yield from (held, rejected, withdrawn, declined, lapsed)


def _suggested() -> Iterator[SuggestedChange]:
    decided = DecidedAt(meeting=derived(CONVENOR, "a meeting"), number=3)
    what = Suggested(title="More days", asked=Asked(text=Text.from_plain("There are more days.")))
    body = BodyId(body_id("sample"))

    def drafted(name: str) -> SuggestedChange:
        stream = derived(CONVENOR, "a suggested change", name)
        return SuggestedChange.draft(stream, act(), (body, "Sample"), body, what)

    carried, left_out = drafted("carried"), drafted("left out")
    for one in (carried, left_out):
        one.shortlist(act(1), Listed(title="Of the year", decided=decided))
    carried.propose(act(2), decided, None)
    carried.conclude(act(3), "by the members", carried=True)
    left_out.leave_out(act(2), decided, "It can wait.")
    yield from (carried, left_out)


def _contact() -> Contact:
    entries = [derived(CONVENOR, "an entry", number) for number in range(2)]
    contact = Contact.give(act(), member(2), Reached(channel=Channel.EMAIL, entry=entries[0]))
    by_post = Reached(
        channel=Channel.POST, entry=entries[1], language="cy", format=Format.LARGE_PRINT
    )
    contact.replace(act(1), by_post)
    contact.withdraw(act(2), Channel.EMAIL)
    return contact


def _notice() -> Notice:
    edition = _edition()
    matter = Matter(
        body=body_id("sample"),
        occasion=Occasion.MEETING,
        about=body_id("sample"),
        subject="A meeting",
        text="Come on Friday.",
        to=Whom.LISTED,
        people=(member(2), member(3)),
    )
    terms = terms_of(edition, DAY + timedelta(days=40), RuleId("refounding.ballot_days"))
    notice = Notice.call(derived(CONVENOR, "a notice"), act(), matter, terms, edition)
    to = Addressees(count=2, root="0" * 64, by_email=2, by_post=0, nowhere=0)
    notice.address(act(1), to)
    sent = act(1).occurred_at
    batch = Batch(channel=Channel.EMAIL, count=1, late=0, first=sent, last=sent, root="0" * 64)
    notice.serve(act(1), batch)
    why = Why(served=False, reason="550 no such user")
    notice.bounce(act(1), Channel.EMAIL, (member(3),), why)
    notice.post(act(2), 1, act(2).occurred_at.date(), ())
    notice.omit(act(3), member(4), "joined on that day", edition, accidental=True)
    notice.complete(act(4), edition)
    return notice


def _member() -> Member:
    found = Member.join(act(), number="S1", joined_on=date(2021, 7, 1))
    found.move(act(1), derived(CONVENOR, "a group"), "north")
    found.end_membership(act(2), Ending.RESIGNED, "moved abroad")
    return found


def _claim() -> Claim:
    claimed = Claimed(
        title="A new constitution",
        body="ncg",
        notice_at=DAY - timedelta(minutes=75),
        decided_at=DAY,
        votes_for=6,
        votes_against=0,
        changes_rulebook=True,
    )
    claim = Claim.record(derived(CONVENOR, "a claim"), act(), claimed, _edition())
    claim.object(act(1), member(3), "There was no notice.")
    claim.settle(act(2), Outcome.ANNULLED, "It was not in order.")
    return claim


def _cycle() -> Cycle:
    cycle = Cycle.open(derived(CONVENOR, "a cycle"), act(), "A cycle", _edition())
    rulebook = Rulebook.found(act(), "Rules", (CLAUSE,), rules())
    words = ClauseChange(clause=ClauseId("2"), heading="More", text="Another clause.")
    at_once = Revision(
        title="Now", clauses=(words,), from_when=act(1).occurred_at, transitional=(cycle.id,)
    )
    rulebook.revise(act(1), at_once)
    cycle.follow_transitional_clause(act(1), rulebook)
    return cycle


def _proposal() -> Proposal:
    proposal = _drafted("a proposal")
    proposal.hand_in(act(1), 1, _governing())
    text = proposal.asked.text
    both = "The first paragraph was changed.\n\nThe second one was changed too."
    for name in ("A1", "A2"):
        amendment = draft_amendment(text, both, AmendmentId(name))
        proposal.move(act(2), amendment, StageName.FIRST_ASSEMBLY, member(2), "why not")
    proposal.withdraw_amendment(act(3), AmendmentId("A1"), member(2))
    return proposal


def _withdrawn() -> Proposal:
    proposal = _drafted("another proposal")
    proposal.withdraw(act(1), "It is not needed.")
    return proposal


def _drafted(name: str) -> Proposal:
    asked = Asked(text=Text.from_plain("The first paragraph.\n\nThe second one."))
    drafter = Drafter(
        person=member(2), group=body_id("leeds"), meeting=derived(CONVENOR, "a meeting")
    )
    stream = derived(CONVENOR, name)
    cycle = derived(CONVENOR, "a cycle")
    return Proposal.draft(stream, act(), cycle, "A proposal", asked, drafter)


def _divided() -> Proposal:
    """Under the procedure of parts, an amendment to two paragraphs is put as two."""
    proposal = _drafted("a third proposal")
    governing = _governing(Procedure.PARTS)
    proposal.hand_in(act(1), 1, governing)
    both = "The first paragraph was changed.\n\nThe second one was changed too."
    amendment = draft_amendment(proposal.asked.text, both, AmendmentId("A1"))
    proposal.move(act(2), amendment, StageName.FIRST_ASSEMBLY, member(2), "why not")
    part = proposal.docket.parts(AmendmentId("A1"))[0].id
    proposal.decide(act(3), (part,), Settled(carried=True, because="4 for, 0 against"), governing)
    return proposal


def _assembly() -> Assembly:
    cycle = derived(CONVENOR, "a cycle")
    assembly = Assembly.convene(act(), cycle, StageName.FIRST_ASSEMBLY, DAY + timedelta(days=9), 1)
    assembly.extend(act(1), DAY + timedelta(days=12), "more time")
    return assembly


def _ballot() -> Ballot:
    hours = Hours(opens=DAY + timedelta(days=20), closes=DAY + timedelta(days=29))
    question = Question(
        subject=derived(CONVENOR, "a proposal"), number=1, title="A proposal", digest="0" * 64
    )
    ballot = Ballot.call(
        derived(CONVENOR, "a ballot"),
        act(),
        title="A ballot",
        parent=None,
        questions=(question,),
        hours=hours,
        rules=_governing(),
    )
    later = Hours(opens=hours.opens, closes=hours.closes + timedelta(days=2))
    ballot.extend(act(1), later, "more time")
    return ballot


def _scrutiny() -> Scrutiny:
    ballot = _ballot()
    ballot.freeze_roll(act().at(ballot.terms.joined_by), Roll(count=3, position=7, commitment="0"))
    ballot.close(act().at(ballot.hours.closes), papers=2, root="3" * 64)
    return scrutiny(ballot, act().at(ballot.hours.closes))


def _blind_ballot() -> Ballot:
    """One that was blind from its keys to their end."""
    hours = Hours(opens=DAY + timedelta(days=20), closes=DAY + timedelta(days=29))
    question = Question(
        subject=derived(CONVENOR, "a question"), number=1, title="A question", digest="0" * 64
    )
    edition = Rulebook.found(
        act(), "Rules", (CLAUSE,), rules(ballots__secrecy=Choice(choice="blind"))
    ).at(DAY)
    ballot = Ballot.call(
        derived(CONVENOR, "a blind ballot"),
        act(),
        title="A blind ballot",
        parent=None,
        questions=(question,),
        hours=hours,
        rules=Governing(opening=edition, current=edition),
    )
    ballot.freeze_roll(act(6), Roll(count=3, position=7, commitment="0" * 64))
    ballot.announce(act(6), "1" * 64, "2" * 64)
    ballot.open(act(20))
    ballot.close(act(29), papers=1, root="3" * 64, credentials=2)
    ballot.count(act(29), (Tally(yes=1, no=0, blank=0),))
    ballot.publish(act(29), "4" * 64)
    ballot.declare(act(29))
    ballot.destroy_keys(act(60))
    return ballot


def _governing(procedure: Procedure = Procedure.PARALLEL) -> Governing:
    return Governing(opening=_edition(procedure), current=_edition(procedure))


def _edition(procedure: Procedure = Procedure.PARALLEL) -> Edition:
    values = rules(refounding__procedure=AmendmentProcedure(procedure=procedure))
    return Rulebook.found(act(), "Rules", (CLAUSE,), values).at(DAY)


def _rule_on_and_wait(store: MemoryStore) -> Rulebook:
    """A ruling, and a change that waited for an event, in the rulebook of the story."""
    rulebook = store.load(Rulebook, RULEBOOK_ID)
    now = act(400)
    ruling = Ruling(
        number=1,
        question="Who decides a tie?",
        ruling="The lot.",
        reasons="The rule says so.",
        clauses=(ClauseId("1"),),
        from_when=now.occurred_at,
        appeal_to="the members",
    )
    rulebook.find_collision(now, _collision())
    rulebook.rule_on(now, ruling)
    rulebook.settle(now, 1, (ProposalId(derived(CONVENOR, "a proposal")),))
    words = ClauseChange(clause=ClauseId("2"), heading="More", text="Another clause.")
    rulebook.revise(now, Revision(title="Later", clauses=(words,), upon="the first convention"))
    rulebook.take_effect(now, "the first convention")
    return rulebook


def _collision() -> Collision:
    """Two proposals that put one clause in different words."""
    carried = [
        Carried(
            proposal=ProposalId(derived(CONVENOR, name)),
            change=Revision(
                title=name,
                clauses=(ClauseChange(clause=ClauseId("1"), heading="All", text=name),),
                from_when=act(400).occurred_at,
            ),
        )
        for name in ("a proposal", "another proposal")
    ]
    return collisions({}, carried)[0]


if __name__ == "__main__":
    added = list(renew(SAMPLES, every_act()))
    for topic in added:
        print(f"added {topic}")
    if not added:
        print("Nothing was added: let `every_act` here play an act first that has no sample yet.")
