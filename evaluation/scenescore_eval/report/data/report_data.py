"""The data that all cases of a report share: windows, their frames and features, and the music collection."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from scenescore.atomic_write import atomic_write
from scenescore.audio.features import FEATURE_VERSION, FeatureSet, extract, stack
from scenescore.audio.load import load
from scenescore.audio.segment import representative_segment, spread_segments
from scenescore.errors import InvalidInputError, ScenescoreError
from scenescore.matching.track_segments import TrackSegments
from scenescore.model.presets import PRESETS
from scenescore.parallel import parallel_map
from scenescore.studies.data_folder import SCENES, TRACKS, DataFolder
from scenescore.studies.windows import LabelledWindow, read_window_features, read_window_frames, windows_of
from scenescore_eval.report.data.window_scenes import SceneNumbers, scene_numbers

Floats = npt.NDArray[np.float32]
Frames = npt.NDArray[np.uint8]
Array = TypeVar("Array", bound=npt.NDArray[Any])
MAX_SEGMENTS_PER_TRACK: Final = max(preset.track_segments for preset in PRESETS.values())
"""The most segments of a track that any preset compares."""


@dataclass(frozen=True)
class MusicCollection:
    """The music that is searched."""

    tracks: tuple[str, ...]
    """File names of the tracks that can be read."""
    segments: TrackSegments
    """Features of their segments, not standardised."""
    broken: tuple[str, ...]
    """Files that can't be read, each with the reason."""


class ReportData:
    """Reads what a report needs, and caches everything that takes long to compute.

    Parameters
    ----------
    data : DataFolder
        Games and music.
    folder : Path
        Folder for the cache.
    steps : int
        Steps of the window.
    """

    def __init__(self, data: DataFolder, folder: Path, steps: int) -> None:
        self.data = data
        self.steps = steps
        self.feature_set = preset_features()
        self.signature = data_signature(data)
        self.folder = folder / f"{self.signature}-{steps}"
        """The cache of these data."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._last_frames: tuple[tuple[str, str], Frames] | None = None

    def windows(self, game: str, half: str = "whole") -> list[LabelledWindow]:
        """Return a game's windows whose music is known.

        Parameters
        ----------
        game : str
            The game.
        half : str
            ``whole``, or the ``earlier`` or ``later`` half of each stretch.

        Returns
        -------
        list of LabelledWindow
        """
        return [window for window in windows_of(self.data.of_game(game), half=half) if window.scene.track]

    def frames(self, game: str, half: str = "whole") -> Frames:
        """Return the frames of a game's windows.

        Parameters
        ----------
        game, half : str
            As for `windows`.

        Returns
        -------
        np.ndarray [shape=(n, steps, 80, 80, 3), uint8]
            HSV.
        """
        # Consecutive cases need the same frames. Those of all games together would not fit into memory.
        if self._last_frames is None or self._last_frames[0] != (game, half):
            self._last_frames = (game, half), read_window_frames(self.windows(game, half), self.steps)
        return self._last_frames[1]

    def music_features(
        self, game: str, half: str = "whole", progress: Callable[[int], None] = lambda count: None
    ) -> Floats:
        """Return the features of the music that is heard in a game's windows.

        Parameters
        ----------
        game, half : str
            As for `windows`.
        progress : callable
            Called with the number of finished windows.

        Returns
        -------
        np.ndarray [shape=(n, steps, D), float32]
        """

        def compute() -> Floats:
            return read_window_features(
                self.windows(game, half), self.feature_set, self.steps, done=progress, jobs=-1
            )

        return self._cached(f"music-features-{game}-{half}", compute)

    def scene_numbers(self, game: str, half: str = "whole") -> SceneNumbers:
        """Return the number of the scene that each of a game's windows lies in.

        Parameters
        ----------
        game, half : str
            As for `windows`.

        Returns
        -------
        np.ndarray [shape=(n,), int64]
        """

        def compute() -> SceneNumbers:
            return scene_numbers(self.windows(game, half))

        return self._cached(f"scene-numbers-{game}-{half}", compute)

    def collection(self, progress: Callable[[int], None] = lambda count: None) -> MusicCollection:
        """Return the music with the features of its segments.

        Parameters
        ----------
        progress : callable
            Called with the number of finished files.

        Returns
        -------
        MusicCollection

        Raises
        ------
        InvalidInputError
            None of the music can be read.
        """
        name = f"collection-x{MAX_SEGMENTS_PER_TRACK}"
        listing = self.folder / f"{name}.json"

        def compute() -> Floats:
            work = [(self.data.music(track), self.feature_set, self.steps) for track in self.data.tracks]
            found: list[Floats] = []
            listed: dict[str, list[Any]] = {"tracks": [], "segments": [], "broken": []}
            each = parallel_map(_track_features, work, jobs=-1)
            for count, (track, features) in enumerate(zip(self.data.tracks, each, strict=True), 1):
                if isinstance(features, str):
                    listed["broken"].append(f"{track}: {features}")
                else:
                    listed["tracks"].append(track)
                    listed["segments"].append(len(features))
                    found.append(features)
                progress(count)
            if not found:
                raise InvalidInputError(f"none of the music in {self.data.path / 'music'} can be read")
            with atomic_write(listing) as scratch:
                scratch.write_text(json.dumps(listed), encoding="utf-8")
            return np.concatenate(found)

        features = self._cached(name, compute)
        listed = json.loads(listing.read_text(encoding="utf-8"))
        segments = TrackSegments(features, np.cumsum([0, *listed["segments"]]))
        return MusicCollection(tuple(listed["tracks"]), segments, tuple(listed["broken"]))

    def columns(self, feature_set: FeatureSet) -> npt.NDArray[np.int64]:
        """Return which columns of the features belong to a feature set.

        Parameters
        ----------
        feature_set : FeatureSet
            A part of `preset_features`.

        Returns
        -------
        np.ndarray [shape=(D',), int64]
        """
        block_of = dict(zip(self.feature_set.names, self.feature_set.blocks, strict=True))
        return np.concatenate(
            [np.arange(block_of[name].start, block_of[name].stop) for name in feature_set.names]
        )

    def _cached(self, name: str, compute: Callable[[], Array]) -> Array:
        path = self.folder / f"{name}.npy"
        if path.is_file():
            cached: Array = np.load(path)
            return cached
        values = compute()
        with atomic_write(path) as scratch, scratch.open("wb") as file:
            np.save(file, values)
        return values


def preset_features() -> FeatureSet:
    """Return all features that any preset predicts."""
    return FeatureSet(
        tuple(dict.fromkeys(name for preset in PRESETS.values() for name in preset.features.names))
    )


def data_signature(data: DataFolder) -> str:
    """Return a digest that changes with a data folder's tables, clips and music.

    Parameters
    ----------
    data : DataFolder
        The folder. Clips and music count by name and size.

    Returns
    -------
    str
        12 hexadecimal digits.
    """
    files = {scene.clip for scene in data.scenes} | {data.music(track) for track in data.tracks}
    parts = [(data.path / table).read_bytes() for table in (SCENES, TRACKS)]
    parts += [f"{file.name} {file.stat().st_size}".encode() for file in sorted(files)]
    return hashlib.sha256(b"\n".join([str(FEATURE_VERSION).encode(), *parts])).hexdigest()[:12]


def _track_features(work: tuple[Path, FeatureSet, int]) -> Floats | str:
    """Return the features of a file's segments [shape=(n, steps, D), float32], or why there are none."""
    path, feature_set, steps = work
    try:
        samples = load(path)
        chosen = spread_segments(samples, representative_segment(samples), MAX_SEGMENTS_PER_TRACK)
        return np.stack([stack(extract(one, feature_set.names, steps), feature_set) for one in chosen])
    except ScenescoreError as error:
        return error.message
