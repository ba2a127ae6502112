"""``scenescore find``: tracks for a scene in words, or for each scene of a scenario file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scenescore.cli.library.library import open_filled_library
from scenescore.cli.next_step import say_next
from scenescore.cli.options import json_option, library_option
from scenescore.cli.search.rows import bar, shown_reasons
from scenescore.cli.tables import print_rows

if TYPE_CHECKING:
    from scenescore.library.text_search import FoundTrack, TextSearch

_COLUMNS = ("", "fit", "title", "artist", "licence", "track", "why")


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@library_option
@click.option(
    "--top", type=click.IntRange(1, 100), default=5, show_default=True, help="How many tracks to show."
)
@click.option(
    "--file",
    "scenario",
    type=click.Path(path_type=Path),
    metavar="SCENARIO",
    help="Find a track for each scene of a text file instead: one scene a line, # before a comment.",
)
@click.option(
    "--max-uses",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="With --file: how many scenes may get the same track.",
)
@json_option
def find(
    words: tuple[str, ...],
    folder: Path | None,
    top: int,
    scenario: Path | None,
    max_uses: int,
    as_json: bool,
) -> None:
    """Find tracks whose titles, tags and file names fit a scene in WORDS, such as "a sad talk by the fire".

    The words may be English or Japanese; "no fight" puts fights back. They are compared with a list of words
    for kinds of scene (battle, boss, town, ...), and with the words of your tracks. Sound isn't heard: give
    tracks without telling names a kind in tracks.csv. The extra `words` adds a sentence model, which knows
    more English.
    """
    from scenescore.errors import InvalidInputError
    from scenescore.library.text_search import TextSearch
    from scenescore.words.scenario import read_scenario
    from scenescore.words.sentence_model import load_sentence_model

    text = " ".join(words)
    if bool(text) == bool(scenario):
        raise InvalidInputError(
            "say what the scene is like, such as `scenescore find a sad talk by the fire`, or name a file of "
            "scenes with --file; not both"
        )
    scenes = read_scenario(scenario) if scenario else []
    with open_filled_library(folder) as library:
        search = TextSearch(library.tracks(), load_sentence_model())
        if scenario:
            _show_scenario(scenes, search, max_uses=max_uses, as_json=as_json)
        else:
            _show_tracks(text, search, library.count(), top=top, as_json=as_json)


def _show_tracks(text: str, search: "TextSearch", tracks: int, *, top: int, as_json: bool) -> None:
    from scenescore.errors import NotFoundError
    from scenescore.install import extra_advice
    from scenescore.words.sentence_model import load_sentence_model

    found = search.find(text, top)
    kinds = search.kinds_in(text)
    if not found:
        said = f"it names the kind {', '.join(kinds)}" if kinds else "it names no kind of scene that is known"
        more = (
            "" if load_sentence_model() else f"; for a model that knows more English, {extra_advice('words')}"
        )
        raise NotFoundError(
            f"the words of none of the {tracks} tracks fit {text!r} ({said}); try other words, or give the "
            "tracks a kind, such as battle, in the column `kind` of a tracks.csv beside them"
            f"{more}"
        )
    rows = [_row(one) for one in found]
    if as_json:
        click.echo(json.dumps({"query": text, "kinds": kinds, "matches": rows}, ensure_ascii=False))
        return
    cells = [
        (
            str(one.rank),
            bar(one.fit),
            one.track.title,
            one.track.artist,
            one.track.license,
            one.track.id,
            shown_reasons(one.reasons),
        )
        for one in found
    ]
    print_rows(f"Tracks for {text!r}{_kinds_in_title(kinds)}", _COLUMNS, cells)
    say_next(f"scenescore scenes {found[0].track.id} CLIP...", "see where in your clips the first one fits")


def _show_scenario(scenes: Sequence[str], search: "TextSearch", *, max_uses: int, as_json: bool) -> None:
    found = search.assign(scenes, max_uses=max_uses)
    if as_json:
        rows = [
            {"scene": scene, "kinds": search.kinds_in(scene), "match": _row(one) if one else None}
            for scene, one in zip(scenes, found, strict=True)
        ]
        click.echo(json.dumps({"scenes": rows}, ensure_ascii=False))
        return
    cells = [
        (
            scene,
            bar(one.fit) if one else "",
            one.track.title if one else "(nothing that is left fits)",
            one.track.artist if one else "",
            one.track.license if one else "",
            one.track.id if one else "",
            shown_reasons(one.reasons) if one else "",
        )
        for scene, one in zip(scenes, found, strict=True)
    ]
    print_rows("A track for each scene", ("scene", *_COLUMNS[1:]), cells)
    say_next("scenescore cue add SCENE TRACK CLIP", "let a scene of your game play its track")


def _row(found: "FoundTrack") -> dict[str, Any]:
    from dataclasses import asdict

    track = found.track
    return {
        "rank": found.rank,
        "track": track.name,
        "title": track.title,
        "artist": track.artist,
        "license": track.license,
        "url": track.url,
        "file": track.file,
        "kind": track.kind,
        "mood": track.mood,
        "fit": found.fit,
        "reasons": [asdict(reason) for reason in found.reasons],
    }


def _kinds_in_title(kinds: Sequence[str]) -> str:
    return f" ({', '.join(kinds)})" if kinds else ""
