"""Find the track that a cue of a project's file means: by its content, its file or its title."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from scenescore.library.store.library import Library, Track


class CueTracks:
    """Finds tracks among those that a project sees.

    Parameters
    ----------
    library : Library
        The library as the project sees it.
    folder : Path or None
        The project's folder, which files are relative to; None if unknown.
    """

    def __init__(self, library: Library, folder: Path | None) -> None:
        self._library = library
        self._folder = folder
        self._all: list[Track] | None = None

    def find(self, content: str, file: str, title: str) -> tuple[Track | None, str]:
        """Find a track. The first thing that leads to one counts.

        Parameters
        ----------
        content : str
            Its file's content, or its id, which its content once was; empty if unknown.
        file : str
            Path of its file, absolute or relative to the project's folder, or its name; empty if unknown.
        title : str
            Its title; empty if unknown.

        Returns
        -------
        track : Track or None
            None where nothing leads to exactly one track.
        reason : str
            Why there is none; empty where there is one.
        """
        same = [track.id for track in self._library.tracks_with_content(content)] if content else []
        if found := self._library.tracks_by_id(same) or self._library.tracks_by_id([content]):
            return found[0], ""
        reason = "the project has no such track; import its music folder"
        for fitting, what in (
            (self._of_file(file), f"file {file!r}"),
            (self._of_title(title), f"title {title!r}"),
        ):
            if len(fitting) == 1:
                return fitting[0], ""
            if fitting:
                reason = (
                    f"{len(fitting)} tracks have the {what}; write the whole path of the one that is meant"
                )
        return None, reason

    def _of_file(self, file: str) -> list[Track]:
        if not file:
            return []
        path = (self._folder / file).resolve() if self._folder is not None else Path(file)
        if path.is_absolute() and (exact := [one for one in self._tracks() if Path(one.file) == path]):
            return exact
        name = _name_of(file)
        return [one for one in self._tracks() if _name_of(one.file) == name]

    def _of_title(self, title: str) -> list[Track]:
        wanted = title.strip().casefold()
        return [one for one in self._tracks() if one.title.strip().casefold() == wanted] if wanted else []

    def _tracks(self) -> list[Track]:
        if self._all is None:
            self._all = self._library.tracks()
        return self._all


def _name_of(file: str) -> str:
    """Return a file's name; the path may be of another platform."""
    return PureWindowsPath(PurePosixPath(file).name).name
