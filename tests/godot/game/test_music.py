"""The sound of the addon's music player: loudness, clicks, gaps and restarts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from making.godot.music_film import BLOCK, RATE, MusicFilm, Values, clicks_of, film_music, tone_of
from making.godot.project import GodotProject
from making.sound import Samples, tone, write_sound

LEVEL = 0.3
TONES_HZ = {"a": 500.0, "b": 1_100.0, "c": 1_700.0}
CLICK = 1e-3
"""Above 8 kHz the tones leave 0.00015; a step of a twentieth in loudness at a wave's top leaves 0.004."""
SMALL_WINDOW = "\n[display]\nwindow/size/viewport_width=64\nwindow/size/viewport_height=64\n"

Pieces = Mapping[str, Mapping[str, Any]]
Film = Callable[..., MusicFilm]


@pytest.fixture(scope="module")
def film(imported_plain_project: GodotProject, tmp_path_factory: pytest.TempPathFactory, screen: str) -> Film:
    """Return what plays a plan: ``film(SECONDS, STEPS, PIECES, **SETTINGS)``."""
    project = imported_plain_project.duplicate(tmp_path_factory.mktemp("music_film"))
    settings = project.path / "project.godot"
    settings.write_text(settings.read_text() + SMALL_WINDOW)

    def play(seconds: float, steps: list[tuple[Any, ...]], pieces: Pieces, **settings: Any) -> MusicFilm:
        return film_music(project, screen, seconds, steps, pieces, **settings)

    return play


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Pieces:
    """Return three pieces of 20 s, a tone each, that begin and end on the same phase."""
    folder = tmp_path_factory.mktemp("tones")
    return {
        name: {"file": write(folder / f"{name}.wav", tone(pitch, 20, rate=RATE, level=LEVEL))}
        for name, pitch in TONES_HZ.items()
    }


def write(path: Path, samples: Samples) -> str:
    return str(write_sound(path, samples, rate=RATE))


def stairs(seconds: int) -> Samples:
    """Return a piece that tells where it is: its tone rises by 100 Hz each second, from 500 Hz."""
    return np.concatenate([tone(500 + 100 * i, 1, rate=RATE, level=LEVEL) for i in range(seconds)])


def pulses(pitch_hz: float, seconds: float, beat_s: float) -> Samples:
    """Return a short tone on each beat, loudest 20 ms after it."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    since_beat_s = time_s % beat_s
    shape = np.where(since_beat_s < 0.04, np.sin(np.pi * since_beat_s / 0.04) ** 2, 0.0)
    return (LEVEL * shape * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)


def part(values: Any, start_s: float, end_s: float) -> Any:
    return values[round(start_s * RATE) : round(end_s * RATE)]


def power(film: MusicFilm) -> Values:
    """Return the loudness of all three tones together, 1 for one alone at full volume."""
    return np.sqrt(sum(film.level(pitch) ** 2 for pitch in TONES_HZ.values())) / LEVEL


def turned(film: MusicFilm, piece: str, start_s: float, end_s: float) -> float:
    """Return how far a tone's phase wanders in a span, in turns: a gap or a restart moves it."""
    phase = np.unwrap(np.angle(part(film.tone(TONES_HZ[piece]), start_s, end_s)))
    return float(np.ptp(phase)) / (2 * np.pi)


def check_smooth(film: MusicFilm, start_s: float, end_s: float) -> None:
    assert np.abs(part(power(film), start_s, end_s) - 1).max() < 0.01
    assert part(clicks_of(film.sound), start_s, end_s).max() < CLICK


def test_a_crossfade_keeps_the_power(film: Film, tones: Pieces) -> None:
    made = film(5.5, [(0.5, "play", "a"), (2, "play", "b")], tones, crossfade_s=2.0)
    check_smooth(made, 0.55, 5.4)
    former, coming = (made.level(TONES_HZ[piece]) / LEVEL for piece in "ab")
    for time_s in np.arange(2.1, 3.9, 0.1):
        angle = (time_s - 2) / 2 * np.pi / 2
        at = round(time_s * RATE)
        assert former[at] == pytest.approx(np.cos(angle), abs=0.04)
        assert coming[at] == pytest.approx(np.sin(angle), abs=0.04)
    assert part(former, 4.1, 5.4).max() < 0.001
    assert turned(made, "a", 0.6, 3.8) < 0.01
    assert turned(made, "b", 2.2, 5.4) < 0.01
    assert [line.split(" ", 1)[1] for line in made.said] == ["started a", "started b", "finished a"]


def test_the_measurements_detect_a_click_a_dip_a_gap_and_a_restart() -> None:
    good = tone(500, 2, rate=RATE, level=LEVEL)
    top = RATE + RATE // 2_000
    assert clicks_of(good)[RATE // 10 : -RATE // 10].max() < CLICK / 10
    step = good.copy()
    step[top:] *= 0.95
    assert clicks_of(step)[RATE // 2 : -RATE // 2].max() > 3 * CLICK
    linear = MusicFilm(np.float32(0.5) * (good + tone(1_100, 2, rate=RATE, level=LEVEL)), [])
    assert power(linear)[RATE] == pytest.approx(np.sqrt(0.5), abs=0.01)
    gap = np.concatenate([good[:RATE], np.zeros(BLOCK // 40, np.float32), good[RATE:]])
    assert turned(MusicFilm(gap, []), "a", 0.5, 1.5) > 0.2
    assert abs(tone_of(good, 500.0)[RATE]) == pytest.approx(LEVEL, rel=1e-3)


def test_changes_during_a_fade_are_smooth(film: Film, tones: Pieces) -> None:
    steps = [
        (0.5, "play", "a"),
        (1.5, "play", "b"),
        (2.2, "play", "c"),
        (2.8, "play", "a"),
        (3.0, "play", "b"),
        (3.1, "play", "a"),
    ]
    made = film(6, steps, tones, crossfade_s=2.0)
    check_smooth(made, 0.55, 5.9)
    # The piece that comes back has never stopped.
    assert part(made.level(TONES_HZ["a"]), 0.6, 5.9).min() > 0.05 * LEVEL
    assert turned(made, "a", 0.6, 5.9) < 0.02
    assert part(made.level(TONES_HZ["a"]), 5.2, 5.9).min() > 0.99 * LEVEL
    assert made.said[-1].endswith(("finished b", "finished c"))


def test_turning_back_takes_only_the_rest_of_the_fade(film: Film, tones: Pieces) -> None:
    steps = [(0.5, "play", "a"), (1.5, "play", "b"), (2.0, "play", "a")]
    made = film(4, steps, tones, crossfade_s=2.0)
    check_smooth(made, 0.55, 3.9)
    assert turned(made, "a", 0.6, 3.9) < 0.01
    assert made.level(TONES_HZ["b"])[round(2.4 * RATE)] > 0.05 * LEVEL
    assert part(made.level(TONES_HZ["b"]), 2.6, 3.9).max() < 0.001 * LEVEL


def test_fades_continue_while_the_tree_is_paused_and_in_slow_motion(film: Film, tones: Pieces) -> None:
    steps = [(0.5, "play", "a"), (1.5, "play", "b")]
    plain = film(4, steps, tones, crossfade_s=2.0)
    slow = [(1.6, "tree_paused", True), (2.4, "time_scale", 0.1), (3.0, "tree_paused", False)]
    held = film(4, [*steps, *slow], tones, crossfade_s=2.0)
    check_smooth(held, 0.55, 3.9)
    for pitch in TONES_HZ.values():
        assert np.abs(part(plain.level(pitch) - held.level(pitch), 0.55, 3.9)).max() < 0.01 * LEVEL


def test_a_playing_piece_is_not_restarted(film: Film, tones: Pieces) -> None:
    steps = [(0.5 + i / 10, "play", "a") for i in range(30)]
    made = film(4, steps, tones)
    check_smooth(made, 0.55, 3.9)
    assert turned(made, "a", 0.6, 3.9) < 0.001
    assert [line.split(" ", 1)[1] for line in made.said] == ["started a"]


def test_after_silence_the_first_note_is_complete(film: Film, tones: Pieces) -> None:
    made = film(4, [(0.5, "play", "a"), (1.5, "stop", 0.5), (2.5, "play", "b")], tones)
    begins = int(np.argmax(np.abs(made.sound) > 1e-3))
    assert begins / RATE == pytest.approx(0.5, abs=0.03)
    assert np.abs(made.sound[begins : begins + RATE // 500]).max() > 0.99 * LEVEL
    fading = part(made.level(TONES_HZ["a"]), 1.55, 1.95)
    assert np.diff(fading).max() < 1e-4
    assert part(clicks_of(made.sound), 0.55, 2.4).max() < CLICK
    assert np.abs(part(made.sound, 2.1, 2.45)).max() == 0
    assert part(made.level(TONES_HZ["b"]), 2.55, 3.9).min() > 0.99 * LEVEL


def test_a_piece_can_enter_at_once_while_the_previous_one_fades(film: Film, tones: Pieces) -> None:
    made = film(4, [(0.5, "play", "a"), (1.5, "play", "b")], tones, crossfade_s=1.0, enter_at_once=True)
    assert part(made.level(TONES_HZ["b"]), 1.56, 3.9).min() > 0.99 * LEVEL
    former = made.level(TONES_HZ["a"])
    assert former[2 * RATE] == pytest.approx(LEVEL * np.sqrt(0.5), abs=0.03 * LEVEL)
    assert part(former, 2.6, 3.9).max() < 0.001 * LEVEL
    assert part(clicks_of(made.sound), 1.6, 3.9).max() < CLICK


@pytest.mark.parametrize("suffix", ["ogg", "mp3"])
def test_a_change_waits_for_the_bar_and_keeps_the_beat(film: Film, tmp_path: Path, suffix: str) -> None:
    # Bars begin at 0.5, 2.551 and 4.603 s: the last one 14 ms ahead of the next frame.
    beat_s = 60 / 117
    pieces = {
        name: {
            "file": write(tmp_path / f"{name}.{suffix}", pulses(TONES_HZ[name], 12, beat_s)),
            "bpm": 117.0,
            "bar_beats": 4,
        }
        for name in "ab"
    }
    steps = [(0.5, "play", "a"), (2.8, "play", "b"), (3.4, "play", "b")]
    made = film(7, steps, pieces, wait_for_bar=True, crossfade_s=2.0)
    frame = next(int(line.split()[0]) for line in made.said if line.endswith("started b"))
    assert frame / 60 == pytest.approx(4.603, abs=0.05)
    assert part(made.level(TONES_HZ["b"]), 0.5, 4.4).max() < 0.03 * LEVEL
    off_s = []
    for beat in (9, 10, 11):
        time_s = 0.5 + beat * beat_s
        span = slice(round((time_s - 0.1) * RATE), round((time_s + 0.2) * RATE))
        former, coming = (made.level(TONES_HZ[piece])[span] ** 2 for piece in "ab")
        assert former.max() > (0.05 * LEVEL) ** 2 < coming.max()
        at = np.arange(len(former)) / RATE
        off_s.append((at * coming).sum() / coming.sum() - (at * former).sum() / former.sum())
    # Godot's resampler has read up to 128 samples more than it has played.
    assert np.abs(off_s).max() < 0.003, off_s


def test_a_change_that_waits_for_the_bar_can_be_revoked(film: Film, tmp_path: Path, tones: Pieces) -> None:
    samples = tone(TONES_HZ["a"], 8, rate=RATE, level=LEVEL)
    pieces = {
        "a": {"file": write(tmp_path / "a.ogg", samples), "bpm": 120.0, "bar_beats": 4},
        "b": tones["b"],
    }
    steps = [
        (0.5, "play", "a"),
        (1.0, "play", "b"),
        (1.5, "play", "a"),
        (3.0, "play", "b"),
        (3.2, "stop", 0.2),
    ]
    made = film(5, steps, pieces, wait_for_bar=True)
    assert made.level(TONES_HZ["b"]).max() < 0.05 * LEVEL
    assert turned(made, "a", 0.6, 3.1) < 0.01
    assert [line.split(" ", 1)[1] for line in made.said] == ["started a", "finished a"]


@pytest.mark.parametrize("suffix", ["wav", "ogg"])
def test_a_piece_that_does_not_loop_is_repeated_without_a_gap(
    film: Film, tmp_path: Path, suffix: str
) -> None:
    pieces = {"a": {"file": write(tmp_path / f"a.{suffix}", tone(500, 1.5, rate=RATE, level=LEVEL))}}
    made = film(5, [(0.5, "play", "a")], pieces)
    assert np.abs(part(power(made), 0.55, 4.9) - 1).max() < 0.02
    # Godot itself drops one of the 96 samples of a wave at a WAV file's turn (godotengine/godot#119778).
    assert part(clicks_of(made.sound), 0.55, 4.9).max() < 0.01
    assert turned(made, "a", 0.6, 4.9) < 0.025


def test_a_piece_continues_where_it_stopped(film: Film, tmp_path: Path, tones: Pieces) -> None:
    pieces = {"stairs": {"file": write(tmp_path / "stairs.wav", stairs(10))}, "b": tones["b"]}
    steps = [(0.5, "play", "stairs"), (2.8, "play", "b"), (4.0, "play", "stairs")]
    made = film(6, steps, pieces, crossfade_s=0.5, keep_positions=True)
    # It was left after 2.3 s and comes back at 4 s: its third step, then at 4.7 s its fourth.
    assert part(made.level(700), 4.55, 4.65).min() > 0.95 * LEVEL
    assert part(made.level(800), 4.75, 5.65).min() > 0.95 * LEVEL
    again = film(6, steps, pieces, crossfade_s=0.5)
    assert part(again.level(500), 4.55, 4.95).min() > 0.95 * LEVEL


def test_paused_music_resumes_where_it_was(film: Film, tmp_path: Path) -> None:
    pieces = {"stairs": {"file": write(tmp_path / "stairs.wav", stairs(10))}}
    steps = [(0.5, "play", "stairs"), (2.0, "set", "paused", True), (4.0, "set", "paused", False)]
    made = film(6, steps, pieces)
    assert part(clicks_of(made.sound), 1.9, 2.3).max() < CLICK
    assert np.abs(part(made.sound, 2.25, 3.95)).max() == 0
    # 1.5 s and the fade's 0.15 s had been played; the third second begins 0.35 s after it goes on.
    assert part(made.level(600), 4.2, 4.3).min() > 0.95 * LEVEL
    assert part(made.level(700), 4.4, 5.3).min() > 0.95 * LEVEL
    assert part(clicks_of(made.sound), 3.95, 4.3).max() < CLICK
