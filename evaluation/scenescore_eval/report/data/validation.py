"""Find the clips of a data folder that can't be decoded, and leave them out of a report."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scenescore.atomic_write import atomic_write
from scenescore.audio.load import MAX_DURATION_S, load
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.frames.video import read_frames
from scenescore.parallel import parallel_map
from scenescore.studies.data_folder import DataFolder
from scenescore.studies.windows import WINDOW_SPACING_S


def drop_unreadable_clips(
    data: DataFolder, cache: Path, progress: Callable[[int, int], None] = lambda count, total: None
) -> tuple[DataFolder, tuple[str, ...]]:
    """Leave out the stretches of clips whose frames or sound can't be decoded to the end.

    Parameters
    ----------
    data : DataFolder
        The folder as its tables describe it.
    cache : Path
        A file for the result, specific to these data. If it exists, no clip is decoded again.
    progress : callable
        Called with the number of checked clips and the number of all clips.

    Returns
    -------
    data : DataFolder
        The folder without the stretches of unreadable clips.
    problems : tuple of str
        The reason for each clip that was left out.

    Raises
    ------
    InvalidInputError
        No clip can be decoded.
    """
    clips = sorted({scene.clip for scene in data.scenes})
    if cache.is_file():
        problems = json.loads(cache.read_text(encoding="utf-8"))
    else:
        each = parallel_map(_problem, clips, jobs=-1)
        problems = []
        for count, problem in enumerate(each, 1):
            problems.append(problem)
            progress(count, len(clips))
        cache.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(cache) as scratch:
            scratch.write_text(json.dumps(problems), encoding="utf-8")
    broken = {clip: problem for clip, problem in zip(clips, problems, strict=True) if problem}
    if len(broken) == len(clips):
        raise InvalidInputError(f"none of the {len(clips)} clips can be read; the first: {problems[0]}")
    readable = tuple(scene for scene in data.scenes if scene.clip not in broken)
    return replace(data, scenes=readable), tuple(broken.values())


def _problem(clip: Path) -> str:
    """Return why a clip can't be decoded; empty if it can."""
    try:
        for _ in read_frames(clip, frames_per_second=1 / WINDOW_SPACING_S):
            pass
        load(clip, duration_s=MAX_DURATION_S)
    except ScenescoreError as error:
        return error.message
    return ""
