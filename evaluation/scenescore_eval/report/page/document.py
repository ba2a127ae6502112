"""A document with sections, tables and pictures, as Markdown and as a single HTML file."""

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Table:
    """A table of text cells."""

    head: tuple[str, ...]
    """Names of the columns."""
    rows: tuple[tuple[str, ...], ...]
    """One cell for each column."""


@dataclass(frozen=True)
class Section:
    """A section of a document."""

    title: str
    """The heading."""
    text: str = ""
    """Paragraphs above the table."""
    table: Table | None = None
    """The table; None for a section without one."""
    picture: tuple[str, bytes] | None = None
    """File name and PNG."""


STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #8884; text-align: left; white-space: nowrap; }
img { max-width: 100%; background: white; }
"""


def to_markdown(title: str, sections: Sequence[Section]) -> str:
    """Return the document as Markdown. Pictures are linked by their file names.

    Parameters
    ----------
    title : str
        Title of the document.
    sections : sequence of Section
        Its sections.

    Returns
    -------
    str
    """
    parts = [f"# {title}"]
    for section in sections:
        parts.append(f"## {section.title}")
        if section.text:
            parts.append(section.text)
        if section.picture:
            parts.append(f"![{section.title}]({section.picture[0]})")
        if section.table:
            rows = [section.table.head, ("---",) * len(section.table.head), *section.table.rows]
            parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in rows))
    return "\n\n".join(parts) + "\n"


def to_html(title: str, sections: Sequence[Section]) -> str:
    """Return the document as HTML that needs no other file.

    Parameters
    ----------
    title : str
        Title of the document.
    sections : sequence of Section
        Its sections.

    Returns
    -------
    str
    """
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
        f"<style>{STYLE}</style></head><body><h1>{html.escape(title)}</h1>",
    ]
    for section in sections:
        parts.append(f"<h2>{html.escape(section.title)}</h2>")
        parts += [f"<p>{html.escape(text)}</p>" for text in section.text.split("\n\n") if text]
        if section.picture:
            data = base64.b64encode(section.picture[1]).decode()
            alt = html.escape(section.title, quote=True)
            parts.append(f'<p><img alt="{alt}" src="data:image/png;base64,{data}"></p>')
        if section.table:
            parts.append("<table>" + _row(section.table.head, "th"))
            parts += [_row(cells, "td") for cells in section.table.rows]
            parts.append("</table>")
    return "\n".join([*parts, "</body></html>\n"])


def _row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
