"""MatchFrames takes pictures of any encoding and size."""

import cv2
import numpy as np
import pytest

from making.daemon import Daemon, configured, sent_frame
from scenescore.v1 import match_pb2

RED, GREEN = (220, 20, 20), (20, 220, 20)


def test_any_encoding_and_size_of_one_picture_gives_the_same_answer(daemon: Daemon) -> None:
    picture = np.zeros((144, 256, 3), np.uint8)
    picture[:, :128], picture[:, 128:] = RED, GREEN
    bgr = picture[:, :, ::-1]
    alpha = np.dstack([picture, np.full(picture.shape[:2], 7, np.uint8)])
    frames = [
        sent_frame(match_pb2.FRAME_ENCODING_RGB8, picture.tobytes(), 256, 144),
        sent_frame(match_pb2.FRAME_ENCODING_RGBA8, alpha.tobytes(), 256, 144),
        sent_frame(match_pb2.FRAME_ENCODING_PNG, cv2.imencode(".png", bgr)[1].tobytes()),
    ]
    distances = []
    for one in frames:
        (response,) = daemon.call(daemon.match.MatchFrames, iter([configured(), one]))
        distances.append([match.distance for match in response.answer.matches])
    assert distances[1] == pytest.approx(distances[0])
    assert distances[2] == pytest.approx(distances[0])


def test_a_picture_of_one_pixel_is_accepted(daemon: Daemon) -> None:
    one = sent_frame(match_pb2.FRAME_ENCODING_RGB8, bytes(RED), 1, 1)
    (response,) = daemon.call(daemon.match.MatchFrames, iter([configured(), one]))
    assert response.answer.steps_filled == 1
