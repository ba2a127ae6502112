"""What has changed in a folder is found without reading files."""

import os
from pathlib import Path

from scenescore.library.folder_state import changed_paths, folder_state


def test_new_changed_and_lost_files_and_tables_are_found(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.ogg", "b.ogg", "deep/c.ogg", "deep/tracks.csv", "notes.txt", ".hidden.ogg"):
        (tmp_path / name).write_text(name)
    before = folder_state(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in before} == {
        "a.ogg",
        "b.ogg",
        "deep/c.ogg",
        "deep/tracks.csv",
    }
    assert changed_paths(before, folder_state(tmp_path)) == []
    (tmp_path / "a.ogg").unlink()
    os.utime(tmp_path / "b.ogg", ns=(1, 1))
    (tmp_path / "d.ogg").write_text("d")
    (tmp_path / "deep" / "tracks.csv").write_text("file,title\n")
    (tmp_path / "notes.txt").write_text("other")
    assert changed_paths(before, folder_state(tmp_path)) == [
        tmp_path / "a.ogg",
        tmp_path / "b.ogg",
        tmp_path / "d.ogg",
        tmp_path / "deep",
    ]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert folder_state(tmp_path / "none") == {}
