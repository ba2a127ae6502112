"""The README's lines, one after the other, as a new user in an empty home runs them."""

import json
import re
from pathlib import Path

from making.machine.clean_home import clean_home
from making.sound import chords, write_sound
from making.video import plain, write_video

ROOT = Path(__file__).resolve().parents[3]
PIECES = ("Final Battle.ogg", "Village.ogg", "Deep Woods.ogg")
CLIP_S = 14
PICTURES_A_SECOND = 5


def lines_of(heading: str) -> list[str]:
    """Return the lines of the first block of commands below a heading of the README, without comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    block = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return [re.sub(r"\s+# .*", "", line) for line in block[1].splitlines()]


def make_game(folder: Path) -> Path:
    """Write what a new user has: a game's folder with music and two recordings."""
    music = folder / "music"
    music.mkdir(parents=True)
    for seed, name in enumerate(PIECES):
        write_sound(music / name, chords(13, seed=seed), rate=22_050)
    for name, colour in {"play.mp4": (40, 160, 60), "boss.mp4": (170, 30, 30)}.items():
        pictures = [plain(colour)] * (CLIP_S * PICTURES_A_SECOND)
        write_video(folder / name, pictures, frames_per_second=PICTURES_A_SECOND)
    return folder


def test_the_readmes_lines_lead_from_nothing_to_what_ships(tmp_path: Path) -> None:
    home = clean_home(tmp_path)
    # The checkout's own lock file and environment stay as they are.
    uv = {"UV_FROZEN": "1", "UV_PROJECT_ENVIRONMENT": str(home.path / "demo")}
    # pip, for the first line.
    pip = {"PATH": f"{home.path}/venv/bin:{home.variables['PATH']}"}
    (demo,) = lines_of("Try it")
    assert demo.endswith("scenescore demo")
    # The recording's own pace would show the same, in minutes.
    played = home.run(f"{demo} --fast", ROOT, **uv, **pip)
    assert played.returncode == 0, played.stderr
    assert "steady answers" in played.stdout

    install, *rest = lines_of("Install it")
    # The demo's last words lead to the installation.
    assert f"Next: {install} " in played.stderr
    for line in (install, *rest):
        done = home.run(line, ROOT)
        assert done.returncode == 0, done.stderr
    assert home.strangers() == []

    game = make_game(home.path / "my-game")
    steps = lines_of("Your game")
    assert [line.split()[1] for line in steps] == ["init", "match", "cue", "export"]
    for line in steps:
        done = home.run(line, game)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert "Next: scenescore " in done.stderr, line
    shipped = game / "shipped"
    assert [file.name for file in (shipped / "music").iterdir()] == ["Final_Battle.ogg"]
    credits = (shipped / "MUSIC_CREDITS.md").read_text(encoding="utf-8")
    assert [Path(piece).stem in credits for piece in PIECES] == [True, False, False]

    cues = json.loads(home.run("scenescore cue list --json", game).stdout)["cues"]
    assert [(cue["scene"], cue["title"]) for cue in cues] == [("boss", "Final Battle")]
    match = json.loads(home.run("scenescore match boss.mp4 --json", game).stdout)
    assert match["matches"][0]["title"] == "Final Battle"
    doctor = home.run("scenescore doctor", game)
    assert doctor.returncode == 0
    assert "Next: scenescore " in doctor.stderr
