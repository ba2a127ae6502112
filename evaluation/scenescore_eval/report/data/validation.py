"""Which clips of a data folder can be read: a broken one is told of, and the rest goes in."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from joblib import Parallel, delayed

from scenescore.atomic_write import atomic_write
from scenescore.audio.load import MAX_DURATION_S, load
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.frames.video import read_frames
from scenescore.studies.data_folder import DataFolder
from scenescore.studies.windows import EVERY_S


def without_broken(
    data: DataFolder, kept: Path, done: Callable[[int, int], None] = lambda count, total: None
) -> tuple[DataFolder, tuple[str, ...]]:
    """Leave out the stretches of clips whose pictures or sound can't be read to the end.

    Parameters
    ----------
    data : DataFolder
        What the tables name.
    kept : Path
        A file to keep the answer in, of these data alone; what stands there is not looked for again.
    done : callable
        Called with how many of how many clips are done.

    Returns
    -------
    data : DataFolder
        Without them.
    broken : tuple of str
        What was left out, each with the reason.

    Raises
    ------
    InvalidInputError
        No clip can be read.
    """
    clips = sorted({scene.clip for scene in data.scenes})
    if kept.is_file():
        problems = json.loads(kept.read_text(encoding="utf-8"))
    else:
        each = Parallel(n_jobs=-1, return_as="generator")(delayed(_problem)(clip) for clip in clips)
        problems = []
        for count, problem in enumerate(each, 1):
            problems.append(problem)
            done(count, len(clips))
        kept.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(kept) as scratch:
            scratch.write_text(json.dumps(problems), encoding="utf-8")
    broken = {clip: problem for clip, problem in zip(clips, problems, strict=True) if problem}
    if len(broken) == len(clips):
        raise InvalidInputError(f"none of the {len(clips)} clips can be read; the first: {problems[0]}")
    whole = tuple(scene for scene in data.scenes if scene.clip not in broken)
    return replace(data, scenes=whole), tuple(broken.values())


def _problem(clip: Path) -> str:
    """Return why a clip can't be read; empty where it can."""
    try:
        for _ in read_frames(clip, frames_per_second=1 / EVERY_S):
            pass
        load(clip, duration_s=MAX_DURATION_S)
    except ScenescoreError as error:
        return error.message
    return ""
