"""MatchFrames: a client's frames in, answers out."""

import itertools
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any

import cv2
import grpc
import numpy as np
import pytest
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2

from making.daemon import Daemon, colour_frame, configured, sent_frame
from scenescore.v1 import daemon_pb2, match_pb2

RED, GREEN, BLUE = (220, 20, 20), (20, 220, 20), (20, 20, 220)


class Stream:
    """One call that is fed frame by frame."""

    def __init__(self, daemon: Daemon, **config: Any) -> None:
        self._out: queue.SimpleQueue[match_pb2.MatchFramesRequest | None] = queue.SimpleQueue()
        self._out.put(configured(**config))
        self.call = daemon.call(daemon.match.MatchFrames, iter(self._out.get, None))

    def send(self, *requests: match_pb2.MatchFramesRequest) -> None:
        for request in requests:
            self._out.put(request)

    def answer(self) -> match_pb2.Answer:
        answer: match_pb2.Answer = next(self.call).answer
        return answer

    def end(self) -> list[match_pb2.Answer]:
        self._out.put(None)
        return [response.answer for response in self.call]


def play(
    daemon: Daemon,
    seconds: float,
    *,
    frames_per_second: int = 2,
    colour: tuple[int, int, int] = RED,
    **config: Any,
) -> list[match_pb2.Answer]:
    """Send frames of one colour, waiting for each answer that is due, and return the answers."""
    stream = Stream(daemon, **config)
    answers = []
    for i in range(round(seconds * frames_per_second)):
        stream.send(colour_frame(i / frames_per_second, colour))
        if i % frames_per_second == 0:
            answers.append(stream.answer())
    return answers + stream.end()


def violation_of(error: Any) -> error_details_pb2.BadRequest.FieldViolation:
    """Return the field that an INVALID_ARGUMENT blames."""
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    status = status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    found = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(found)
    return found.field_violations[0]


def refused(daemon: Daemon, *requests: match_pb2.MatchFramesRequest) -> Any:
    """Send messages that end the call, and return what it ends with."""
    with pytest.raises(grpc.RpcError) as caught:
        list(daemon.call(daemon.match.MatchFrames, iter(requests)))
    return caught.value


def test_answers_come_with_the_first_frame_and_then_every_second(daemon: Daemon) -> None:
    answers = play(daemon, 14)
    assert [answer.frame_time_us for answer in answers] == [i * 1_000_000 for i in range(14)]
    assert [answer.steps_filled for answer in answers[:3]] == [1, 3, 5]
    assert [answer.early for answer in answers] == [True] * 12 + [False] * 2
    assert answers[-1].steps_filled == answers[-1].steps == 24


def test_an_answer_has_all_fields_of_the_contract(daemon: Daemon) -> None:
    answer = play(daemon, 4, top_k=2)[-1]
    first, second = answer.matches
    assert (first.rank, second.rank) == (1, 2)
    assert 0 <= first.distance <= second.distance
    assert (first.score, second.score) == (first.distance, second.distance)
    assert first.track.startswith("tracks/")
    assert first.title
    assert first.file.endswith((".wav", ".ogg", ".flac"))
    assert answer.model == "models/tiny"
    assert answer.scene_steps == 7
    assert not answer.scene_changed
    assert answer.steady
    assert answer.steady_track == first.track
    assert 0 < answer.answer_delay.ToMicroseconds() < 60_000_000
    assert answer.frames_dropped == 0


def test_the_answer_interval_follows_capture_times(daemon: Daemon) -> None:
    stream = Stream(daemon, answer_interval=Duration(nanos=500_000_000))
    times = []
    for i in range(31):
        stream.send(colour_frame(i / 30))
        if i % 15 == 0:
            times.append(stream.answer().frame_time_us)
    assert times == [0, 500_000, 1_000_000]
    assert stream.end() == []


def test_each_remembered_scene_has_its_own_track_and_gets_it_back(daemon: Daemon) -> None:
    colours = [(200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30)]
    tour = [*colours, *reversed(colours)]

    def steady_tracks(**config: Any) -> list[str]:
        stream, steady = Stream(daemon, **config), []
        for second in range(9 * len(tour)):
            for tenth in range(0, 10, 2):
                stream.send(colour_frame(second + tenth / 10, tour[second // 9]))
            steady.append(stream.answer().steady_track)
        stream.end()
        return steady[8::9]

    steady = steady_tracks(remember_scenes=True)
    there, back = steady[: len(colours)], steady[len(colours) :]
    assert len(set(there)) == len(colours)
    assert back == there[::-1]
    assert len(set(steady_tracks()[:4])) < len(colours), "by itself the bundle gives some the same"


def test_a_new_scene_is_predicted_from_its_own_frames_alone(daemon: Daemon) -> None:
    stream = Stream(daemon)
    answers = []
    for i in range(200):
        stream.send(colour_frame(i / 10, RED if i < 100 else BLUE))
        if i % 10 == 0:
            answers.append(stream.answer())
    stream.end()
    changed = [i for i, answer in enumerate(answers) if answer.scene_changed]
    assert len(changed) == 1
    assert 10 < changed[0] <= 12
    alone = play(daemon, 9, frames_per_second=10, colour=BLUE)[-1]
    assert [match.distance for match in answers[18].matches] == pytest.approx(
        [match.distance for match in alone.matches], rel=1e-4
    )


def test_a_jump_back_in_time_empties_the_window(daemon: Daemon) -> None:
    stream = Stream(daemon)
    stream.send(*(colour_frame(i / 2) for i in range(10)))
    before = [stream.answer() for _ in range(5)]
    stream.send(colour_frame(1.0))
    after = stream.answer()
    stream.end()
    assert before[-1].steps_filled == 9
    assert (after.frame_time_us, after.steps_filled) == (1_000_000, 1)


def test_ten_simultaneous_sessions_get_their_own_answers(daemon: Daemon) -> None:
    colours = [(25 * i, 250 - 25 * i, 60 + 10 * i) for i in range(10)]
    alone = [[match.distance for match in play(daemon, 4, colour=colour)[-1].matches] for colour in colours]
    together: list[list[float]] = [[] for _ in colours]

    def run(place: int) -> None:
        together[place] = [match.distance for match in play(daemon, 4, colour=colours[place])[-1].matches]

    threads = [threading.Thread(target=run, args=(place,)) for place in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own, expected in zip(together, alone, strict=True):
        assert own == pytest.approx(expected, rel=1e-6)
    assert len({tuple(own) for own in together}) > 5


def test_frames_that_come_too_fast_are_dropped_and_counted(daemon: Daemon) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (540, 960, 3), np.uint8)
    data = cv2.imencode(".png", noise)[1].tobytes()

    def flood() -> Iterator[match_pb2.MatchFramesRequest]:
        yield configured()
        for i in range(120):
            made = sent_frame(match_pb2.FRAME_ENCODING_PNG, data)
            made.frame.capture_time_us = i * 100_000
            yield made
            if i == 100:
                time.sleep(0.5)

    answers = [response.answer for response in daemon.call(daemon.match.MatchFrames, flood())]
    assert answers[-1].frames_dropped > 0
    assert answers[-1].frames_received + 10 > 100
    for earlier, later in itertools.pairwise(answers):
        assert earlier.frames_received <= later.frames_received
        assert earlier.frames_dropped <= later.frames_dropped
        assert earlier.frame_time_us < later.frame_time_us


def test_no_frame_is_dropped_for_a_client_that_waits_for_its_answers(daemon: Daemon) -> None:
    answers = play(daemon, 20, frames_per_second=30)
    assert len(answers) == 20
    assert answers[-1].frames_dropped == 0


def test_a_picture_of_20000_by_20000_is_refused_by_its_size(daemon: Daemon) -> None:
    raw = refused(daemon, configured(), sent_frame(match_pb2.FRAME_ENCODING_RGB8, b"\0" * 3, 20_000, 20_000))
    assert violation_of(raw).field == "frame.width"
    assert "20000×20000" in violation_of(raw).description
    bomb = cv2.imencode(".png", np.zeros((20_000, 20_000), np.uint8))[1].tobytes()
    assert (
        violation_of(refused(daemon, configured(), sent_frame(match_pb2.FRAME_ENCODING_PNG, bomb))).field
        == "frame.data"
    )


def test_the_error_for_a_wrong_number_of_bytes_names_both_numbers(daemon: Daemon) -> None:
    error = refused(daemon, configured(), sent_frame(match_pb2.FRAME_ENCODING_RGB8, b"\0" * 100, 80, 80))
    violation = violation_of(error)
    assert violation.field == "frame.data"
    assert "19200" in violation.description
    assert "100" in violation.description


@pytest.mark.parametrize(
    ("requests", "field"),
    [
        ([colour_frame(0)], "config"),
        ([], "config"),
        ([configured(), configured()], "config"),
        ([configured(), match_pb2.MatchFramesRequest()], "message"),
        ([configured(), sent_frame(0, b"")], "frame.encoding"),
        ([configured(), sent_frame(99, b"")], "frame.encoding"),
        ([configured(), colour_frame(-1)], "frame.capture_time_us"),
        ([configured(), sent_frame(match_pb2.FRAME_ENCODING_JPEG, b"no picture")], "frame.data"),
        ([configured(top_k=101)], "config.top_k"),
        ([configured(top_k=-1)], "config.top_k"),
        ([configured(margin=1.5)], "config.margin"),
        ([configured(margin=float("nan"))], "config.margin"),
        ([configured(answer_interval=Duration(nanos=1))], "config.answer_interval"),
        ([configured(minimum_dwell=Duration(seconds=61))], "config.minimum_dwell"),
        ([configured(model="tiny")], "config.model"),
        ([configured(model="models/../../etc")], "config.model"),
    ],
)
def test_the_error_names_the_invalid_field(
    daemon: Daemon, requests: list[match_pb2.MatchFramesRequest], field: str
) -> None:
    assert violation_of(refused(daemon, *requests)).field == field


def test_an_unknown_bundle_is_named(daemon: Daemon) -> None:
    error = refused(daemon, configured(model="models/nothing"))
    assert error.code() is grpc.StatusCode.NOT_FOUND
    assert "nothing" in error.details()


def test_a_message_over_the_size_limit_ends_the_call(daemon: Daemon) -> None:
    error = refused(
        daemon, configured(), sent_frame(match_pb2.FRAME_ENCODING_RGB8, bytes(17 * 1024 * 1024), 10, 10)
    )
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_failed_session_leaves_others_running_and_frees_its_place(daemon: Daemon) -> None:
    stream = Stream(daemon)
    stream.send(colour_frame(0))
    stream.answer()
    refused(daemon, configured(), sent_frame(0, b""))
    stream.send(colour_frame(1))
    assert stream.answer().frame_time_us == 1_000_000
    assert daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest()).sessions == 1
    stream.end()


def test_a_client_that_disconnects_frees_its_place(daemon: Daemon) -> None:
    stream = Stream(daemon)
    stream.send(colour_frame(0))
    stream.answer()
    stream.call.cancel()
    while daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest()).sessions:
        time.sleep(0.02)
