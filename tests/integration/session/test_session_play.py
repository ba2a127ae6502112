"""``scenescore play``: a track on the sound device."""

from pathlib import Path

from making.command import run_command, run_process

NO_DEVICE = {"SCENESCORE_SOUND": "pulseaudio", "PULSE_SERVER": "unix:/nowhere/pulse"}


def test_a_track_is_played_to_its_end(tiny_home: Path) -> None:
    done = run_process(tiny_home, "play", "short", "--start-s", "4.5", SCENESCORE_SOUND="null")
    assert done.returncode == 0, done.stderr
    assert "Playing short" in done.stderr


def test_a_machine_without_a_sound_device_says_so(tiny_home: Path) -> None:
    done = run_process(tiny_home, "play", "short", **NO_DEVICE)
    assert done.returncode == 6
    assert done.stderr.splitlines() == [
        "Error: there is no sound device to play on; plug one in, or listen on the page of "
        "`scenescore score VIDEO --html FILE`"
    ]


def test_what_cannot_be_played_is_said(tiny_home: Path) -> None:
    late = run_command(tiny_home, "play", "short", "--start-s", "1:00", SCENESCORE_SOUND="null")
    assert late.exit_code == 2
    assert "lasts 0:05" in late.output
    unknown = run_command(tiny_home, "play", "no such piece", SCENESCORE_SOUND="null")
    assert unknown.exit_code == 4
