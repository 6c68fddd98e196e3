"""Answers how things that stand on many pages are told: acts, stages, states, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.kernel.act import Standing
from services.reading import between_meetings, collisions, journal, processes
from services.reading.processes import Process, Stage
from services.web.lawbook import Law
from services.web.look import timeline
from services.web.look.parts import ActLine, Empty, Link, NextStep, Tag, Tone
from services.web.look.words import day, moment
from services.web.trying import Deeds
from services.web.visit import Visit

SHOWN: Final = 12
HREFS: Final = {
    "cycle": "/cycles/",
    "assembly": "/assemblies/",
    "ballot": "/ballots/",
    "election": "/elections/",
    "nomination": "/nominations/",
    "objection": "/objections/",
    "vacancy": "/vacancies/",
    "endorsement": "/endorsements/",
    "policy_primary": "/primaries/",
    "primary_motion": "/primary-motions/",
    "count": "/counts/",
    "formation": "/formations/",
    "proposal": "/proposals/",
    "claim": "/claims/",
    "cooption": "/cooptions/",
    "notice": "/notices/",
    "report": "/reports/",
    "action": "/actions/",
    "access": "/access/",
    "member": "/people/",
    "suggested_change": "/shortlists/",
    "meeting": "/meetings/",
    "body_year": "/quarters/",
    "resolution": "/resolutions/",
}
KINDS: Final = {
    "cycle": "Constitutional cycle",
    "assembly": "Assembly",
    "ballot": "Ballot of all members",
    "election": "Election",
    "voting": "Vote of an election",
    "endorsement": "Endorsement",
    "policy_primary": "Policy primary",
    "objection": "Objection to an election",
    "vacancy": "Empty place",
    "count": "Count",
    "meeting": "Meeting",
    "body_year": "Quarters of a body",
    "resolution": "Decision in writing",
    "formation": "Forming of groups",
    "access": "Request to see one's own data",
}
STATES: Final = {
    "draft": Tag("draft", Tone.AHEAD),
    "handed in": Tag("handed in", Tone.OPEN),
    "withdrawn": Tag("withdrawn", Tone.PLAIN),
    "merged": Tag("merged", Tone.PLAIN),
    "carried": Tag("carried", Tone.CARRIED),
    "enacted": Tag("carried and enacted", Tone.CARRIED),
    "lost": Tag("lost", Tone.LOST),
}
WAITS: Final = Tag("carried, waits for a ruling", Tone.WARNING)
FATES: Final = {
    "moved": Tag("open", Tone.OPEN),
    "carried": Tag("carried", Tone.CARRIED),
    "lost": Tag("lost", Tone.LOST),
}
NOTHING: Final = Empty("nothing has happened here yet", "the first act will be shown here")
MOMENTS: Final = {
    "roll": "The roll is frozen",
    "opening": "Voting opens",
    "start": "The meeting opens",
    "voting": "Voting closes",
    "objections": "What was declared stands",
    "primary submitting": "The time to put motions is over",
    "primary backing": "The time to back motions is over",
    "primary checking": "The time to check motions is over",
    "primary answering": "The time of authors to answer is over",
    "primary ruling": "Appeals are ruled on",
    "asking": "The time to ask for endorsement is over",
    "review": "The endorsement is looked at",
    "place answer": "Whoever is asked says whether they take the place",
    "ruling": "The returning officer rules on it",
    "answer": "Whoever asked is shown everything that is kept of them",
    "preferences": "Preferences close",
    "ratification": "Who sits in which group is ratified",
    "first_meetings": "Each group has a convenor and is called to meet",
}
IRREGULAR: Final = Tag("irregular", Tone.WARNING)
NAMED: Final = ("meeting", "resolution")
ATTESTED: Final = Tag("as its source has it")


@dataclass(frozen=True)
class History:
    """The newest acts, and where all of them are."""

    lines: Sequence[ActLine]
    more_href: str | None
    nothing: Empty = NOTHING


def history(visit: Visit, thing: UUID) -> History:
    """How a thing came to be as it is."""
    those, newest = journal.Filter(process=thing), journal.Page(limit=SHOWN)
    found = journal.journal(visit.at, those, newest)
    more = visit.link(f"/journal?process={thing}") if found.next_start else None
    return History(tuple(act_line(visit, act, thing) for act in found.acts), more)


def said(act: journal.ActLine, about: UUID | None = None) -> str:
    """What was done, in a line that is read far from the page of its meeting, so that it names it.

    `about` is the thing whose page shows the line.
    """
    if act.kind not in NAMED or act.stream == about or act.subject in act.sentence:
        return act.sentence
    return f"{act.subject}: {act.sentence}"


def act_line(visit: Visit, act: journal.ActLine, about: UUID | None = None) -> ActLine:
    """One act as a page shows it."""
    return ActLine(
        said=said(act, about).removesuffix("."),
        at=act.occurred_at,
        who=act.actor_name,
        authority=act.authority,
        why_href=visit.link(f"/acts/{act.act}"),
        remark=remark(act.standing),
        on_behalf_of=act.behalf_name or "",
        authority_href=authority_href(visit, act),
    )


def remark(standing: Standing) -> Tag | None:
    """What is to be said of an act besides what it did."""
    return {Standing.IRREGULAR: IRREGULAR, Standing.ATTESTED: ATTESTED}.get(standing)


def authority_href(visit: Visit, act: journal.ActLine) -> str:
    """Where the authority of an act is shown, if it has a page."""
    if act.authority_id and act.authority_kind == "decision":
        if act.authority_id == str(act.cause):  # a meeting's decision, named by its act
            return visit.link(f"/acts/{act.authority_id}")
        return visit.link(f"/ballots/{act.authority_id}")
    return ""


def decision_link(visit: Visit, where: UUID, number: int | None) -> Link:
    """A decision with the page that shows it: of its meeting, or of what was put in writing."""
    if between_meetings.is_in_writing(visit.at, where):
        return Link("a decision in writing", visit.link(f"/resolutions/{where}"))
    return Link(f"decision {number}", visit.link(f"/meetings/{where}"))


def proposal_tags(visit: Visit) -> Callable[[UUID, str], Tag]:
    """How a proposal stands, by its id and its state; one that collided waits for a ruling."""
    waiting = collisions.waiting_for_ruling(visit.at)

    def tag(proposal: UUID, state: str) -> Tag:
        waits = state == "enacted" and proposal in waiting
        return WAITS if waits else STATES.get(state, Tag(state))

    return tag


def fate(name: str) -> Tag:
    """What became of an amendment."""
    return FATES.get(name, Tag(name))


def process_tag(process: Process) -> Tag:
    """How a process stands, in one word."""
    if process.closed is not None or process.kind == "election":
        return Tag("over", Tone.DONE) if process.closed else Tag("called", Tone.OPEN)
    return Tag("late", Tone.LATE) if process.is_late else Tag("under way", Tone.OPEN)


def process_href(visit: Visit, process: Process) -> str:
    return visit.link(f"{HREFS[process.kind]}{process.process}")


def lanes(visit: Visit, found: Iterable[Process]) -> list[timeline.Lane]:
    """Each process as a lane, linked ones below the one that they belong to."""
    all_of_them = list(found)
    known = {process.process for process in all_of_them}
    ordered: list[Process] = []
    for process in all_of_them:
        if process.parent not in known:
            ordered += [process, *_linked(process, all_of_them)]
    return [_lane(visit, process) for process in ordered if process.stages]


def _linked(parent: Process, among: list[Process]) -> list[Process]:
    linked = [one for one in among if one.parent == parent.process]
    return sorted(linked, key=lambda one: one.opened)


def _lane(visit: Visit, process: Process) -> timeline.Lane:
    href = process_href(visit, process)
    stages = tuple(
        _stage(stage, href) for stage in process.stages if not never_came(process, stage)
    )
    title = process.title.rpartition(": ")[2] if process.parent else process.title
    title = title[0].upper() + title[1:]
    return timeline.Lane(title, stages, href, KINDS[process.kind] if not process.parent else "")


def _stage(stage: Stage, href: str) -> timeline.Stage:
    """A mere moment stands at its moment and not from when it was planned."""
    state = timeline.StageState[stage.state.name]
    opens = stage.due if stage.is_moment else stage.opens
    ended = stage.closed and max(stage.closed, opens)
    return timeline.Stage(stage.heading, state, opens, stage.due, ended, href)


def next_step(process: Process, law: Law, deeds: Deeds, power: str = "") -> NextStep:
    """What a process does next, by which rule, and what you can do about it."""
    stage = process.next
    if stage is None or process.closed is not None:
        return deeds.on(NextStep("Nothing more: it is over"))
    late = stage.state is processes.StageState.LATE
    who = law.who(power) if power else ""
    step = NextStep(
        what=what_ends(stage),
        at=stage.due,
        clause=law.clause(stage.rule),
        who_moves=f"{who}, with a reason that every member is shown" if who else "nobody",
        late=late,
    )
    return deeds.on(step)


def never_came(process: Process, stage: Stage) -> bool:
    """Whether the process ended without this stage, such as a reminder that nobody needed."""
    return process.closed is not None and stage.closed is None


def what_ends(stage: Stage) -> str:
    """What happens at the due moment of a stage."""
    if stage.stage.startswith("reminder"):
        return "Those who have not voted are reminded"
    if stage.short_quarter is not None:
        return f"{stage.short_quarter} had too few meetings"
    return MOMENTS.get(stage.stage, f"“{stage.heading}” ends")


def on_day(visit: Visit, at: datetime) -> str:
    """The day of a moment in words."""
    return day(at.astimezone(visit.site.house.zone))


def until(visit: Visit, at: datetime) -> str:
    """A moment in words."""
    return moment(at, visit.site.house.zone)
