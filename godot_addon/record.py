"""Record the example game while it plays itself: a video, and a list of what is to be seen in it when.

    uv run python godot_addon/record.py --seed 1 --seconds 180 --out recording.mp4 --scenes recording.json

The same seed plays the same game. It needs Godot 4.6 and, without a display, Xvfb: `.ci/install-godot DIR`
brings both.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.video.frame import PictureType

from scenescore.demo.music.library import write_library
from scenescore.errors import InvalidInputError, ScenescoreError, UnavailableError

PROJECT = Path(__file__).resolve().parent
MUSIC = PROJECT / "example" / "music"
FRAMES_PER_S = 10
WIDTH, HEIGHT = 320, 240
AUDIO_RATE = 32_000
AUDIO_BITS_PER_S = 48_000
MOST_BYTES_PER_S = 3_000_000 / 180
CRFS = (26, 28, 30, 32, 34, 36)
"""Qualities to try, the best first, until the video is small enough."""


def main() -> int:
    """Record as the command line says and return the exit code."""
    options = read_options()
    try:
        record(options)
    except ScenescoreError as error:
        print(f"error: {error.message}", file=sys.stderr)
        return error.exit_code
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Record the example game while it plays itself.")
    parser.add_argument("--seed", type=int, default=1, help="decides all that happens")
    parser.add_argument("--seconds", type=float, default=180.0, help="how long to play")
    parser.add_argument("--scene-seconds", type=float, default=0.0, help="of each scene; 0: 16 to 24")
    parser.add_argument("--out", type=Path, required=True, help="the video to write (MP4)")
    parser.add_argument("--scenes", type=Path, required=True, help="the list of scenes to write (JSON)")
    parser.add_argument("--godot", type=Path, help="Godot 4.6; otherwise GODOT, or godot on PATH")
    return parser.parse_args()


def record(options: argparse.Namespace) -> None:
    """Play, film and convert.

    Raises
    ------
    ScenescoreError
        Godot or Xvfb is missing, or the game failed.
    """
    if options.seconds <= 0:
        raise InvalidInputError(f"--seconds is {options.seconds:g}; it must be above 0")
    godot = find_godot(options.godot)
    screen = find_screen()
    print(f"the game's music: {MUSIC}", flush=True)
    MUSIC.mkdir(parents=True, exist_ok=True)
    MUSIC.joinpath(".gdignore").touch()  # the pieces are loaded at run time: Godot need not import them
    write_library(MUSIC)
    with TemporaryDirectory(prefix="scenescore-record-") as scratch:
        film, log = Path(scratch, "film.avi"), Path(scratch, "scenes.jsonl")
        run([str(godot), "--headless", "--path", str(PROJECT), "--import"], scratch)
        print(f"playing {options.seconds:g} s with seed {options.seed}", flush=True)
        graphics = ["--rendering-driver", "opengl3", "--audio-driver", "Dummy"]
        movie = ["--write-movie", str(film), "--fixed-fps", str(FRAMES_PER_S)]
        play = ["--autopilot", f"--seed={options.seed}", f"--seconds={options.seconds}", f"--scene-log={log}"]
        pace = [f"--scene-seconds={options.scene_seconds}"]
        run([*screen, str(godot), "--path", str(PROJECT), *graphics, *movie, "--", *play, *pace], scratch)
        scenes = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        options.out.parent.mkdir(parents=True, exist_ok=True)
        size = compress(film, options.out, options.seconds)
    write_scenes(options.scenes, scenes)
    print(f"{options.out}: {size / 1e6:.2f} MB, {len(scenes)} scenes in {options.scenes}")


def find_godot(named: Path | None) -> Path:
    """Return the Godot to play with: the one named, else ``GODOT``, else ``godot`` on PATH."""
    found = shutil.which(named or os.environ.get("GODOT") or "godot")
    if found is None:
        wanted = named or os.environ.get("GODOT") or "godot (on PATH)"
        raise UnavailableError(f"{wanted} is not there; name Godot 4.6 with --godot PATH or in GODOT")
    return Path(found).absolute()


def find_screen() -> list[str]:
    """Return what to put before a command that draws: nothing where there is a display, else xvfb-run."""
    if os.environ.get("DISPLAY"):
        return []
    if shutil.which("xvfb-run") is None or shutil.which("Xvfb") is None:
        raise UnavailableError("no DISPLAY, and Xvfb is not there to stand in; install xvfb and xauth")
    return ["xvfb-run", "-a", "-s", "-screen 0 640x480x24"]


def run(command: list[str], scratch: str) -> None:
    """Run Godot with settings of its own, so that the user's are left alone; its words when it fails."""
    places = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), scratch)
    ended = subprocess.run(
        command,
        env={**os.environ, **places},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if ended.returncode != 0 or "SCRIPT ERROR" in ended.stdout:
        words = "\n".join(ended.stdout.splitlines()[-30:])
        raise UnavailableError(f"Godot ended with code {ended.returncode}:\n{words}")
    for line in ended.stdout.splitlines():
        if "is missing" in line:
            print(line, file=sys.stderr)


def compress(film: Path, out: Path, seconds: float) -> int:
    """Write the film as MP4, in the best quality that stays small enough, and return its size in bytes."""
    for crf in CRFS:
        convert(film, out, crf)
        size = out.stat().st_size
        if size <= MOST_BYTES_PER_S * max(seconds, 30.0):
            break
    return size


def convert(film: Path, out: Path, crf: int) -> None:
    """Write the film as H.264 with mono AAC."""
    with av.open(str(film)) as source, av.open(str(out), "w", options={"movflags": "faststart"}) as target:
        video = target.add_stream(
            "libx264", rate=FRAMES_PER_S, options={"crf": str(crf), "preset": "slow", "g": "50"}
        )
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = target.add_stream("aac", rate=AUDIO_RATE, bit_rate=AUDIO_BITS_PER_S, layout="mono")
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=AUDIO_RATE)
        for frame in source.decode(video=0, audio=0):
            if isinstance(frame, av.VideoFrame):
                picture = frame.reformat(WIDTH, HEIGHT, "yuv420p")
                picture.pts = None
                # The film's pictures are all key frames; these need not be.
                picture.pict_type = PictureType.NONE
                target.mux(video.encode(picture))
            elif isinstance(frame, av.AudioFrame):
                for part in resampler.resample(frame):
                    target.mux(audio.encode(part))
        for part in resampler.resample(None):
            target.mux(audio.encode(part))
        target.mux(video.encode(None))
        target.mux(audio.encode(None))


def write_scenes(path: Path, scenes: list[dict[str, object]]) -> None:
    """Write the list of scenes, one a line, so that a change of it reads well."""
    order = ("scene", "area", "start_s", "end_s", "track")
    rows = [json.dumps({name: scene[name] for name in order}) for scene in scenes]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
