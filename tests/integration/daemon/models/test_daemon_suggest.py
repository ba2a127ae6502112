"""SuggestModel: which bundle's game looks most like some pictures."""

from pathlib import Path
from typing import Any

import cv2
import grpc
import numpy as np
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from making.daemon import Daemon
from scenescore.frames.video import read_frames
from scenescore.model.bundle.installed import find_bundle
from scenescore.retrieval.game_similarity import hashes_of, suggest
from scenescore.v1 import match_pb2, model_pb2

RECORDING = Path(__file__).resolve().parents[4] / "server" / "scenescore" / "demo" / "recording.mp4"
RGB8 = match_pb2.FRAME_ENCODING_RGB8


def frame(picture: np.ndarray) -> match_pb2.Frame:
    """Return an RGB picture [shape=(height, width, 3), uint8] as a message."""
    height, width = picture.shape[:2]
    return match_pb2.Frame(encoding=RGB8, width=width, height=height, data=picture.tobytes())


def ask(daemon: Daemon, *frames: match_pb2.Frame) -> list[model_pb2.ModelSuggestion]:
    request = model_pb2.SuggestModelRequest(frames=frames)
    return list(daemon.call(daemon.models.SuggestModel, request).suggestions)


@pytest.fixture(scope="module")
def pictures() -> list[match_pb2.Frame]:
    """Return the recording's pictures, one each two seconds."""
    seen = [picture for _, picture in read_frames(RECORDING, frames_per_second=0.5)]
    return [frame(cv2.cvtColor(picture, cv2.COLOR_HSV2RGB)) for picture in seen]


def test_the_bundle_of_the_game_comes_first_and_bundles_without_hashes_are_left_out(
    daemon: Daemon, pictures: list[match_pb2.Frame]
) -> None:
    assert len(pictures) == 90
    suggestions = ask(daemon, *pictures)
    assert [one.model.name for one in suggestions] == ["models/example", "models/starter"]
    assert suggestions[0].model.game == "Scenescore's example game"
    expected, _ = suggest(hashes_of(RECORDING), [find_bundle("example"), find_bundle("starter")])
    for one, other in zip(suggestions, expected, strict=True):
        assert one.dissimilarity == pytest.approx(other.dissimilarity, abs=0.5)
    assert "left out: tiny" in daemon.log.read_text()


def test_one_picture_of_any_encoding_is_enough(daemon: Daemon) -> None:
    picture = cv2.resize(np.random.default_rng(1).integers(0, 256, (6, 6, 3), np.uint8), (320, 180))
    raw = ask(daemon, frame(picture))
    for encoding, suffix in ((match_pb2.FRAME_ENCODING_PNG, ".png"), (match_pb2.FRAME_ENCODING_JPEG, ".jpg")):
        data = cv2.imencode(suffix, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes()
        found = ask(daemon, match_pb2.Frame(encoding=encoding, data=data))
        assert [one.dissimilarity for one in found] == pytest.approx(
            [one.dissimilarity for one in sorted(raw, key=lambda one: names(found).index(one.model.name))],
            abs=3,
        )


def names(suggestions: list[model_pb2.ModelSuggestion]) -> list[str]:
    return [one.model.name for one in suggestions]


@pytest.mark.parametrize(
    ("frames", "field"),
    [
        ([], "frames"),
        ([match_pb2.Frame(encoding=RGB8, width=1, height=1, data=b"abc")] * 101, "frames"),
        (
            [
                match_pb2.Frame(encoding=RGB8, width=1, height=1, data=b"abc"),
                match_pb2.Frame(encoding=RGB8, width=9, height=9, data=b"abc"),
            ],
            "frames[1].data",
        ),
        ([match_pb2.Frame(data=b"abc")], "frames[0].encoding"),
        ([match_pb2.Frame(encoding=match_pb2.FRAME_ENCODING_PNG, data=b"abc")], "frames[0].data"),
    ],
)
def test_the_error_names_the_place_of_an_invalid_picture(
    daemon: Daemon, frames: list[match_pb2.Frame], field: str
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        ask(daemon, *frames)
    error: Any = caught.value
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    status = rpc_status.from_call(error)
    bad = error_details_pb2.BadRequest()
    assert any(detail.Unpack(bad) for detail in status.details)
    assert bad.field_violations[0].field == field
    assert error.details().startswith(field.partition(".")[0])
