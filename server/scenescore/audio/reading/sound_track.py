"""Opens containers with FFmpeg's libraries, and chooses one of their sound tracks."""

from pathlib import Path
from typing import Any, Final

import av

from scenescore.codec_id import codec_id
from scenescore.errors import BrokenFileError, InvalidInputError

FORMATS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,mp3,ogg,wav,flac,aiff,avi,flv,mpegts,asf,caf"
"""Formats that may be opened. Playlists are missing, because they name other files and addresses."""

SYNCHRONISED_FORMATS: Final = frozenset({"mp3", "ogg"})
"""Formats whose frames are found wherever they are. Tags and other things between them are no damage."""

# Files are not refused for tags that are no UTF-8. From PyAV 19 on that is the default.
_OPEN_OPTIONS: Final[dict[str, Any]] = (
    {} if int(av.__version__.split(".")[0]) >= 19 else {"metadata_errors": "replace"}
)


def open_container(path: Path) -> Any:
    """Open a container that has a sound track.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    av.container.InputContainer
        The open container. The caller closes it.

    Raises
    ------
    BrokenFileError
        The file can't be read as a container, or it has no sound track.
    """
    try:
        # "file:" and the list of formats keep a strange name or a playlist from opening anything else.
        container = av.open(f"file:{path.resolve()}", options={"format_whitelist": FORMATS}, **_OPEN_OPTIONS)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise BrokenFileError(
            path,
            "isn't a sound file that can be read (wav, flac, ogg, mp3, opus, m4a, mp4, webm), or is damaged",
        ) from error
    if not container.streams.audio:
        container.close()
        raise BrokenFileError(path, "has no sound track")
    return container


def sound_track(path: Path, container: Any, audio_track: int | None = None) -> Any:
    """Choose a sound track.

    Parameters
    ----------
    path : Path
        The file, for the errors.
    container : av.container.InputContainer
        An open container with a sound track.
    audio_track : int, optional
        Number of the track, from 1 on; by default the first that is marked as the default one, as players
        choose, else the first.

    Returns
    -------
    av.AudioStream
        The track.

    Raises
    ------
    InvalidInputError
        There is no track of this number.
    BrokenFileError
        Nothing can decode the track.
    """
    tracks = container.streams.audio
    if audio_track is None:
        track = next(
            (track for track in tracks if track.disposition & av.stream.Disposition.default), tracks[0]
        )
    elif 1 <= audio_track <= len(tracks):
        track = tracks[audio_track - 1]
    else:
        known = ", ".join(f"{number} ({_name(track)})" for number, track in enumerate(tracks, 1))
        raise InvalidInputError(
            f"{path} has no sound track {audio_track}; it has {known}", field="audio_track"
        )
    if track.codec_context is None:
        raise BrokenFileError(
            path,
            f"its sound has a codec that can't be decoded ({codec_id(path, 'sound')}). Convert it to wav",
        )
    return track


def first_rate(path: Path, audio_track: int | None = None) -> int:
    """Return the sample rate of the first decoded frame. A header may give half of it (HE-AAC).

    Parameters
    ----------
    path : Path
        The container.
    audio_track : int, optional
        Number of the sound track, as in `ContainerReader`.

    Returns
    -------
    int
        Samples per second.

    Raises
    ------
    BrokenFileError
        The container can't be decoded, or its sound track is empty.
    InvalidInputError
        There is no sound track of this number.
    """
    with open_container(path) as container:
        stream = sound_track(path, container, audio_track)
        try:
            for packet in container.demux(stream):
                try:
                    for frame in packet.decode():
                        return int(frame.sample_rate)
                except av.error.InvalidDataError:
                    if container.format.name not in SYNCHRONISED_FORMATS:
                        raise
        except (av.error.FFmpegError, ValueError) as error:
            raise BrokenFileError(path, "isn't a sound file that can be read, or is damaged") from error
    raise BrokenFileError(path, "has a sound track that holds no sound")


def _name(track: Any) -> str:
    """Return a track's title or language, and its codec, for people."""
    codec = track.codec_context.name if track.codec_context is not None else "unknown codec"
    said = [track.metadata.get("title") or track.metadata.get("handler_name", ""), track.language or ""]
    return ", ".join([*(one for one in said if one and one not in ("und", "SoundHandler")), codec])
