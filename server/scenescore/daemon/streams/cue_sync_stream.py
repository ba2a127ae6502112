"""Read the cues of a ``SyncCues`` call."""

import hashlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Final

import numpy as np

from scenescore.daemon.messages.cue import read_frames
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.errors import InvalidInputError
from scenescore.library.project.sync import DeclaredCue, SyncReport
from scenescore.library.project.window_picture import from_picture
from scenescore.library.store.cues.cue import MAX_FRAMES_PER_CUE, check_scene
from scenescore.library.store.cues.cue_store import MAX_CUES
from scenescore.v1 import cue_pb2

MAX_BYTES: Final = 256 * 1024 * 1024
"""Pictures that one call may send. They are in memory until the last one has come."""


async def read_cues(requests: AsyncIterator[cue_pb2.SyncCuesRequest], model: str) -> list[DeclaredCue]:
    """Read all cues. Their pictures are decoded later, and only where they are new.

    Parameters
    ----------
    requests : async iterator of scenescore.v1.SyncCuesRequest
        The messages after the first.
    model : str
        Id of the bundle of the cues that name none; empty for all bundles.

    Returns
    -------
    list of DeclaredCue
        In the order in which they came.

    Raises
    ------
    InvalidInputError
        A message is no cue, a cue can't be used, or there are too many.
    """
    cues: list[DeclaredCue] = []
    size = 0
    async for request in requests:
        if request.WhichOneof("message") != "cue":
            raise InvalidInputError(
                f"every message after the first must carry a cue, not {request.WhichOneof('message')}",
                field="cue",
            )
        if len(cues) == MAX_CUES:
            raise InvalidInputError(f"a project has at most {MAX_CUES} cues", field="cue")
        size += request.ByteSize()
        if size > MAX_BYTES:
            raise InvalidInputError(
                f"the cues have more than {MAX_BYTES} bytes; send their windows as PNG or WebP", field="cue"
            )
        cues.append(_declared(request.cue, model))
    return cues


def to_response(report: SyncReport) -> cue_pb2.SyncCuesResponse:
    """Return the response for what a synchronisation has done.

    Parameters
    ----------
    report : SyncReport
        What it has done.

    Returns
    -------
    scenescore.v1.SyncCuesResponse
    """
    return cue_pb2.SyncCuesResponse(
        known=report.changes.known,
        added=report.changes.added,
        removed=report.changes.removed,
        unresolved=[
            cue_pb2.UnresolvedCue(scene=one.scene, title=one.title, reason=one.reason)
            for one in report.unresolved
        ],
    )


def _declared(cue: cue_pb2.SyncedCue, model: str) -> DeclaredCue:
    check_scene(cue.scene)
    if cue.window and cue.frames:
        raise InvalidInputError(
            f"the cue of {cue.scene!r} has both window and frames; send one of them", field="cue.window"
        )
    if not (cue.track or cue.file or cue.title):
        raise InvalidInputError(
            f"the cue of {cue.scene!r} names neither a track nor its file nor its title", field="cue.track"
        )
    if not 0 <= cue.stillness <= 1:
        raise InvalidInputError(f"cue.stillness must be 0 to 1, not {cue.stillness:g}", field="cue.stillness")
    pictures = list(cue.frames)
    frames: Callable[[], np.ndarray] | None = None
    if cue.window:
        frames = partial(from_picture, cue.window, field="cue.window")
    elif pictures:
        frames = partial(read_frames, pictures, 1, MAX_FRAMES_PER_CUE, field="cue.frames")
    return DeclaredCue(
        scene=cue.scene,
        content=parse_id(cue.track, "tracks", field="cue.track", optional=True),
        file=cue.file,
        title=cue.title,
        model=parse_id(cue.model, "models", field="cue.model", optional=True) or model,
        digest=hashlib.sha256(cue.window or b"".join(pictures)).hexdigest(),
        frames=frames,
        stillness=cue.stillness if cue.HasField("stillness") else None,
    )
