"""``scenescore-eval words``: how often words find music of the right kind."""

import json
from pathlib import Path

import click


@click.command()
@click.argument("tables", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TRACKS.CSV...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def words(tables: tuple[Path, ...], as_json: bool) -> None:
    """Measure how often words find music of the right kind, in tables of tracks whose kinds are known.

    The names of 20 scenes are searched for. The share of right kinds among the first five tracks stands
    beside chance: with titles, without them, and for the tracks whose kind nobody read off their name. Then
    comes how often the kind of a sentence is understood. TRACKS.CSV has the columns file, game, title, kind
    and kind_from.
    """
    from dataclasses import asdict

    from scenescore.words.sentence_model import load_sentence_model
    from scenescore_eval.words.labelled_tracks import read_labelled_tracks
    from scenescore_eval.words.measure import CONDITIONS, measure
    from scenescore_eval.words.sentences import measure_sentences

    tracks = read_labelled_tracks(tables)
    model = load_sentence_model()
    figures = [
        measure(tracks, condition, model)
        for condition in CONDITIONS
        if model is not None or not condition.uses_model
    ]
    sentences = measure_sentences(model)
    if as_json:
        click.echo(json.dumps({"words": [asdict(one) for one in figures], "sentences": asdict(sentences)}))
        return
    click.echo(
        "| the search reads | tracks (games) | right kind among the first five | chance | places filled |"
    )
    click.echo("| --- | --- | --- | --- | --- |")
    for one in figures:
        click.echo(
            f"| {one.condition} | {one.tracks} ({one.games}) | {one.right} | {one.chance:.2f} "
            f"| {one.found:.2f} |"
        )
    best = figures[0]
    shares = ", ".join(f"{name} {share:.2f}" for name, share in best.by_scene.items())
    click.echo(f"\nBy scene name, for {best.condition}: {shares}.")
    with_model = f", {sentences.with_model} with the sentence model" if sentences.with_model else ""
    click.echo(
        f"\nRight kind of {sentences.sentences} sentences: {sentences.by_list} by the list{with_model}."
    )
