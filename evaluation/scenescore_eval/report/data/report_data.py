"""What all cases of a report share: windows, their pictures and sound, and the collection of music."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed

from scenescore.atomic_write import atomic_write
from scenescore.audio.features import FEATURE_VERSION, FeatureSet, extract, stack
from scenescore.audio.load import load
from scenescore.audio.segment import representative_segment, several
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.matching.segments import Segments
from scenescore.model.presets import PRESETS
from scenescore.studies.data_folder import SCENES, TRACKS, DataFolder
from scenescore.studies.windows import LabelledWindow, frames_of, heard_in, windows_of
from scenescore_eval.report.data.window_scenes import Runs, scene_runs

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
Array = TypeVar("Array", bound=npt.NDArray[Any])
MOST_SEGMENTS: Final = max(preset.track_segments for preset in PRESETS.values())
"""Of a track, that any preset asks for."""


@dataclass(frozen=True)
class Collection:
    """The music that is searched."""

    tracks: tuple[str, ...]
    """File names; those that can't be read are left out."""
    segments: Segments
    """Theirs, not standardised."""
    broken: tuple[str, ...]
    """What was left out, each with the reason."""


class Material:
    """Reads what is needed once, and keeps what took long in a folder.

    Parameters
    ----------
    data : DataFolder
        Games and music.
    folder : Path
        Where to keep things.
    steps : int
        Steps of the window.
    """

    def __init__(self, data: DataFolder, folder: Path, steps: int) -> None:
        self.data = data
        self.steps = steps
        self.feature_set = all_features()
        self.signature = signature_of(data)
        self.folder = folder / f"{self.signature}-{steps}"
        """Where things are kept of these data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._shown: tuple[tuple[str, str], Frames] | None = None

    def windows(self, game: str, half: str = "whole") -> list[LabelledWindow]:
        """Return a game's windows whose music is known."""
        return [window for window in windows_of(self.data.of_game(game), half=half) if window.scene.track]

    def frames(self, game: str, half: str = "whole") -> Frames:
        """Return the pictures of a game's windows [shape=(n, steps, 80, 80, 3), uint8]."""
        # One case after the other asks for the same; those of all games would fill the memory.
        if self._shown is None or self._shown[0] != (game, half):
            self._shown = (game, half), frames_of(self.windows(game, half), self.steps)
        return self._shown[1]

    def heard(
        self, game: str, half: str = "whole", done: Callable[[int], None] = lambda count: None
    ) -> Floats:
        """Return the features of what is heard in a game's windows [shape=(n, steps, D), float32]."""

        def read() -> Floats:
            return heard_in(self.windows(game, half), self.feature_set, self.steps, done=done, jobs=-1)

        return self._kept(f"heard-{game}-{half}", read)

    def runs(self, game: str, half: str = "whole") -> Runs:
        """Return the scenes that a game's windows lie in [shape=(n,), int64]."""

        def read() -> Runs:
            return scene_runs(self.windows(game, half))

        return self._kept(f"runs-{game}-{half}", read)

    def collection(self, done: Callable[[int], None] = lambda count: None) -> Collection:
        """Return the music with the features of its segments.

        Raises
        ------
        InvalidInputError
            None of it can be read.
        """
        listing = self.folder / f"collection-x{MOST_SEGMENTS}.json"

        def read() -> Floats:
            work = (
                delayed(_analyse)(self.data.music(track), self.feature_set, self.steps)
                for track in self.data.tracks
            )
            found: list[Floats] = []
            told: dict[str, list[Any]] = {"tracks": [], "segments": [], "broken": []}
            each = Parallel(n_jobs=-1, return_as="generator")(work)
            for count, (track, one) in enumerate(zip(self.data.tracks, each, strict=True), 1):
                if isinstance(one, str):
                    told["broken"].append(f"{track}: {one}")
                else:
                    told["tracks"].append(track)
                    told["segments"].append(len(one))
                    found.append(one)
                done(count)
            if not found:
                raise InvalidInputError(f"none of the music in {self.data.path / 'music'} can be read")
            with atomic_write(listing) as scratch:
                scratch.write_text(json.dumps(told), encoding="utf-8")
            return np.concatenate(found)

        features = self._kept(f"collection-x{MOST_SEGMENTS}", read)
        told = json.loads(listing.read_text(encoding="utf-8"))
        segments = Segments(features, np.cumsum([0, *told["segments"]]))
        return Collection(tuple(told["tracks"]), segments, tuple(told["broken"]))

    def columns(self, feature_set: FeatureSet) -> npt.NDArray[np.int64]:
        """Return which columns of the features a feature set takes [shape=(D',), int64]."""
        block_of = dict(zip(self.feature_set.names, self.feature_set.blocks, strict=True))
        return np.concatenate(
            [np.arange(block_of[name].start, block_of[name].stop) for name in feature_set.names]
        )

    def _kept(self, name: str, read: Callable[[], Array]) -> Array:
        path = self.folder / f"{name}.npy"
        if path.is_file():
            kept: Array = np.load(path)
            return kept
        values = read()
        with atomic_write(path) as scratch, scratch.open("wb") as file:
            np.save(file, values)
        return values


def all_features() -> FeatureSet:
    """Return the features that any preset predicts."""
    return FeatureSet(
        tuple(dict.fromkeys(name for preset in PRESETS.values() for name in preset.features.names))
    )


def signature_of(data: DataFolder) -> str:
    """Return a digest that changes with a data folder's tables, clips and music."""
    files = {scene.clip for scene in data.scenes} | {data.music(track) for track in data.tracks}
    parts = [(data.path / table).read_bytes() for table in (SCENES, TRACKS)]
    parts += [f"{file.name} {file.stat().st_size}".encode() for file in sorted(files)]
    return hashlib.sha256(b"\n".join([str(FEATURE_VERSION).encode(), *parts])).hexdigest()[:12]


def _analyse(path: Path, feature_set: FeatureSet, steps: int) -> Floats | str:
    """Return the features of a piece's segments [shape=(n, steps, D), float32], or why there are none."""
    try:
        samples = load(path)
        chosen = several(samples, representative_segment(samples), MOST_SEGMENTS)
        return np.stack([stack(extract(one, feature_set.names, steps), feature_set) for one in chosen])
    except ScenescoreError as error:
        return error.message
