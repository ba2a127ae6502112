"""How long GDScript takes to write and read a match stream's messages and headers: run with `-s`."""

import json
from pathlib import Path

from making.godot.gdscript_library import make_project


def test_messages_of_a_match_stream(tmp_path: Path) -> None:
    project, out = make_project(tmp_path), tmp_path / "figures.json"
    project.run("-s", "res://vectors/time_messages.gd", "--", str(out)).check()
    measured = json.loads(out.read_text())
    print(f"\na frame of 80×80 pixels: {measured['frame_bytes']:,} bytes; best of 300 rounds of 10")
    for what, us in measured["us"].items():
        print(f"{us:8.1f} µs  {what}")
    assert measured["frame_bytes"] > 19_200
    assert len(measured["us"]) == 6
