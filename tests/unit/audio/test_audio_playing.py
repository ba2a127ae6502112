"""Music that is heard: cross-fades, ends, and sound devices."""

import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from making.sound import write_sound
from scenescore.audio.playing.device import playing
from scenescore.audio.playing.player import CROSS_FADE_S, Player
from scenescore.audio.reading.stereo import RATE, stereo_blocks
from scenescore.errors import BrokenFileError, InvalidInputError, UnavailableError

WAIT_S = 60.0
PAUSE_S = 0.002

Samples = npt.NDArray[np.float32]


def tone(path: Path, hertz: float, seconds: float) -> Path:
    times = np.arange(int(seconds * 22_050)) / 22_050
    return write_sound(path, (0.4 * np.sin(2 * np.pi * hertz * times)).astype(np.float32), rate=22_050)


def heard(player: Player, seconds: float) -> Samples:
    """Return what a device would play, from the first sound on."""
    blocks: list[Samples] = []
    wanted = int(seconds * RATE)
    while sum(map(len, blocks)) < wanted:
        block = player.read(480)
        # A device that asks faster than the decoder works gets silence.
        if np.any(block):
            blocks.append(block)
        else:
            time.sleep(PAUSE_S)
    return np.concatenate(blocks)[:wanted, 0]


def drain(player: Player) -> None:
    """Take what is left to play."""
    while not player.wait(PAUSE_S):
        player.read(4800)


def loudness(samples: Samples, hertz: float) -> float:
    times = np.arange(len(samples)) / RATE
    return float(abs(np.mean(samples * np.exp(-2j * np.pi * hertz * times))))


def test_sound_for_ears_keeps_both_channels_and_the_length(tmp_path: Path) -> None:
    left = np.sin(np.arange(22_050) / 10).astype(np.float32) * 0.5
    path = write_sound(tmp_path / "two.wav", np.stack([left, np.zeros_like(left)], axis=1), rate=22_050)
    samples = np.concatenate(list(stereo_blocks(path)))
    assert samples.shape == pytest.approx((RATE, 2), abs=2)
    assert np.abs(samples[:, 0]).max() > 0.4
    assert np.abs(samples[:, 1]).max() < 0.01
    later = np.concatenate(list(stereo_blocks(path, start_s=0.5)))
    np.testing.assert_allclose(later, samples[RATE // 2 :], atol=1e-6)


def test_a_track_fades_into_the_next_one(tmp_path: Path) -> None:
    low, high = tone(tmp_path / "low.wav", 300, 3), tone(tmp_path / "high.wav", 900, 3)
    player = Player()
    try:
        player.play(low)
        before = heard(player, 1.0)
        player.play(high)
        fading = heard(player, CROSS_FADE_S + 1.0)
        after = heard(player, 1.0)
    finally:
        player.close()
    assert loudness(before, 300) > 0.1 > 10 * loudness(before, 900)
    # How long each one is heard depends on how far ahead the player has mixed.
    assert loudness(fading, 300) > 0.005
    assert loudness(fading, 900) > 0.005
    assert loudness(after, 900) > 0.1 > 10 * loudness(after, 300)


def test_a_track_that_loops_goes_on_and_another_ends(tmp_path: Path) -> None:
    short = tone(tmp_path / "short.wav", 500, 0.5)
    player = Player()
    try:
        player.play(short)
        assert loudness(heard(player, 3.0), 500) > 0.1
        player.play(None)
        drain(player)
        player.play(short, loops=False)
        drain(player)
    finally:
        player.close()
    assert player.problem is None


def test_a_damaged_track_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF no sound")
    player = Player()
    try:
        player.play(broken)
        drain(player)
    finally:
        player.close()
    assert isinstance(player.problem, BrokenFileError)
    assert "broken.wav" in player.problem.message


def test_a_device_plays_a_track_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENESCORE_SOUND", "null")
    with playing() as player:
        player.play(tone(tmp_path / "short.wav", 500, 0.3), loops=False)
        assert player.wait(WAIT_S)
        assert player.problem is None


def test_an_unknown_backend_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENESCORE_SOUND", "gramophone")
    with pytest.raises(InvalidInputError, match="null"), playing():
        pass


def test_a_machine_without_the_package_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    with pytest.raises(UnavailableError, match="miniaudio"), playing():
        pass


def test_a_machine_without_a_sound_device_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # A sound server that doesn't exist is what a machine without one has.
    monkeypatch.setenv("SCENESCORE_SOUND", "pulseaudio")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere/pulse")
    with pytest.raises((UnavailableError, InvalidInputError), match=r"no sound device|knows"), playing():
        pass
    assert not capfd.readouterr().err
