"""What the shell completes at Tab: tracks, bundles and scenes.

An error is no answer here: the shell would print it into the line that the user types.
"""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

if TYPE_CHECKING:
    from scenescore.cli.project.active import ActiveProject

_MIN_ID_CHARACTERS: Final = 2
"""So much of an id must be typed for ids to be offered; nobody remembers them."""
_SPECIAL: Final = re.compile(r"([^\w@%+=:,./-])")
"""What the shell would take for something else than a letter."""


def complete_track(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tracks whose title, file's name or id begins with a text.

    Parameters
    ----------
    ctx : click.Context
        Of the command; it may name a library and a project.
    param : click.Parameter
        Not used.
    incomplete : str
        What is typed so far.

    Returns
    -------
    list of CompletionItem
        Titles for titles, file names for file names, ids for ids.
    """
    from scenescore.errors import ScenescoreError
    from scenescore.library.store.listed_names import list_tracks

    typed = incomplete.casefold()
    found: dict[str, str] = {}
    with suppress(ScenescoreError, OSError):
        for track in list_tracks(_library(ctx), _project(ctx).id):
            if track.title.casefold().startswith(typed):
                found.setdefault(track.title, track.artist)
            elif (stem := Path(track.file).stem).casefold().startswith(typed):
                found.setdefault(stem, track.title)
            if len(typed) >= _MIN_ID_CHARACTERS and track.id.startswith(typed):
                found.setdefault(track.id, track.title)
    return [CompletionItem(name, help=words) for name, words in found.items()]


def complete_track_or_file(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return tracks as `complete_track` does, else the shell's own file names.

    Parameters
    ----------
    ctx, param : object
        As for `complete_track`.
    incomplete : str
        What is typed so far.

    Returns
    -------
    list of CompletionItem
    """
    return complete_track(ctx, param, incomplete) or [CompletionItem(incomplete, type="file")]


def complete_bundle(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the installed bundles whose names begin with a text, else the shell's own folders.

    Parameters
    ----------
    ctx, param : object
        Not used.
    incomplete : str
        What is typed so far.

    Returns
    -------
    list of CompletionItem
    """
    from scenescore.model.bundle.folders import bundle_paths

    names = sorted({path.name for path in bundle_paths() if path.name.startswith(incomplete)})
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="dir")]


def complete_scene(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the scenes whose names begin with a text.

    Parameters
    ----------
    ctx : click.Context
        Of the command; it may name a library and a project.
    param : click.Parameter
        Not used.
    incomplete : str
        What is typed so far.

    Returns
    -------
    list of CompletionItem
    """
    from scenescore.errors import ScenescoreError
    from scenescore.library.store.listed_names import list_scenes

    scenes: list[str] = []
    with suppress(ScenescoreError, OSError):
        project = _project(ctx)
        scenes += project.file.scenes if project.file is not None else ()
        scenes += list_scenes(_library(ctx), project.id)
    typed = incomplete.casefold()
    return [CompletionItem(one) for one in dict.fromkeys(scenes) if one.casefold().startswith(typed)]


def _library(ctx: click.Context) -> Path:
    """Return the folder of the library that a half-typed command names."""
    from scenescore import paths

    folder: Path | None = ctx.params.get("folder")
    return folder or paths.library()


def _project(ctx: click.Context) -> "ActiveProject":
    """Return the project that a half-typed command names."""
    from scenescore.cli.project.active import active_project

    with ctx.scope(cleanup=False):
        return active_project(folder=ctx.params.get("folder"))


class QuotingBashComplete(BashComplete):
    """Completion for Bash that also serves names with spaces, which click's own would break in two."""

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as the script in the shell reads it.

        Parameters
        ----------
        item : CompletionItem
            The completion.
        """
        value: Any = item.value
        if item.type == "plain" and not self._is_within_quotes():
            # The script's `read` takes one backslash of two away.
            value = _SPECIAL.sub(r"\\\\\1", str(value))
        return f"{item.type},{value}"

    def _is_within_quotes(self) -> bool:
        """Whether the word that is typed begins with a quotation mark, which Bash keeps."""
        words = os.environ["COMP_WORDS"].split("\n")
        place = int(os.environ["COMP_CWORD"])
        return place < len(words) and words[place][:1] in {'"', "'"}


def complete_in_bash() -> None:
    """Let click use `QuotingBashComplete`."""
    add_completion_class(QuotingBashComplete, "bash")
