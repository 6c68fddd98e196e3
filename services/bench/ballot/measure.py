"""Measures ballots: sealed papers beside a bare handler, credentials beside the signing alone."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter, process_time
from typing import Final, NamedTuple
from uuid import UUID

import orjson
import psycopg

from domain.ballots.ballot import Ballot
from services.bench import ground as databases
from services.bench.ballot.bare import PATH
from services.bench.ballot.driving import Answered, Post, body, driven
from services.bench.ballot.ground import Called, closed, prepared, reported, take
from services.bench.ballot.served import bare, ours, served
from services.bench.ballot.sizes import QUESTIONS, BallotSizes
from services.bench.read.founding import Hands
from services.bench.read.pen import person
from services.bench.report import Measured, Report, Row, Target, below, ratio, row
from services.bench.work import RUNS
from services.bootstrap import Office, office
from services.config import Settings
from services.places import masters_of
from services.voting.blind.ballots import KeptBallots
from services.voting.blind.keys import BallotKeys
from services.voting.blind.voter import Voter
from services.voting.verify_ballot import check

NAME: Final = "ballot"
SEED: Final = 20211221
ANSWERS: Final = ("yes", "no", "blank")
CALM: Final = 0.7
SIGNED: Final = 400
AS_MANY: Final = 10
"""The bare handler takes a tenth of the papers before ours, and as many after them."""
_STORED: Final = """
    SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname || '.' || c.relname LIKE ANY(%s)
"""
SEALED_TABLES: Final = ["convenor.ballot_box", "convenor.ballot_roll"]
BLIND_TABLES: Final = ["blind.%"]


class Sealed(NamedTuple):
    """The sealed ballot, and the bare handler beside it, in papers a second.

    `memory` in megabytes, `stored` in bytes a paper.
    """

    bare: Sequence[float]
    fast: Answered
    calm: Answered
    memory: float
    stored: float


class Blind(NamedTuple):
    """The blind ballot.  `voter`: milliseconds of a processor that a voter's client uses."""

    drawn: Answered
    handed_in: Answered
    voter: float
    memory: float
    stored: float


class Counted(NamedTuple):
    """Seconds from the close to the count of both, and those of checking what was published."""

    sealed: float
    blind: float
    verified: float


def measure(settings: Settings, sizes: BallotSizes) -> Report:
    """Hold both ballots in a database of their own, which is dropped afterwards.

    Raises `AssertionError` when a paper was refused, lost or taken twice.
    """
    # Voters say who they are, and that is believed over embedded servers alone.
    settings = settings.model_copy(update={"database_url": None, "port": 0})
    with databases.server() as address, databases.database(address) as dsn:
        machine = databases.machine(address)
        with office(dsn, masters=masters_of(settings)) as at:
            _say(f"{sizes.members:,} members join …")
            hands = Hands(at.store)
            run = _Run(at, settings, sizes, hands, prepared(at, hands, sizes.members))
            sealed, blind, counted = run.sealed(), run.blind(), run.counted()
    signing = [_signing() for _ in range(RUNS)]
    measured = Measured(
        bench=NAME,
        rows=(*_of_sealed(sealed), *_of_blind(blind, signing), *_of_counted(counted, sizes)),
        targets=_targets(sealed, blind, counted, signing),
        notes=_notes(sizes),
    )
    return Report(machine=machine, benches=(measured,))


class _Run:
    """Both ballots, from their opening to what was published of them."""

    def __init__(
        self, at: Office, settings: Settings, sizes: BallotSizes, hands: Hands, called: Called
    ) -> None:
        self._at, self._settings, self._sizes, self._called = at, settings, sizes, called
        self._hands = hands
        self._chance = random.Random(SEED)
        self._voters = self._chance.sample(range(sizes.members), sizes.members)

    def sealed(self) -> Sealed:
        """Papers as fast as they are taken, then calmly; the bare handler before and after."""
        sizes, path = self._sizes, f"/api/ballots/{self._called.sealed}/papers"
        share, calm = sizes.papers // AS_MANY, sizes.calm(sizes.papers)
        before = self._bare(range(share))
        _say(f"{sizes.papers:,} sealed papers …")
        posts = [self._paper(path, voter) for voter in self._voters[: sizes.papers]]
        empty = self._stored(SEALED_TABLES)
        with served(ours, self._at.dsn, self._settings) as worker:
            fast = driven(worker.address, posts[:-calm], sizes.callers)
            slow = driven(worker.address, posts[-calm:], sizes.callers * 4, CALM * fast.rate)
            memory = worker.most_memory
        _must_be_taken(fast, slow)
        stored = (self._stored(SEALED_TABLES) - empty) / sizes.papers
        after = self._bare(range(share, 2 * share))
        return Sealed((before, after), fast, slow, memory, stored)

    def blind(self) -> Blind:
        """Credentials drawn by name, then papers without one, in another order."""
        sizes, ballot = self._sizes, self._called.blind
        said = self._kept.announcement(ballot)
        _say(f"{sizes.blind:,} credentials and blind papers …")
        begun = process_time()
        voters = [Voter.begin(said) for _ in range(sizes.blind)]
        path = f"/api/ballots/{ballot}/credentials"
        asked = [
            Post(path, body(blinded=one.blinded.hex()), str(person(number)))
            for one, number in zip(voters, self._voters, strict=False)
        ]
        used = process_time() - begun
        empty = self._stored(BLIND_TABLES)
        with served(ours, self._at.dsn, self._settings) as worker:
            drawn = driven(worker.address, asked, sizes.callers)
            _must_be_taken(drawn)
            begun = process_time()
            posts = list(self._papers(voters, drawn.bodies))
            used += process_time() - begun
            self._chance.shuffle(posts)
            handed_in = driven(worker.address, posts, sizes.callers)
            memory = worker.most_memory
        _must_be_taken(handed_in)
        stored = (self._stored(BLIND_TABLES) - empty) / sizes.blind
        return Blind(drawn, handed_in, used / sizes.blind * 1_000, memory, stored)

    def counted(self) -> Counted:
        """Close and count both, and check what is published of the blind one."""
        _say("closing, counting and checking …")
        closed(self._at)
        sealed = self._count(self._called.sealed, self._sizes.papers)
        blind = self._count(self._called.blind, self._sizes.blind)
        text = self._kept.published(self._called.blind)
        assert text is not None, "nothing was published"
        begun = perf_counter()
        wrong = check(text)
        verified = perf_counter() - begun
        assert not wrong, wrong[0]
        return Counted(sealed, blind, verified)

    def _count(self, ballot: UUID, papers: int) -> float:
        """How long it takes to close a ballot, to count it and to publish it, in seconds."""
        begun = perf_counter()
        take(self._at, "close_ballot", ballot)
        reported(self._hands, ballot)
        take(self._at, "count_ballot", ballot)
        took = perf_counter() - begun
        found = self._at.store.load(Ballot, ballot)
        assert found.papers == papers, f"{papers:,} papers were taken, {found.papers} are there"
        return took

    def _papers(self, voters: Sequence[Voter], answers: Sequence[bytes]) -> Iterator[Post]:
        path = f"/api/ballots/{self._called.blind}/blind-papers"
        for voter, answer in zip(voters, answers, strict=True):
            credential = voter.credential(bytes.fromhex(orjson.loads(answer)["signed"]))
            marks = tuple((self._chance.choice((1, 2)),) for _ in range(QUESTIONS))
            yield Post(path, body(paper=voter.paper(credential, marks).encoded.hex()))

    def _paper(self, path: str, voter: int) -> Post:
        answers = self._chance.choices(ANSWERS, k=QUESTIONS)
        return Post(path, body(answers=answers), str(person(voter)))

    def _bare(self, numbers: Sequence[int]) -> float:
        posts = [self._paper(PATH, number) for number in numbers]
        with served(bare, self._at.dsn, self._settings) as worker:
            found = driven(worker.address, posts, self._sizes.callers)
        _must_be_taken(found)
        return found.rate

    @property
    def _kept(self) -> KeptBallots:
        blind = self._at.blind
        assert blind is not None, "there is no master key"
        return blind

    def _stored(self, tables: list[str]) -> float:
        """What these tables take up with their indexes, in bytes."""
        with psycopg.connect(self._at.dsn) as connection:
            row = connection.execute(_STORED, (tables,)).fetchone()
        return float(row[0]) if row else 0.0


def _must_be_taken(*several: Answered) -> None:
    for one in several:
        assert set(one.statuses) == {201}, f"answers other than 201: {one.statuses}"


def _signing() -> float:
    """Blind signatures a second, with nothing around them."""
    signer = BallotKeys.make().signer
    messages = [number.to_bytes(signer.public.length) for number in range(2, SIGNED + 2)]
    begun = perf_counter()
    for message in messages:
        signer.sign(message)
    return SIGNED / (perf_counter() - begun)


def _of_sealed(found: Sealed) -> Iterator[Row]:
    yield row("ceiling: a bare handler, one insert each", found.bare, "papers/s")
    yield row("sealed, as fast as they are taken", (found.fast.rate,), "papers/s")
    yield from _times("sealed, as fast as they are taken", found.fast)
    yield from _times("sealed, at 70 in a hundred of that", found.calm)
    yield row("sealed, memory of the web worker", (found.memory,), "MB")
    yield row("sealed, bytes in the database", (found.stored,), "bytes/paper")


def _of_blind(found: Blind, signing: Sequence[float]) -> Iterator[Row]:
    yield row("ceiling: blind signatures alone", signing, "/s")
    yield row("credentials drawn", (found.drawn.rate,), "/s")
    yield from _times("credentials drawn", found.drawn)
    yield row("blind papers", (found.handed_in.rate,), "papers/s")
    yield from _times("blind papers", found.handed_in)
    yield row("blind, processor of the voter's client", (found.voter,), "ms/voter")
    yield row("blind, memory of the web worker", (found.memory,), "MB")
    yield row("blind, bytes in the database", (found.stored,), "bytes/paper")


def _of_counted(found: Counted, sizes: BallotSizes) -> Iterator[Row]:
    yield row(f"close and count {sizes.papers:,} sealed papers", (found.sealed,), "s")
    yield row(f"close, open, count, publish {sizes.blind:,} blind papers", (found.blind,), "s")
    yield row(f"check the bundle of {sizes.blind:,} papers", (found.verified,), "s")


def _times(name: str, found: Answered) -> Iterator[Row]:
    values = tuple(found.at(share) for share in (0.5, 0.95, 0.99))
    yield Row(name=f"{name}: time of a request", value=round(values[0], 1), unit="ms", runs=values)


def _targets(
    sealed: Sealed, blind: Blind, counted: Counted, signing: Sequence[float]
) -> tuple[Target, ...]:
    return (
        ratio("sealed papers, to the bare handler", (sealed.fast.rate,), sealed.bare, 0.5),
        ratio("credentials drawn, to the signing alone", (blind.drawn.rate,), signing, 0.6),
        below("99th percentile at 70 in a hundred", sealed.calm.at(0.99), 250, "ms"),
        below("close and count the sealed papers", counted.sealed, 20, "s"),
        below("close, count and publish the blind papers", counted.blind, 20, "s"),
        below("check the bundle", counted.verified, 60, "s"),
    )


def _notes(sizes: BallotSizes) -> tuple[str, ...]:
    return (
        f"{sizes.members:,} members on the roll, {QUESTIONS} questions, {sizes.callers} callers "
        "from a process of their own over real HTTP, one web worker, durable commits. Times of "
        "requests are the median, the 95th and the 99th percentile; calm ones run from the moment "
        "at which a request was due.",
        "Every paper that was acknowledged was counted, and none besides: the run ends with an "
        "error otherwise. What happens when a web worker, PostgreSQL or the engine is killed "
        "meanwhile is tested in `tests/crash`.",
    )


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")
