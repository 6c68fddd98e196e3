"""What acts of elections, nominations, choices and counts are called, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.ballots.choices import Choices
from domain.ballots.scrutiny import Scrutiny
from domain.elections.count import Count
from domain.elections.election import Election
from domain.elections.nomination import Nomination
from domain.elections.objection import Objection, Subject
from domain.elections.terms import VacancyRule
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting
from domain.kernel.aggregate import Recorded
from projections.phrases import Told, counted, end, listed, moment


def _where(section: str) -> str:
    return section.replace("_", " ")


def _settled(event: Any, told: Told) -> str:
    if event.stands:
        return f"It was settled that {told.what} stands."
    return f"It was settled that {told.what} does not stand: {end(event.why_not)}"


def _opened(event: Any, told: Told) -> str:
    first = min(window.closes for window in event.windows)
    return f"{told.who} opened nominations in “{told.what}”, until {moment(first)}."


SUBJECTS: Final[dict[Subject, str]] = {
    Subject.CAMPAIGN: "campaigning in",
    Subject.CONDUCT: "how it is held:",
    Subject.RESULT: "the result of",
}


def _objected(event: Objection.Raised, told: Told) -> str:
    where = f" ({_where(event.section)})" if event.section else ""
    to = f"{SUBJECTS[event.subject]} “{event.title}”{where}"
    return f"{told.who} objected to {to}: {end(event.grounds)}"


def _ruled(event: Objection.Ruled, told: Told) -> str:
    upheld = "upheld" if event.upheld else "dismissed"
    again = " Members vote on it again." if event.annuls else ""
    what = told.quoted(event.election)
    return f"{told.who} {upheld} an objection to {what}: {end(event.reasons)}{again}"


FILLED: Final[dict[VacancyRule, str]] = {
    VacancyRule.BY_ELECTION: "by a by-election",
    VacancyRule.COUNT_BACK: "by counting the papers of the election again",
    VacancyRule.OWN_PAPERS: "by the papers that elected whoever left",
    VacancyRule.RUNNER_UP: "by whoever came nearest in the election",
    VacancyRule.CO_OPTION: "by co-option",
}


def _the_place(told: Told) -> str:
    """The subject of a vacancy inside a sentence."""
    return f"“{told.what}”"


def _scrutinised(event: Scrutiny.Reported, told: Told) -> str:
    papers = f"{counted(event.account.papers, 'paper')} by {event.account.on_roll} on the roll"
    if event.findings.satisfied:
        found = "nothing was found amiss"
    else:
        found = f"with reservations: {event.findings.words.strip().rstrip('.')}"
    ballot = told.quoted(event.ballot)
    return f"{told.who} reported on {ballot} before the count, {papers}; {found}."


ELECTION_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Election.Called: lambda e, t: (
        f"{t.who} called the election “{e.title}” to {t.name(e.body)}, by {e.terms.method}."
    ),
    Election.LotAnnounced: lambda e, t: (
        f"{t.who} announced that ties in “{t.what}” are drawn from {e.lot.source}, known from "
        f"{moment(e.lot.known_from)}."
    ),
    Election.NominationsClosed: lambda e, t: (
        f"{t.who} closed the nominations for {e.standing.section.replace('_', ' ')} in “{t.what}” "
        f"with {counted(len(e.standing.candidates), 'candidate')}."
    ),
    Election.PapersHandedIn: lambda e, t: (
        f"{t.who} handed in the papers for {e.section.replace('_', ' ')} in “{t.what}”."
    ),
    Choices.Put: lambda e, t: (
        f"{counted(len(e.questions), 'question')} with options "
        f"{'was' if len(e.questions) == 1 else 'were'} put on the paper of “{e.title}”; ties are "
        f"drawn from {e.lot.source}, known from {moment(e.lot.known_from)}."
    ),
    Choices.TieLeftOpen: lambda e, t: (
        f"{listed(e.tied.tie.between)} are tied in question {e.tied.place} of “{t.what}”: a lot is "
        "drawn when its value is known."
    ),
    Choices.LotValueRecorded: lambda e, t: (
        f"{t.who} recorded {e.value} as the value that draws a tie in “{t.what}”."
    ),
    Choices.Counted: lambda e, t: (
        f"The votes on {counted(len(e.chosen), 'question')} of “{t.what}” were counted."
    ),
    Scrutiny.Named: lambda e, t: f"{t.who} named {e.name} scrutineer of “{e.title}”.",
    Scrutiny.Replaced: lambda e, t: (
        f"{t.who} named {e.name} scrutineer of {t.quoted(e.act.process_id)} in the place of who "
        f"was named before: "
        f"{end(e.reason)}"
    ),
    Scrutiny.Reported: lambda e, t: _scrutinised(e, t),
    Count.Begun: lambda e, t: (
        f"{t.who} handed in {counted(e.matter.bundle.papers, 'paper')} to be counted for "
        f"“{e.matter.title}”."
    ),
    Count.TieLeftOpen: lambda e, t: (
        f"{listed(e.tie.between)} are tied at stage {e.tie.stage} of “{t.what}”: it has to be "
        f"decided {e.tie.question}."
    ),
    Count.TieDecided: lambda e, t: (
        f"{t.who} decided in “{t.what}” {e.decision.question}, where "
        f"{listed(e.decision.between)} are tied: {e.decision.chosen}. {end(e.reason)}"
    ),
    Count.LotValueRecorded: lambda e, t: (
        f"{t.who} recorded {e.value} as the value that draws a tie in “{t.what}”."
    ),
    Count.Counted: lambda e, t: (
        f"The papers of “{t.what}” were counted: {listed(e.result.elected) or 'nobody'} "
        f"{'is' if len(e.result.elected) < 2 else 'are'} elected."
    ),
    Count.Refused: lambda e, t: f"The papers of “{t.what}” can't be counted: {end(e.reason)}",
    Count.Declared: lambda e, t: f"{t.who} declared the result of “{t.what}”.",
    Election.NominationsOpened: _opened,
    Election.NominationsChecked: lambda e, t: (
        f"Nominations for {_where(e.section)} in “{t.what}” closed with {e.made}; in "
        f"{e.defective} of them something is missing."
    ),
    Election.NominationsReopened: lambda e, t: (
        f"Nominations for {_where(e.window.section)} in “{t.what}” were opened again until "
        f"{moment(e.window.closes)}: {end(e.reason)}"
    ),
    Election.CandidatesPublished: lambda e, t: f"It is settled who stands in “{t.what}”.",
    Voting.FellDue: lambda e, t: (
        f"Members vote in {counted(len(e.sections), 'section')} of {t.quoted(e.election)}."
        if e.sections
        else f"Nobody has to vote in {t.quoted(e.election)}: no more stand than there are places."
    ),
    Voting.SectionAnnulled: lambda e, t: (
        f"{t.who} annulled the vote for {_where(e.section)} in “{t.what}”, so that members vote "
        f"again: {end(e.reasons)} {end(e.found)}"
    ),
    Voting.Called: lambda e, t: (
        f"{counted(len(e.ballots), 'ballot').capitalize()} of {t.quoted(e.act.process_id)} "
        f"{'was' if len(e.ballots) == 1 else 'were'} called: members vote from "
        f"{moment(e.hours.opens)} until {moment(e.hours.closes)}."
    ),
    Voting.Counted: lambda e, t: (
        f"Every section of {t.quoted(e.act.process_id)} was counted; the returning officer "
        "declares who is elected."
    ),
    Voting.Declared: lambda e, t: (
        f"{t.who} declared who is elected in {t.quoted(e.act.process_id)}: "
        f"{listed([one.name for one in e.elected]) or 'nobody'}."
    ),
    Voting.RecountOrdered: lambda e, t: (
        f"{t.who} had the papers for {_where(e.section)} in {t.quoted(e.act.process_id)} counted "
        f"again: {end(e.reasons)}"
    ),
    Voting.Recounted: lambda e, t: (
        f"The papers for {_where(e.section)} in {t.quoted(e.act.process_id)} were counted again: "
        f"{' '.join(e.amiss) or 'they come to the same.'}"
    ),
    Voting.Confirmed: lambda e, t: (
        f"Nobody can object any more to what was declared in {t.quoted(e.act.process_id)}: it "
        "stands."
    ),
    Objection.Raised: _objected,
    Objection.RulingMissed: lambda e, t: (
        f"The time to rule on an objection to {t.quoted(e.act.process_id)} was over on "
        f"{moment(e.due)}, and there was no ruling."
    ),
    Objection.Ruled: _ruled,
    Objection.Withdrawn: lambda e, t: f"{t.who} took back an objection to {t.quoted(e.election)}.",
    Vacancy.Arose: lambda e, t: (
        f"The place of {e.place.left.name} ({_where(e.place.section)}, “{e.title}”) fell empty: it "
        f"is filled {FILLED[e.place.rule]}."
    ),
    Vacancy.Offered: lambda e, t: (
        f"The papers were counted for the place that {e.basis.left} left: {e.name} was asked to "
        f"take it, until {moment(e.due)}."
    ),
    Vacancy.Declined: lambda e, t: f"{t.who} declined {_the_place(t)}.",
    Vacancy.Lapsed: lambda e, t: (
        f"The time to answer whether to take {_the_place(t)} was over on {moment(e.due)}."
    ),
    Vacancy.LeftToMembers: lambda e, t: f"Members vote on {_the_place(t)}: {end(e.reason)}",
    Vacancy.ByElectionCalled: lambda e, t: (
        f"{t.who} called a by-election, {t.quoted(e.election)}, for {_the_place(t)}."
    ),
    Vacancy.Filled: lambda e, t: f"{e.name} has {_the_place(t)}, {FILLED[e.how]}.",
    Vacancy.Overtaken: lambda e, t: (
        f"There is nothing more to fill in {_the_place(t)}: {end(e.reason)}"
    ),
    Election.CalledOff: lambda e, t: f"“{t.what}” was called off: {end(e.reason)}",
    Nomination.Made: lambda e, t: (
        f"{t.who} nominated {e.name} for {_where(e.section)} in {t.quoted(e.election)}."
        if e.nominator
        else f"{e.name} came forward for {_where(e.section)} in {t.quoted(e.election)}."
    ),
    Nomination.Supported: lambda e, t: f"{t.who} nominated {t.what} too.",
    Nomination.Accepted: lambda e, t: f"{t.what} accepted the nomination.",
    Nomination.Withdrawn: lambda e, t: f"{t.what} does not stand, by their own word.",
    Nomination.DefectsFound: lambda e, t: (
        f"The nomination of {t.what} is not complete ({listed(e.defects)}): this can be made good "
        f"until {moment(e.cure_by)}."
    ),
    Nomination.RuledOn: lambda e, t: (
        f"{t.who} ruled the nomination of {t.what} {'valid' if e.ruling.valid else 'invalid'}: "
        f"{end(e.ruling.reasons)}"
    ),
    Nomination.Settled: _settled,
}
