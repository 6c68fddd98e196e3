"""A report with a block of every kind, to be written in each form."""

from __future__ import annotations

from datetime import date

from domain.reports.content import (
    Content,
    Fact,
    Facts,
    Heading,
    Listed,
    Paragraph,
    Quoted,
    Resolved,
    Undertaken,
)

EVERYTHING = Content(
    blocks=(
        Facts(
            facts=(
                Fact(name="In attendance", said="Anna Müller, Łukasz <i>Nowak</i> (by video)"),
                Fact(name="Apologies", said="C & D"),
            )
        ),
        Heading(text="Agenda"),
        Listed(items=("1. Welcome", "2. Money: #1 and *stars*"), ordered=False),
        Listed(items=("first", "second"), ordered=True),
        Heading(text="5.1 Conference", level=3),
        Paragraph(text="We talked of #set and $x$ and <script>alert(1)</script>."),
        Resolved(number=1, how="by consensus", text="We go on:\n- here\n- there"),
        Resolved(
            number=2,
            how="by a vote, 3 for, 4 against, 0 abstained",
            text="We stop.",
            carried=False,
            binds=False,
            remark="It was close.",
        ),
        Resolved(number=3, how="noted", text="The report.", binds=False, remark="No quorum."),
        Undertaken(text="Advertise the post", owner="The office", due=date(2017, 4, 1)),
        Undertaken(text="Write to members", owner="The chair"),
        Quoted(title="A statement", text="We met.\nWe agreed."),
        Heading(text="Deeper", level=4),
        Paragraph(text="The end."),
    )
)
