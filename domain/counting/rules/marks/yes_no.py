"""Yes or no, with a quorum and a majority, as a counting rule.

Source: the organisation's own rulebook, which gives the majority and the quorum; what they mean for
a tally is decided by `domain.counting.yes_no`, as in a ballot on many questions.  Equal votes are
no tie: a majority is reached or it is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.counting.contest import Contest, Index
from domain.counting.manifest import Ballots, Kind, Manifest
from domain.counting.rules.marks.highest import WHOLE_VOTES
from domain.counting.rules.options import one_of, whole
from domain.counting.rules.plainly import YES_OR_NO
from domain.counting.rules.single.heads import in_one_class
from domain.counting.sheet import Deed, Sheet, Votes
from domain.counting.yes_no import Tally, decide
from domain.kernel.refusal import BadInput
from domain.rules.values import Base, Share

YES, NO = "Yes", "No"


class YesNo:
    """The rule as `catalogue` lists it."""

    manifest = Manifest(
        id="yes-no",
        version=1,
        title="Yes or no, by majority and quorum",
        source="the majority and the quorum of the rulebook that governs the question",
        summary=(
            "The choices are Yes and No. Yes is carried if enough took part and Yes reaches the "
            "majority; otherwise No stands. Papers that mark neither count to turnout alone."
        ),
        plainly=YES_OR_NO,
        papers=Kind.RANKED,
        scale=WHOLE_VOTES,
        options=(
            ("majority", "such as '>1/2' for more than half, or '2/3' for at least two thirds"),
            ("of", "what it is a share of: 'votes_cast', 'present' or 'eligible'"),
            ("quorum", "the share of those eligible who must take part, such as '1/10'"),
            ("eligible", "how many could vote; needed for a quorum and for a share of 'eligible'"),
            ("turnout", "how many papers count to turnout; those that are counted if not given"),
        ),
    )

    def count(self, ballots: Ballots) -> Sheet:
        """Raises `BadInput` if the contest is not one of Yes and No, or an option is missing."""
        yes, no = _answers(ballots.contest)
        heads = in_one_class(ballots.papers).heads(2, (yes, no))
        papers, options = ballots.papers.total, ballots.options
        turnout = whole(options, "turnout", papers, least=papers)
        votes, blank = heads.papers[0], heads.stuck[0]
        tally = Tally(yes=votes[yes], no=votes[no], blank=blank + turnout - papers)
        verdict = decide(tally, _eligible(options), _majority(options), _quorum(options))
        sheet = Sheet(ballots.contest, WHOLE_VOTES, papers)
        sheet.begin(Deed.TOTAL)
        sheet.say(f"Papers that say Yes: {votes[yes]}, No: {votes[no]}, neither: {blank}.")
        sheet.elect(yes if verdict.carried else no)
        sheet.say(
            f"{'Yes is carried' if verdict.carried else 'Yes is not carried'}: {verdict.because}.",
            "the rulebook's majority and quorum",
        )
        sheet.close(Votes(votes, blank, 0, 0))
        return sheet


def _answers(contest: Contest) -> tuple[Index, Index]:
    if sorted(contest.names) != [NO, YES] or contest.seats != 1 or contest.withdrawn:
        raise BadInput("A yes-or-no question has one place and the choices 'Yes' and 'No' alone.")
    return contest.index(YES), contest.index(NO)


def _eligible(options: Mapping[str, str]) -> int:
    if "eligible" not in options and ("quorum" in options or options.get("of") == Base.ELIGIBLE):
        raise BadInput("How many were eligible is needed for that: give the option 'eligible'.")
    return whole(options, "eligible", 0)


def _majority(options: Mapping[str, str]) -> Share:
    base = Base(one_of(options, "of", (Base.VOTES_CAST, Base.PRESENT, Base.ELIGIBLE)))
    return _share(options.get("majority", ">1/2"), "majority").model_copy(update={"of": base})


def _quorum(options: Mapping[str, str]) -> Share:
    share = _share(options.get("quorum", "0/1"), "quorum")
    return share.model_copy(update={"of": Base.ELIGIBLE})


def _share(text: str, name: str) -> Share:
    found = re.fullmatch(r"(>?)([0-9]{1,9})/([0-9]{1,9})", text)
    if not found or not 0 <= int(found[2]) <= int(found[3]) or not int(found[3]):
        raise BadInput(
            f"The option '{name}' is a fraction such as '2/3', or '>1/2' for more than it, "
            f"not '{text}'."
        )
    strict, numerator, denominator = found.groups()
    return Share(numerator=int(numerator), denominator=int(denominator), strict=bool(strict))
