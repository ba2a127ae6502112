"""One import under way: what each file needs, and how far it is."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenescore.library.ingest.analysis import Analysis, Requirement, content_id
from scenescore.library.ingest.sources import Broken, Describer
from scenescore.library.store.library import Library, Track


@dataclass(frozen=True)
class Progress:
    """How far an import is."""

    files_done: int
    files_total: int
    added: int
    known: int
    broken: tuple[Broken, ...]
    eta_s: float
    """Estimated time that is left, seconds."""


@dataclass
class IngestReport:
    """What an import did.

    Attributes
    ----------
    added : int
        Tracks that are new.
    known : int
        Files whose tracks were there already; features that a new bundle needs may have been added to them.
    broken : list of Broken
        Files that could not be read, with the reason.
    seconds : float
        How long it took.
    copies : dict of Path to str
        Files among the known that hold the same as another file, with the id of the track of both.
    """

    added: int = 0
    known: int = 0
    broken: list[Broken] = field(default_factory=list)
    seconds: float = 0.0
    copies: dict[Path, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A file whose features have to be computed."""

    file: Path
    track: Track
    present: frozenset[str]
    size: int
    mtime_ns: int
    replaces: str

    @property
    def content(self) -> str:
        """The id of what the file holds."""
        return self.track.id


class Run:
    """One import under way.

    Parameters
    ----------
    library : Library
        Where to.
    requirements : sequence of Requirement
        The features that the installed bundles need.
    total : int
        Files that it is about.
    broken : list of Broken
        What was no music file in the first place.
    progress : callable, optional
        Is told after each file.
    """

    def __init__(
        self,
        library: Library,
        requirements: Sequence[Requirement],
        total: int,
        broken: list[Broken],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.library = library
        self.requirements = requirements
        self.keys = {key for requirement in requirements for key in requirement.keys().values()}
        self.describer = Describer()
        self.report = IngestReport(broken=broken)
        self._copies_under_way: dict[str, list[Path]] = {}
        self._total = total
        self._done = 0
        self._computed = 0
        self._progress = progress
        self._started = time.monotonic()
        self._computing_since: float | None = None

    def plan(self, file: Path) -> Job | None:
        """Return the work that a file needs; None when there is none."""
        try:
            status = file.stat()
            size, mtime_ns = status.st_size, status.st_mtime_ns
            before = self.library.track_of_file(file)
            unchanged = before is not None and before[1:] == (size, mtime_ns)
            track_id = before[0].id if before and unchanged else content_id(file)
        except OSError as error:
            self.count_broken(file, f"can't be read: {error.strerror or error}")
            return None
        replaces = before[0].id if before and before[0].id != track_id else ""
        if track_id in self._copies_under_way:
            self._copies_under_way[track_id].append(file)
            return None
        known = self.known(track_id)
        if known is not None and (other := self.other_file_of(known, file)) is not None:
            # The track goes on being called what the file that it came from says.
            self.report.copies[file] = track_id
            track, (size, mtime_ns), unchanged = known, other, not replaces
        else:
            track = self.described(file, track_id, known)
        present = frozenset(self.library.feature_keys(track_id)) if known else frozenset()
        if known is None or not self.keys <= present:
            self._copies_under_way[track_id] = []
            self._computing_since = self._computing_since or time.monotonic()
            return Job(file, track, present, size, mtime_ns, replaces)
        if track != known or not unchanged:
            self.library.put(track, {}, size=size, mtime_ns=mtime_ns, replaces=replaces)
        self.count_known()
        return None

    def known(self, track_id: str) -> Track | None:
        """Return a track that the library has by its content."""
        found = self.library.tracks_by_id([track_id])
        return found[0] if found else None

    def other_file_of(self, known: Track, file: Path) -> tuple[int, int] | None:
        """Return size and mtime of the file that a track came from, if it is another and still there."""
        other = Path(known.file)
        kept = self.library.track_of_file(other)
        if other == file or kept is None:
            return None
        try:
            status = other.stat()
        except OSError:
            return None
        return kept[1:] if kept[1:] == (status.st_size, status.st_mtime_ns) else None

    def described(self, file: Path, track_id: str, known: Track | None) -> Track:
        """Return the track that a file gives, with what is known of its sound already."""
        said = self.describer.describe(file)
        return Track(
            id=track_id,
            title=said.title, artist=said.artist, license=said.license, url=said.url, kind=said.kind,
            file=str(file),
            duration_s=known.duration_s if known else 0.0,
            segment_start_s=known.segment_start_s if known else 0.0,
            segment_looped=known.segment_looped if known else False,
            create_time_s=known.create_time_s if known else time.time(),
        )  # fmt: skip

    def finish(self, job: Job, result: Analysis) -> None:
        """Keep what was computed for a file."""
        self._computed += 1
        copies = self._copies_under_way.pop(job.track.id, [])
        if result.problem:
            for file in (job.file, *copies):
                self.count_broken(file, result.problem)
            return
        track = replace(
            job.track,
            duration_s=result.duration_s,
            segment_start_s=result.segment_start_s,
            segment_looped=result.segment_looped,
        )
        is_new = self.known(track.id) is None
        self.library.put(track, result.features, size=job.size, mtime_ns=job.mtime_ns, replaces=job.replaces)
        if is_new:
            self.report.added += 1
            self.tell()
        else:
            self.count_known()
        for file in copies:
            self.report.copies[file] = track.id
            self.count_known()

    def count_known(self) -> None:
        """Count a file whose track was there already."""
        self.report.known += 1
        self.tell()

    def count_broken(self, file: Path, reason: str) -> None:
        """Name a file that can't be taken in."""
        self.report.broken.append(Broken(str(file), reason))
        self.tell()

    def tell(self) -> None:
        """Count a file as done and say how far the import is."""
        self._done += 1
        if self._progress is not None:
            self._progress(
                Progress(
                    files_done=self._done,
                    files_total=self._total,
                    added=self.report.added,
                    known=self.report.known,
                    broken=tuple(self.report.broken),
                    eta_s=self.seconds_left(),
                )
            )

    def seconds_left(self) -> float:
        """Return the time left at the pace so far; known files go fast and say nothing about the others."""
        now, left = time.monotonic(), self._total - self._done
        if self._computing_since is not None and self._computed:
            return (now - self._computing_since) / self._computed * left
        return (now - self._started) / self._done * left
