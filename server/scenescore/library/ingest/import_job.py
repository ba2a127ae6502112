"""One import: what each of its files needs, what has come of them, and how far it is."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scenescore.library.identity import GoneTracks, Identity, free_id, identify
from scenescore.library.ingest.analysis import Analysis, Requirement
from scenescore.library.ingest.file_task import FileTask
from scenescore.library.ingest.music_files import FoundMusic
from scenescore.library.ingest.passed_over import Reason
from scenescore.library.ingest.report import ChangeKind, FileChange, IngestReport, Progress, Tally
from scenescore.library.ingest.sources import Describer
from scenescore.library.store.library import Library, Track


class ImportJob:
    """One import under way. Not safe to share between threads.

    Parameters
    ----------
    library : Library
        Where the tracks go; it shows those of all projects.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    found : FoundMusic
        The files to import, and what else was found.
    progress : callable, optional
        Called after each file.

    Attributes
    ----------
    report : IngestReport
        What was done so far.
    requirements : sequence of Requirement
        As above.
    deferred : list of Path
        Files to look at again once all others are done.
    """

    def __init__(
        self,
        library: Library,
        requirements: Sequence[Requirement],
        found: FoundMusic,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.library = library
        self.requirements = requirements
        self.report = IngestReport(broken=found.broken, passed_over=found.passed_over)
        self.deferred: list[Path] = []
        self._required_keys = {key for requirement in requirements for key in requirement.keys().values()}
        self._describer = Describer()
        self._table_folders = found.table_folders
        self._gone: GoneTracks | None = None
        self._waiting: dict[str, list[Path]] = {}  # Files with the content of a file that is under way.
        self._has_displaced = False
        self._tally = Tally(self.report, len(found.files), progress)
        self._tally.tell()

    def plan(self, file: Path, *, is_last_look: bool = False) -> FileTask | None:
        """Find out what a file needs.

        Parameters
        ----------
        file : Path
            A music file.
        is_last_look : bool
            Whether all other files have been looked at.

        Returns
        -------
        FileTask or None
            None if nothing has to be computed. What changed in its description is then kept.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        """
        try:
            status = file.stat()
            size, mtime_ns = status.st_size, status.st_mtime_ns
            identity = identify(self.library, file, size=size, mtime_ns=mtime_ns)
        except OSError as error:
            self._tally.count_broken(file, f"can't be read: {error.strerror or error}")
            return None
        if identity.kind == "edited" and not is_last_look:
            # Another file may turn out to hold this track now: the two were swapped.
            self.deferred.append(file)
            return None
        if identity.kind != "edited" and identity.content in self._waiting:
            self._waiting[identity.content].append(file)
            return None
        return self._plan_identified(file, identity, size, mtime_ns, is_last_look=is_last_look)

    def _plan_identified(
        self, file: Path, identity: Identity, size: int, mtime_ns: int, *, is_last_look: bool
    ) -> FileTask | None:
        """Find out what a file needs whose track is known, as for `plan`."""
        if identity.kind == "copy":
            self._note_copy(file, identity, size, mtime_ns)
            track, (size, mtime_ns) = _track_of(identity), self._state_of(_track_of(identity), size, mtime_ns)
        else:
            track = self._described(file, identity)
        task = FileTask(file, identity, track, size, mtime_ns)
        if identity.kind == "new":
            return self._begun(
                replace(task, known_sounds=frozenset() if is_last_look else self._gone_sounds())
            )
        present = frozenset(self.library.feature_keys(track.id))
        is_complete = self._required_keys <= present and track.sound != ""
        if identity.kind == "edited":
            return self._begun(replace(task, known_sounds=frozenset([track.sound] if is_complete else [])))
        if not is_complete:
            return self._begun(replace(task, present_keys=present))
        if identity.kind == "moved" or track != identity.track or not identity.unchanged:
            change: ChangeKind | None = "moved" if identity.kind == "moved" else None
            self._keep(task, track, {}, change, known=identity.track)
        self._tally.count_known()
        return None

    def _begun(self, task: FileTask) -> FileTask:
        """Return a task, and note that it is under way."""
        self._waiting[_waiting_key(task)] = []
        self._tally.begin_computing()
        return task

    def _gone_sounds(self) -> frozenset[str]:
        """Return the sounds of tracks whose files are gone."""
        if self._gone is None:
            self._gone = GoneTracks(self.library, self._required_keys)
        return self._gone.sounds

    def _note_copy(self, file: Path, identity: Identity, size: int, mtime_ns: int) -> None:
        """Keep that a file holds another one's track: it may be in another project's folder."""
        if not identity.unchanged:
            self.library.files.add_copy(file, _track_of(identity).id, size=size, mtime_ns=mtime_ns)

    def _state_of(self, track: Track, size: int, mtime_ns: int) -> tuple[int, int]:
        """Return the size and the time of change that the library knows of a track's own file."""
        known = self.library.files.find(Path(track.file))
        return (known.size, known.mtime_ns) if known is not None else (size, mtime_ns)

    def _described(self, file: Path, identity: Identity) -> Track:
        """Return the track that a file becomes, with what the library knows of its sound."""
        said, known = self._describer.describe(file), identity.track
        return Track(
            id=known.id if known else free_id(self.library, identity.content),
            title=said.title, artist=said.artist, license=said.license, url=said.url, kind=said.kind,
            file=str(file),
            duration_s=known.duration_s if known else 0.0,
            segment_start_s=known.segment_start_s if known else 0.0,
            segment_looped=known.segment_looped if known else False,
            create_time_s=known.create_time_s if known else time.time(),
            content=identity.content,
            sound=known.sound if known else "", mood=said.mood,
        )  # fmt: skip

    def finish(self, task: FileTask, result: Analysis) -> None:
        """Keep what was found out about a file, or name it as broken.

        Parameters
        ----------
        task : FileTask
            From `plan`.
        result : Analysis
            Of the same file.

        Raises
        ------
        StorageError
            The disk is full or can't be written.
        """
        self._tally.computed_files += 1
        copies = self._waiting.pop(_waiting_key(task), [])
        is_new = task.identity.kind == "new"
        if result.problem:
            for file in (task.file, *copies):
                self._tally.count_broken(file, result.problem)
            return
        if is_new and result.silent:
            for _ in (task.file, *copies):
                self.report.passed_over.add(Reason.SILENT)
                self._tally.count_file()
            return
        track, known, change = task.track, task.identity.track, _change_of(task, result)
        if is_new and not result.duration_s:
            known = self._gone.take(result.sound) if self._gone is not None else None
            if known is None:
                # Another file has taken over the track that is gone.
                self.deferred += [task.file, *copies]
                return
            track, change = replace(track, id=known.id), "moved"
        told = result if result.duration_s else known
        if told is not None:
            track = replace(
                track,
                duration_s=told.duration_s,
                segment_start_s=told.segment_start_s,
                segment_looped=told.segment_looped,
            )
        self._keep(task, replace(track, sound=result.sound), result.features, change, known=known)
        if known is None:
            self._tally.count_added()
        else:
            self._tally.count_known()
        self.deferred += copies

    def end(self) -> IngestReport:
        """Complete the report, once all files have been looked at.

        Returns
        -------
        IngestReport
            What was done.
        """
        if self._has_displaced:
            self.library.files.forget([])
        for folder in self._table_folders:
            self._describer.table(folder)
        self.report.passed_over.add(Reason.TABLE_ROW, count=self._describer.rows_without_file)
        self.report.broken += self._describer.broken
        self.report.seconds = self._tally.seconds()
        return self.report

    def _keep(
        self,
        task: FileTask,
        track: Track,
        features: Mapping[str, npt.NDArray[np.float32]],
        change: ChangeKind | None,
        *,
        known: Track | None,
    ) -> None:
        """Store a track, and note what has changed of the one that was known."""
        before = known.file if known is not None and change == "moved" else ""
        if change == "changed":
            # The copies keep the old sound: from now on they are a track of their own.
            copies = [one.path for one in self.library.files.of_track(track.id) if one.path != task.file]
            self.deferred += (there := [path for path in copies if path.exists()])
            self._tally.total += len(there)
        if task.identity.kind in ("moved", "new"):
            displaced = self.library.track_of_file(task.file)
            self._has_displaced |= displaced is not None and displaced.id != track.id
        self.library.put(
            track,
            features,
            size=task.size,
            mtime_ns=task.mtime_ns,
            moved_from=before if before and not Path(before).exists() else "",
            sound_changed=change == "changed",
        )
        if change is not None:
            self.report.changes.append(FileChange(change, track.id, track.title, track.file, before))


def _track_of(identity: Identity) -> Track:
    """Return the track of an identity that has one."""
    assert identity.track is not None
    return identity.track


def _waiting_key(task: FileTask) -> str:
    """Return what tells a task under way from others. Of an edited file there are no copies."""
    return f"{task.content_id} {task.track.id}" if task.identity.kind == "edited" else task.content_id


def _change_of(task: FileTask, result: Analysis) -> ChangeKind | None:
    """Return what has become of a known track, now that its sound is known."""
    if task.identity.kind == "edited":
        return "retagged" if result.sound == _track_of(task.identity).sound else "changed"
    return "moved" if task.identity.kind == "moved" else None
