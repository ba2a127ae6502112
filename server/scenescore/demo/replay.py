"""Streaming the demo's recording to its daemon through the gRPC client, as a game would."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from scenescore.demo.demo_daemon import RECORDING, DemoDaemon
from scenescore.demo.results import RankedTrack, TimedAnswer
from scenescore_client.client import Client
from scenescore_client.connection import Connection
from scenescore_client.messages import Answer
from scenescore_client.sources import video_frames

FRAMES_PER_SECOND = 5.0


@dataclass(frozen=True)
class ReplayedAnswer:
    """An answer of the daemon."""

    answer: TimedAnswer
    """The answer with its time in the recording."""
    frames_dropped: int
    """Frames that the daemon has dropped so far."""


def replay(daemon: DemoDaemon, *, fast: bool, recording: Path = RECORDING) -> Iterator[ReplayedAnswer]:
    """Stream the recording and yield the answers.

    Parameters
    ----------
    daemon : DemoDaemon
        The running daemon.
    fast : bool
        Whether to stream as fast as the daemon answers, instead of at the recording's own pace.
    recording : Path
        The video.

    Yields
    ------
    ReplayedAnswer
        About one for each second of the recording.

    Raises
    ------
    ScenescoreError
        The daemon refuses the stream or is gone.
    """
    client = Client(Connection(address=daemon.address, token_file=daemon.token_file))
    frames = video_frames(recording, frames_per_second=FRAMES_PER_SECOND, real_time=not fast)
    with closing(client.match_frames(frames, paced=fast)) as answers:
        for answer in answers:
            yield ReplayedAnswer(timed_answer(answer), answer.frames_dropped)


def timed_answer(answer: Answer) -> TimedAnswer:
    """Return an answer with file names for tracks, as the scene log of the recording has them.

    Parameters
    ----------
    answer : Answer
        From the client.

    Returns
    -------
    TimedAnswer
    """
    top = tuple(
        RankedTrack(Path(match.file).name, match.title, match.distance, match.fit) for match in answer.matches
    )
    return TimedAnswer(answer.frame_time_us / 1e6, top, answer.steady, answer.answer_delay_s * 1000)
