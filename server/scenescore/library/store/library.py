"""The library, as all other rooms use it: tracks, the arrays of their features, and cues.

The tracks themselves are in `track_table`, the cues in `cues`, and the file that holds both in `database`.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from scenescore import paths
from scenescore.library.store.arrays import Arrays, cached_arrays, index_file, read_cached
from scenescore.library.store.cues.cue_store import CueStore
from scenescore.library.store.database import Database
from scenescore.library.store.feature_matrix import read_segments
from scenescore.library.store.known_files import KnownFiles
from scenescore.library.store.projects import DEFAULT_PROJECT, ProjectStore
from scenescore.library.store.readonly import ChangedWhileReadError
from scenescore.library.store.track import Track
from scenescore.library.store.track_table import TrackTable
from scenescore.matching.track_segments import TrackSegments

__all__ = ["Library", "Track"]

Floats = npt.NDArray[np.float32]
Transform = Callable[[list[str], TrackSegments], tuple[list[str], Arrays]]

MAX_READ_ATTEMPTS: Final = 10
"""A writer may begin while a library without one is read. That hardly happens this often in a row."""


def _unchanged(ids: list[str], segments: TrackSegments) -> tuple[list[str], Arrays]:
    """Return features as arrays, unchanged."""
    return ids, {"features": segments.features, "starts": segments.starts}


class Library(TrackTable):
    """A folder with all that Scenescore knows about the user's music. The music files stay where they are.

    It may be shared between threads and between processes: one writes at a time, and all read meanwhile.
    It shows the tracks and the cues of one project; `of_project` shows another one's.

    Parameters
    ----------
    path : Path
        The library's folder. It is created if it doesn't exist.
    read_only : bool
        Never write to it. A folder that can't be written is read in any case.
    project : str or None
        The project whose tracks and cues it shows; None for all.

    Raises
    ------
    StorageError
        The disk is full or can't be written.
    NotFoundError
        There is no library to read.
    PreconditionError
        An older Scenescore made the library, and it can't be upgraded because it is only read.
    BrokenFileError
        The library is damaged, or a newer Scenescore made it.

    Attributes
    ----------
    path : Path
        Its folder.
    project : str or None
        The project whose tracks and cues it shows; None for all.
    projects : ProjectStore
        The projects that it knows.
    cues : CueStore
        The project's decisions.
    files : KnownFiles
        The files that it knows, of all projects.
    """

    def __init__(self, path: Path, *, read_only: bool = False, project: str | None = DEFAULT_PROJECT) -> None:
        folder = Path(path)
        super().__init__(folder, Database(folder, read_only=read_only), project)
        self.projects = ProjectStore(self._database)
        self.files = KnownFiles(self._database)
        self.cues = CueStore(self._database, project)

    def of_project(self, project: str | None) -> Self:
        """Return the same library, with the tracks and the cues of another project.

        Parameters
        ----------
        project : str or None
            The project's id; None for everything.

        Returns
        -------
        Library
            It is closed with this one.
        """
        shown = copy(self)
        shown.project = project
        shown._seen_ids = (-1, frozenset())
        shown.cues = CueStore(self._database, project)
        return shown

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self._database.close()

    @property
    def read_only(self) -> bool:
        """Whether it can't be changed here."""
        return self._database.read_only

    def check_writable(self) -> None:
        """Check that the library may and can be written.

        Raises
        ------
        PreconditionError
            It was opened for reading only.
        StorageError
            This process can't write to its folder.
        """
        self._database.check_writable()

    def segments(self, keys: Sequence[str]) -> tuple[list[str], TrackSegments]:
        """Return the tracks that have all of some features, and these features.

        Parameters
        ----------
        keys : sequence of str
            Feature keys with the same number of steps and segments, in the order of their columns.

        Returns
        -------
        ids : list of str
            The tracks, sorted.
        segments : TrackSegments
            Raw features, memory-mapped where that is possible.
        """
        ids, arrays = self.arrays(keys)
        return ids, TrackSegments(arrays["features"], arrays["starts"])

    def matrix(self, keys: Sequence[str]) -> tuple[list[str], Floats]:
        """Return the tracks that have all of some features, and these features of their first segments.

        Parameters
        ----------
        keys : sequence of str
            As for `segments`.

        Returns
        -------
        ids : list of str
            The tracks, sorted.
        features : np.ndarray [shape=(tracks, steps, D), float32]
            Raw features of each track's first segment.
        """
        ids, segments = self.segments(keys)
        rows = segments.starts[:-1]
        return ids, segments.features if len(ids) == len(segments.features) else segments.features[rows]

    def arrays(
        self,
        keys: Sequence[str],
        transform_name: str = "",
        transform: Transform = _unchanged,
        *,
        fallback_keys: Sequence[str] = (),
    ) -> tuple[list[str], Arrays]:
        """Return arrays made from some features of the project's tracks, cached until the library changes.

        Parameters
        ----------
        keys : sequence of str
            As for `segments`.
        transform_name : str
            A text that tells this transform from all others; arrays are cached under it.
        transform : callable
            Is given the ids and the segments, whose features it may change. Returns the ids of the tracks
            that it keeps, and the arrays.
        fallback_keys : sequence of str
            Keys for tracks that lack some of `keys`, as for `read_segments`.

        Returns
        -------
        ids : list of str
            The tracks, sorted.
        arrays : mapping of str to np.ndarray
            By name, memory-mapped where that is possible; ``features`` and ``starts`` by default.

        Raises
        ------
        BrokenFileError
            The database is damaged.
        UnavailableError
            Other processes changed the library during each attempt to read it.
        """
        # The generation says which tracks the project sees. The default project's arrays have the plain name.
        shown = () if self.project == DEFAULT_PROJECT else (f"project {self.project or 'none: all tracks'}",)
        names = [*keys, *fallback_keys, *filter(None, [transform_name]), *shown]
        folder = self.path / "arrays"

        def build() -> tuple[int, list[str], Arrays]:
            generation, ids, segments = read_segments(self._database, keys, fallback_keys, self.project)
            return generation, *transform(ids, segments)

        for _ in range(MAX_READ_ATTEMPTS):
            try:
                generation = self.generation
                if self.read_only:
                    # A writer may have cached the arrays. Processes that only read share another cache.
                    if (cached := read_cached(index_file(folder, names), generation)) is not None:
                        return cached
                    folder = self._readers_cache()
                return cached_arrays(folder, names, generation, build)
            except ChangedWhileReadError as error:
                last_error = error
        raise last_error

    def _readers_cache(self) -> Path:
        name = hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]
        return paths.home() / "arrays" / name
