"""One act of every kind in the life of a ballot's choices, for the samples."""

from __future__ import annotations

from datetime import timedelta

from domain.ballots.ballot import Ballot
from domain.ballots.blind.counted import QuestionTied, counts
from domain.ballots.choices import Choices
from domain.ballots.choosing import Options, Tied, Way, choosing
from domain.ballots.terms import Roll
from domain.elections.count import OpenTie
from domain.elections.lot import LotSource
from domain.kernel.act import Act
from domain.rules.governing import Governing
from services.voting.blind.port import asked

MARKS = (((2, 1),), ((1,),), None)
WHERE = Options(title="A question", way=Way.RANKED, options=("Leeds", "York"))


def choices(ballot: Ballot, act: Act, rules: Governing) -> Choices:
    """Two papers for two options, one that can't be read, and a lot."""
    lot = LotSource(source="a lottery", known_from=ballot.hours.closes + timedelta(days=1))
    found = Choices.put(ballot, act, (choosing(1, WHERE, rules),), lot)
    ballot.freeze_roll(act.at(ballot.terms.joined_by), Roll(count=3, position=7, commitment="0"))
    closed = act.at(ballot.hours.closes)
    ballot.close(closed, papers=3, root="3" * 64)
    try:
        counts(asked(ballot, found), MARKS, 3, None)
    except QuestionTied as tied:
        tie = OpenTie(stage=tied.tie.stage, question=tied.tie.question, between=tied.tie.between)
        found.leave_tied(closed, Tied(place=tied.place, tie=tie))
    found.record_lot_value(act.at(lot.known_from), "4 8 15 16 23 42", ballot.root)
    results = counts(asked(ballot, found), MARKS, 3, found.seed)
    found.count(act.at(lot.known_from), results, ballot)
    return found
