"""AssignScenes and ``scenescore assign``: many scenes, each with a track of its own."""

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import grpc
import pytest
from click.testing import Result

from making.command import run_command
from making.daemon import Daemon
from making.video import plain, write_video
from scenescore.v1 import match_pb2

Colour = tuple[int, int, int]
COLOURS: dict[str, Colour] = {
    "fight": (220, 20, 20),
    "walk": (20, 220, 20),
    "talk": (20, 20, 220),
    "cave": (40, 30, 60),
    "town": (230, 200, 120),
    "boss": (200, 0, 200),
}
Request = match_pb2.AssignScenesRequest


def configured(**values: Any) -> Request:
    return Request(config=match_pb2.AssignConfig(**values))


def named(name: str, pinned: str = "") -> Request:
    return Request(scene=match_pb2.AssignScene(name=name, pinned_track=pinned))


def frame(time_s: float, colour: Colour) -> match_pb2.Frame:
    return match_pb2.Frame(
        capture_time_us=round(time_s * 1e6),
        encoding=match_pb2.FRAME_ENCODING_RGB8,
        width=2,
        height=2,
        data=bytes(colour) * 4,
    )


def scene(name: str, pinned: str = "", colour: Colour | None = None) -> list[Request]:
    """Return the messages of a scene of 12 s of one colour."""
    shown = colour or COLOURS[name]
    return [named(name, pinned), *(Request(frame=frame(i / 2, shown)) for i in range(24))]


def video(name: str, clip: Path, pinned: str = "") -> Iterator[Request]:
    """Yield the messages of a scene that is a video."""
    data = clip.read_bytes()
    yield named(name, pinned)
    for start in range(0, len(data), 10_000):
        yield Request(video_chunk=data[start : start + 10_000])


def assigned(daemon: Daemon, *requests: Request) -> dict[str, match_pb2.Match]:
    answer = daemon.call(daemon.match.AssignScenes, iter(requests))
    return {one.scene: one.match for one in answer.assignments}


def refused(daemon: Daemon, *requests: Request) -> Any:
    with pytest.raises(grpc.RpcError) as caught:
        daemon.call(daemon.match.AssignScenes, iter(requests))
    return caught.value


@pytest.fixture(scope="module")
def rankings(daemon: Daemon) -> dict[str, dict[str, match_pb2.Match]]:
    """Return the ranking of all tracks for each scene alone, from MatchClip."""
    found = {}
    for name, colour in COLOURS.items():
        requests = [
            match_pb2.MatchClipRequest(
                config=match_pb2.ClipConfig(session=match_pb2.SessionConfig(top_k=100))
            ),
            *(match_pb2.MatchClipRequest(frame=frame(i / 2, colour)) for i in range(24)),
        ]
        answer = daemon.call(daemon.match.MatchClip, iter(requests)).answer
        found[name] = {match.track: match for match in answer.matches}
        assert len(found[name]) == 6
    return found


def test_no_other_assignment_has_a_lower_total_score(
    daemon: Daemon, rankings: dict[str, dict[str, match_pb2.Match]]
) -> None:
    found = assigned(daemon, configured(), *(one for name in COLOURS for one in scene(name)))
    assert list(found) == list(COLOURS)
    assert len({match.track for match in found.values()}) == 6
    tracks = list(rankings["fight"])
    least = min(
        sum(rankings[name][track].score for name, track in zip(COLOURS, way, strict=True))
        for way in permutations(tracks)
    )
    assert sum(match.score for match in found.values()) == pytest.approx(least, rel=1e-6)
    for name, match in found.items():
        alone = rankings[name][match.track]
        assert (match.rank, match.title, match.file) == (alone.rank, alone.title, alone.file)
        assert match.distance == pytest.approx(alone.distance, rel=1e-6)


def test_each_scene_gets_its_best_track_if_tracks_may_be_used_often(
    daemon: Daemon, rankings: dict[str, dict[str, match_pb2.Match]]
) -> None:
    requests = [configured(max_uses_per_track=6), *(one for name in COLOURS for one in scene(name))]
    found = assigned(daemon, *requests)
    assert [match.rank for match in found.values()] == [1] * 6


def test_a_pinned_track_goes_to_its_scene_and_an_excluded_track_to_none(
    daemon: Daemon, rankings: dict[str, dict[str, match_pb2.Match]]
) -> None:
    best, *_, last = sorted(rankings["fight"].values(), key=lambda match: match.rank)
    second_of_walk = next(match for match in rankings["walk"].values() if match.rank == 2)
    excluded = [
        match.track for match in rankings["walk"].values() if match.rank == 1 and match.track != last.track
    ]
    found = assigned(
        daemon, configured(excluded_tracks=excluded), *scene("fight", pinned=last.track), *scene("walk")
    )
    assert (found["fight"].track, found["fight"].rank) == (last.track, 6)
    assert found["fight"].distance > best.distance
    assert not {match.track for match in found.values()} & set(excluded)
    if second_of_walk.track != last.track:
        assert found["walk"].rank == 2


def test_a_call_may_mix_scenes_of_frames_and_of_videos(
    daemon: Daemon, tmp_path: Path, rankings: dict[str, dict[str, match_pb2.Match]]
) -> None:
    clip = write_video(tmp_path / "walk.mp4", [plain((20, 220, 20))] * 130)
    uses = configured(max_uses_per_track=3)
    found = assigned(daemon, uses, *scene("fight"), *video("a walk", clip), *scene("talk"))
    assert list(found) == ["fight", "a walk", "talk"]
    assert found["a walk"].track == min(rankings["walk"].values(), key=lambda match: match.rank).track
    assert list(daemon.temporary.glob("scenescore-clip-*")) == []


def test_too_few_tracks_are_an_error_that_names_both_numbers(daemon: Daemon) -> None:
    more = {f"scene {i}": (i * 30, 90, 200 - i * 20) for i in range(7)}
    requests = [one for name, colour in more.items() for one in scene(name, colour=colour)]
    error = refused(daemon, configured(), *requests)
    assert error.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert "7 scenes" in error.details()
    assert "6 tracks" in error.details()
    assert len(assigned(daemon, configured(max_uses_per_track=2), *requests)) == 7


def test_an_unknown_pinned_track_is_an_error_and_an_unknown_excluded_track_is_not(daemon: Daemon) -> None:
    error = refused(daemon, configured(), *scene("fight", pinned="tracks/00000000"))
    assert error.code() is grpc.StatusCode.NOT_FOUND
    assert "00000000" in error.details()
    assert (
        assigned(daemon, configured(excluded_tracks=["tracks/00000000"]), *scene("fight"))["fight"].rank == 1
    )


@pytest.mark.parametrize(
    ("requests", "words"),
    [
        ([], "config"),
        ([named("fight")], "config"),
        ([configured()], "no scene was sent"),
        ([configured(), Request(frame=frame(0, (1, 2, 3)))], "named before"),
        ([configured(), configured()], "named before"),
        ([configured(), named("fight")], "scene 'fight': it has neither"),
        ([configured(), named("fight"), named("walk")], "scene 'fight': it has neither"),
        ([configured(), *scene("fight"), *scene("fight")], "twice"),
        ([configured(), named("")], "1 to 200"),
        ([configured(), named("x" * 201)], "1 to 200"),
        ([configured(), *scene("fight", pinned="music/1")], "pinned_track"),
        ([configured(max_uses_per_track=-1)], "max_uses_per_track"),
        ([configured(excluded_tracks=["1"])], "excluded_tracks[0]"),
        ([configured(), *scene("fight")[:3], Request(video_chunk=b"x")], "scene 'fight': after frame"),
        (
            [configured(), named("fight"), Request(video_chunk=b"no video")],
            "scene 'fight': the uploaded clip",
        ),
        ([configured(), named("fight"), Request(video_chunk=bytes(2**20 + 1))], "1048576"),
        ([configured(), named("fight"), Request(frame=match_pb2.Frame(data=b"x"))], "frame.encoding"),
    ],
)
def test_invalid_messages_are_refused_with_a_reason(
    daemon: Daemon, requests: list[Request], words: str
) -> None:
    error = refused(daemon, *requests)
    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert words in error.details()
    assert list(daemon.temporary.glob("scenescore-clip-*")) == []


def test_contradictions_and_too_many_scenes_are_refused(
    daemon: Daemon, rankings: dict[str, dict[str, match_pb2.Match]]
) -> None:
    track = next(iter(rankings["fight"]))
    twice = [*scene("fight", pinned=track), *scene("walk", pinned=track)]
    assert "2 scenes" in refused(daemon, configured(), *twice).details()
    assert assigned(daemon, configured(max_uses_per_track=2), *twice)["walk"].track == track
    both = refused(daemon, configured(excluded_tracks=[track]), *scene("fight", pinned=track))
    assert both.code() is grpc.StatusCode.INVALID_ARGUMENT
    many = [one for i in range(101) for one in (named(str(i)), Request(frame=frame(0, (i, i, i))))]
    assert "100 scenes" in refused(daemon, configured(max_uses_per_track=100), *many).details()


def command(home: Path, *arguments: str) -> Result:
    return run_command(home, "assign", "--bundle", "tiny", *arguments)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("clips")
    return [
        str(write_video(folder / f"{name}.mp4", [plain(colour)] * 130)) for name, colour in COLOURS.items()
    ]


def test_the_command_assigns_clips_as_the_daemon_does(
    daemon: Daemon, tiny_home: Path, clips: list[str]
) -> None:
    ran = command(tiny_home, *clips, "--json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    found = assigned(
        daemon, configured(), *(one for clip in clips for one in video(Path(clip).stem, Path(clip)))
    )
    assert [(one["scene"], one["track"], one["rank"]) for one in told["assignments"]] == [
        (name, match.track, match.rank) for name, match in found.items()
    ]
    assert told["model"] == "models/tiny"
    assert told["total_score"] == pytest.approx(sum(match.score for match in found.values()), rel=1e-6)
    shown = command(tiny_home, *clips)
    for name, match in found.items():
        assert name in shown.stdout
        assert match.title in shown.stdout


def test_the_command_pins_and_excludes(tiny_home: Path, clips: list[str]) -> None:
    first = json.loads(command(tiny_home, *clips[:2], "--json").stdout)["assignments"]
    fight, walk = (one["track"] for one in first)
    pinned = ("--pin", f"walk={fight}", "--exclude", walk.removeprefix("tracks/"))
    told = json.loads(command(tiny_home, *clips[:2], *pinned, "--json").stdout)["assignments"]
    assert (told[1]["track"], told[1]["pinned"]) == (fight, True)
    assert told[0]["track"] not in (fight, walk)
    assert "(pinned)" in command(tiny_home, *clips[:2], *pinned).stdout
    mistyped = command(tiny_home, *clips[:2], "--pin", f"wlak={fight}")
    assert mistyped.exit_code == 4
    assert "did you mean 'walk'?" in mistyped.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--pin", "walk"), 2, "scene=TRACK"),
        (("--pin", "nothing=00000000"), 4, "no scene 'nothing'"),
        (("--pin", "walk=00000000"), 4, "00000000"),
    ],
)
def test_the_command_reports_invalid_pins(
    tiny_home: Path, clips: list[str], arguments: tuple[str, ...], code: int, words: str
) -> None:
    failed = command(tiny_home, *clips[:2], *arguments)
    assert failed.exit_code == code
    assert words in failed.stderr


def test_clips_with_the_same_name_get_different_scene_names(
    tiny_home: Path, clips: list[str], tmp_path: Path
) -> None:
    other = write_video(tmp_path / "walk.mp4", [plain((9, 9, 9))] * 130)
    told = json.loads(command(tiny_home, clips[1], str(other), "--json").stdout)["assignments"]
    assert [one["scene"] for one in told] == [
        f"{Path(clips[1]).parent.name}/walk.mp4",
        f"{tmp_path.name}/walk.mp4",
    ]
    assert command(tiny_home, clips[1], clips[1]).exit_code == 2
    assert command(tiny_home, *clips, str(other)).exit_code == 6
