"""A report as a piece of a web page; every word in it is escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

from domain.reports.content import (
    Block,
    Content,
    Facts,
    Heading,
    Listed,
    Paragraph,
    Quoted,
    Resolved,
    Undertaken,
    blocks_of,
    headed,
    parts_of,
)


def as_html(content: Content) -> Markup:
    """The report below its title."""
    return Markup("\n").join(_block(block) for block in content.blocks)


def running(text: str) -> Markup:
    """Words that somebody wrote: paragraphs, and lists where lines begin with a dash."""
    return Markup("\n").join(_block(block) for block in blocks_of(text))


def _block(block: Block) -> Markup:
    match block:
        case Heading():
            return Markup(f"<h{block.level}>{{}}</h{block.level}>").format(block.text)
        case Paragraph():
            return Markup("<p>{}</p>").format(block.text)
        case Listed():
            return _listed(block)
        case Facts():
            pairs = (
                Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(fact.name, fact.said)
                for fact in block.facts
            )
            return Markup('<dl class="facts">{}</dl>').format(Markup("").join(pairs))
        case Resolved():
            return _decision(block)
        case Undertaken():
            return _action(block)
        case Quoted():
            lines = Markup("").join(Markup("<p>{}</p>").format(one) for one in parts_of(block.text))
            return Markup(
                '<blockquote class="agreed-words"><p><strong>{}</strong></p>{}</blockquote>'
            ).format(block.title, lines)


def _listed(block: Listed) -> Markup:
    tag = "ol" if block.ordered else "ul"
    items = Markup("").join(Markup("<li>{}</li>").format(item) for item in block.items)
    return Markup(f'<{tag} class="told">{{}}</{tag}>').format(items)


def _decision(block: Resolved) -> Markup:
    said = Markup("").join(_block(one) for one in blocks_of(block.text))
    remark = "" if block.remark is None else Markup('<p class="quiet">{}</p>').format(block.remark)
    return Markup('<div class="decided"><p class="decided-how">{}</p>{}{}</div>').format(
        headed(block), said, remark
    )


def _action(block: Undertaken) -> Markup:
    due = (
        Markup("")
        if block.due is None
        else Markup(', by <time datetime="{}">{}</time>').format(
            block.due.isoformat(), f"{block.due:%-d %B %Y}"
        )
    )
    return Markup('<p class="undertaken"><strong>Action:</strong> {} – {}{}</p>').format(
        block.text, escape(block.owner), due
    )
