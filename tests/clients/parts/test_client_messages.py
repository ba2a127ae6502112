import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import InvalidInputError
from scenescore.v1 import daemon_pb2, library_pb2, match_pb2, model_pb2
from scenescore_client import (
    Answer,
    Encoding,
    Frame,
    ImportProgress,
    Info,
    SessionConfig,
    Track,
    TrainProgress,
)

pytestmark = pytest.mark.fast


def test_a_frame_names_the_format_of_its_bytes() -> None:
    message = Frame(5, b"abc", 1, 1).to_proto()
    assert message.encoding == match_pb2.FRAME_ENCODING_RGB8
    assert (message.capture_time_us, message.width, message.height, message.data) == (5, 1, 1, b"abc")


@pytest.mark.parametrize("encoding", list(Encoding))
def test_each_encoding_is_one_of_the_contract(encoding: Encoding) -> None:
    message = Frame(0, b"", encoding=encoding).to_proto()
    assert match_pb2.FrameEncoding.Name(message.encoding) == f"FRAME_ENCODING_{encoding.name}"


def test_no_encoding_of_the_contract_is_missing() -> None:
    assert {*match_pb2.FrameEncoding.values()} - {0} == {int(encoding) for encoding in Encoding}


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        (Frame(-1, b""), "frame.capture_time_us"),
        (Frame(0, b"", width=20_000), "frame.width"),
        (Frame(0, b"", height=-1), "frame.height"),
    ],
)
def test_a_value_that_a_message_cannot_hold_is_refused_with_its_field(frame: Frame, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        frame.to_proto()
    assert caught.value.field == field


def test_an_empty_configuration_is_an_empty_message() -> None:
    assert SessionConfig().to_proto() == match_pb2.SessionConfig()


def test_a_dwell_of_zero_is_not_the_same_as_none() -> None:
    message = SessionConfig(minimum_dwell_s=0.0, margin=0.0).to_proto()
    assert message.HasField("minimum_dwell")
    assert message.HasField("margin")


@given(st.floats(0, 60))
def test_durations_are_exact_to_the_nanosecond(seconds: float) -> None:
    interval = SessionConfig(answer_interval_s=seconds).to_proto().answer_interval
    assert interval.seconds + interval.nanos / 1e9 == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize("seconds", [-0.1, 61.0, float("nan"), float("inf")])
def test_a_duration_out_of_range_is_refused(seconds: float) -> None:
    with pytest.raises(InvalidInputError):
        SessionConfig(answer_interval_s=seconds).to_proto()


def test_an_answer_carries_every_field_of_the_contract() -> None:
    message = match_pb2.Answer(
        matches=[match_pb2.Match(rank=1, track="tracks/ab", title="Town", distance=0.5, score=0.4)],
        steps=24,
        steps_filled=3,
        early=True,
        steady_track="tracks/cd",
        frame_time_us=7,
        model="models/tiny",
    )
    message.answer_delay.FromMilliseconds(12)
    answer = Answer.from_proto(message)
    assert answer.matches[0].title == "Town"
    assert answer.answer_delay_s == pytest.approx(0.012)
    named = {name.removesuffix("_s") for name in Answer.__dataclass_fields__}
    assert named == {field.name for field in match_pb2.Answer.DESCRIPTOR.fields}


def test_records_carry_every_field_of_the_contract() -> None:
    pairs = (
        (Track, library_pb2.Track),
        (ImportProgress, library_pb2.ImportTracksResponse),
        (TrainProgress, model_pb2.TrainModelResponse),
    )
    for record, message in pairs:
        assert set(record.__dataclass_fields__) == {field.name for field in message.DESCRIPTOR.fields}


def test_the_limits_are_part_of_the_info() -> None:
    message = daemon_pb2.GetInfoResponse(version="1", limits=daemon_pb2.Limits(max_sessions=3))
    message.uptime.FromMilliseconds(1500)
    info = Info.from_proto(message)
    assert (info.version, info.max_sessions, info.uptime_s) == ("1", 3, 1.5)


def test_an_unfinished_training_has_no_model() -> None:
    assert TrainProgress.from_proto(model_pb2.TrainModelResponse(stage="training")).model is None
