"""Ctrl-C ends an import with a line that stays, and keeps what was finished."""

import os
import sys
from pathlib import Path

from making.sound import chords, write_sound
from making.terminal import Terminal
from scenescore.library.store.library import Library

FILES = 60


def test_an_import_that_is_stopped_says_so_and_keeps_what_is_finished(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    for seed in range(FILES):
        write_sound(music / f"{seed}.wav", chords(13, seed=seed), rate=22_050)
    environment = {**os.environ, "SCENESCORE_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "scenescore", "library", "add", "music", "--jobs", "1"]
    terminal = Terminal(command, environment, tmp_path)
    terminal.wait_for(f"1/{FILES}")
    assert "0/?" not in terminal.shown
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "Stopped by Ctrl-C" in terminal.shown
    with Library(tmp_path / "home" / "library") as library:
        assert 1 <= library.count() < FILES
