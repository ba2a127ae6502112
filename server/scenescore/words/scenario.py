"""Scenario files: one scene a line, in words."""

from pathlib import Path
from typing import Final

from scenescore.errors import InvalidInputError, NotFoundError

MAX_SCENES: Final = 1000
MAX_SCENE_LENGTH: Final = 1000
"""Characters of one scene."""
_MAX_BYTES: Final = 4 * 1024 * 1024


def read_scenario(file: Path) -> list[str]:
    """Read the scenes of a scenario file. Blank lines and lines that begin with ``#`` are passed over.

    Parameters
    ----------
    file : Path
        A text file in UTF-8, or in UTF-16 with a byte order mark.

    Returns
    -------
    list of str
        The scenes in their order, 1 to 1000.

    Raises
    ------
    NotFoundError
        There is no such file.
    InvalidInputError
        It is no text, has no scene, too many scenes, or one that is too long.
    """
    try:
        data = file.open("rb").read(_MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no scenario file {file}; name a text file with one scene a line"
        ) from error
    except OSError as error:
        raise InvalidInputError(f"{file} can't be read: {error.strerror or error}") from error
    if len(data) > _MAX_BYTES:
        raise InvalidInputError(f"{file} is no scenario file: it has more than {_MAX_BYTES // 1024**2} MiB")
    lines = (line.strip() for line in _decode(file, data).splitlines())
    scenes = [line for line in lines if line and not line.startswith("#")]
    if not scenes:
        raise InvalidInputError(
            f"{file} has no scene; write one scene a line, such as 'a sad talk by the fire'"
        )
    if len(scenes) > MAX_SCENES:
        raise InvalidInputError(f"{file} has {len(scenes)} scenes; at most {MAX_SCENES} are taken at once")
    if longest := next((scene for scene in scenes if len(scene) > MAX_SCENE_LENGTH), ""):
        raise InvalidInputError(
            f"{file}: the scene '{longest[:40]}...' has {len(longest)} characters; at most "
            f"{MAX_SCENE_LENGTH} are taken; write one scene a line"
        )
    return scenes


def _decode(file: Path, data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{file} is not text in {encoding.removesuffix('-sig').upper()} (byte {error.start}); "
            "save it as UTF-8"
        ) from error
