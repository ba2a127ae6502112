"""Write what was tried against missed goals into docs/quality.md, as a report says it (checked by a test)."""

import re
from pathlib import Path

from scenescore_eval.report.experiment_log import TRIES

PAGE = Path(__file__).with_name("quality.md")
BEGIN = "<!-- Written by `uv run python docs/generate_quality.py` from what a report says. -->\n"
END = "<!-- Until here. -->\n"


def linked(words: str) -> str:
    """Let the decisions that are named lead to their pages."""
    pages = {page.name[:4]: page.name for page in (PAGE.parent / "decisions").glob("0*.md")}
    return re.sub(r"\b(0\d{3})\b", lambda found: f"[{found[1]}](decisions/{pages[found[1]]})", words)


def tried() -> str:
    """Return it, purpose by purpose."""
    parts = []
    for one in TRIES:
        parts.append(f"### {one.title}")
        parts.append("\n".join(f"- {linked(words)}" for words in one.tried))
        parts.append(f"*It would take:* {linked(one.wanted)}")
    return "\n\n".join(parts) + "\n"


def page(written: str) -> str:
    """Return the whole page: what stands in it by hand, and what was tried."""
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tried()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
