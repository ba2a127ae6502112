"""Playing the demo's recording into its daemon, as any game would, through the gRPC client."""

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
class Moment:
    """One answer and what came with it."""

    answer: TimedAnswer
    frames_dropped: int
    """Frames that the daemon had to drop so far."""


def play(stage: DemoDaemon, *, fast: bool, recording: Path = RECORDING) -> Iterator[Moment]:
    """Stream the recording and yield the answers.

    Parameters
    ----------
    stage : DemoDaemon
        The running daemon.
    fast : bool
        As fast as it is answered; otherwise at the recording's own pace.
    recording : Path
        The video.

    Yields
    ------
    Moment
        About one for each second of the recording.

    Raises
    ------
    ScenescoreError
        The daemon refuses or is gone.
    """
    client = Client(Connection(address=stage.address, token_file=stage.token_file))
    frames = video_frames(recording, frames_per_second=FRAMES_PER_SECOND, real_time=not fast)
    with closing(client.match_frames(frames, paced=fast)) as answers:
        for answer in answers:
            yield Moment(timed(answer), answer.frames_dropped)


def timed(answer: Answer) -> TimedAnswer:
    """Return an answer with its tracks called by their file names, as in the recording's scene log."""
    top = tuple(RankedTrack(Path(match.file).name, match.title, match.distance) for match in answer.matches)
    return TimedAnswer(answer.frame_time_us / 1e6, top, answer.steady, answer.answer_delay_s * 1000)
