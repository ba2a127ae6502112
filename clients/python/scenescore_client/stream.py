"""One stream of frames without asyncio, over as many connections as it takes."""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, Final

import grpc

from scenescore.errors import ScenescoreError
from scenescore.v1 import match_pb2, match_pb2_grpc
from scenescore_client.connection import Connection
from scenescore_client.errors import from_rpc_error
from scenescore_client.messages import Answer, Frame, SessionConfig
from scenescore_client.pacing import AnswerPace
from scenescore_client.reconnect import Backoff, Status, StatusHandler, ignore, is_passing

WAITING: Final = 2


def going_on(
    attempt: Callable[[], Generator[Answer, None, None]],
    backoff: Backoff,
    on_status: StatusHandler | None,
    address_of: Callable[[], str],
) -> Generator[Answer, None, None]:
    """Yield one attempt's answers, and when the daemon is lost after the first, those of the next attempt.

    A daemon that doesn't answer at all is an error at once.

    Raises
    ------
    ScenescoreError
        The daemon refuses, or stays away for longer than the back-off goes on.
    """
    tell = on_status or ignore
    was_connected, tries, lost_s = False, 0, 0.0
    while True:
        answers = attempt()
        try:
            for answer in answers:
                if tries or not was_connected:
                    tell(Status(True, address_of()))
                was_connected, tries = True, 0
                yield answer
            return
        except ScenescoreError as error:
            if not was_connected or not is_passing(error):
                raise
            lost_s = time.monotonic() if tries == 0 else lost_s
            tries += 1
            wait_s = backoff.wait_s(tries)
            if time.monotonic() + wait_s - lost_s > backoff.give_up_after_s:
                raise
            tell(Status(False, address_of(), tries, wait_s, error))
        finally:
            answers.close()
        time.sleep(wait_s)


class FrameStream:
    """Draws frames from their source in a thread and sends them over one connection after another.

    Without pacing, the oldest frames that wait give way to the newest.

    Parameters
    ----------
    connection : Connection
        Asked anew for each attempt.
    frames : iterable of Frame
        The source.
    config : SessionConfig
        What the session wants to be told.
    paced : bool
        Whether to wait for answers rather than to lose frames.
    """

    def __init__(
        self, connection: Connection, frames: Iterable[Frame], config: SessionConfig, *, paced: bool
    ) -> None:
        self._connection = connection
        self._frames = frames
        self._config = config.to_proto()
        self._pace = AnswerPace(config.answer_interval_s) if paced else None
        self._news = threading.Condition()
        self._waiting: deque[Frame] = deque()
        self._attempt = 0
        self._ended = False
        self._error: BaseException | None = None
        self.address = connection.address

    def __enter__(self) -> "FrameStream":
        """Begin to draw."""
        threading.Thread(target=self._draw, name="scenescore frames", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop drawing after the frame that is being drawn."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def attempt(self) -> Generator[Answer, None, None]:
        """Connect, send frames and yield answers until the frames end."""
        endpoint = self._connection.find()
        self.address = endpoint.address
        with self._news:
            self._attempt += 1
            again = self._pace.unanswered if self._pace is not None else ()
            if self._pace is not None:
                self._pace.start_anew()
        with endpoint.channel() as channel:
            stub: Any = match_pb2_grpc.MatchServiceStub(channel)
            call = stub.MatchFrames(self._requests(self._attempt, again), metadata=endpoint.metadata)
            try:
                for response in call:
                    self._note(response.answer.frame_time_us)
                    yield Answer.from_proto(response.answer)
            except grpc.RpcError as error:
                raise from_rpc_error(error, endpoint.address) from error
            finally:
                self._note(None)
                call.cancel()
        if self._error is not None:
            raise self._error

    def _note(self, frame_time_us: int | None) -> None:
        """Take note of an answer, or of the connection's end."""
        with self._news:
            if frame_time_us is None:
                self._attempt += 1
            elif self._pace is not None:
                self._pace.answered(frame_time_us)
            self._news.notify_all()

    def _requests(self, attempt: int, again: tuple[Frame, ...]) -> Iterator[match_pb2.MatchFramesRequest]:
        """Yield the messages of one connection. What goes wrong here is kept: gRPC would only log it."""
        try:
            yield match_pb2.MatchFramesRequest(config=self._config)
            for frame in again:
                yield match_pb2.MatchFramesRequest(frame=frame.to_proto())
            while (drawn := self._next(attempt)) is not None:
                yield match_pb2.MatchFramesRequest(frame=drawn.to_proto())
        except ScenescoreError as error:
            self._error = error

    def _next(self, attempt: int) -> Frame | None:
        """Return the next frame; None when the source or this connection has ended."""
        with self._news:
            self._news.wait_for(lambda: self._attempt != attempt or self._may_send)
            if self._attempt != attempt or not self._waiting:
                return None
            frame = self._waiting.popleft()
            if self._pace is not None:
                self._pace.sent(frame)
            self._news.notify_all()
            return frame

    @property
    def _may_send(self) -> bool:
        if not self._waiting:
            return self._ended
        return self._pace is None or self._pace.may_send

    def _draw(self) -> None:
        try:
            for frame in self._frames:
                with self._news:
                    if self._pace is not None:
                        self._news.wait_for(lambda: self._ended or len(self._waiting) < WAITING)
                    elif len(self._waiting) == WAITING:
                        self._waiting.popleft()
                    if self._ended:
                        return
                    self._waiting.append(frame)
                    self._news.notify_all()
        except Exception as error:
            self._error = error
        finally:
            if isinstance(self._frames, Generator):
                # Here, as a screen's capture ends in the thread that began it.
                self._frames.close()
            with self._news:
                self._ended = True
                self._news.notify_all()
