"""Add to a bundle what its game looks like, from the videos that it was trained on.

    uv run python models/add_picture_hashes.py models/starter clips/

For bundles from before training did it. The videos are recognised by the checksums that the bundle keeps of
them, and all of them are needed: the bundle then says what it would say if it were trained today. Only hashes
of 64 bits go in, at most 200; nothing of a picture can be got back from them.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from scenescore.cli.train import find_videos
from scenescore.errors import NotFoundError, ScenescoreError
from scenescore.experiments.game_similarity import hashes_of
from scenescore.model.bundle import load_bundle
from scenescore.model.manifest import MANIFEST, checksum, render
from scenescore.model.picture_hashes import choose_hashes, to_texts


def add_picture_hashes(folder: Path, given: list[Path]) -> int:
    """Rewrite a bundle's manifest with the hashes of its videos; return how many there are."""
    videos = {_sha256(path): path for path in find_videos(given)}
    trained_on = load_bundle(folder).trained_on["videos"]
    missing = [video["file"] for video in trained_on if video["sha256"] not in videos]
    if missing:
        raise NotFoundError(f"{folder} was trained on videos that are not given: {', '.join(missing)}")
    paths = [videos[video["sha256"]] for video in trained_on]
    hashes = choose_hashes((path, hashes_of(path)) for path in paths)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="ascii"))
    manifest["picture_hashes"] = to_texts(hashes)
    text = render({**manifest, "checksum": checksum(manifest)})
    (folder / MANIFEST).write_text(text, encoding="ascii", newline="\n")
    load_bundle(folder)
    return sum(map(len, hashes))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    """Do as the command line says and return the exit code."""
    parser = argparse.ArgumentParser(description="Add to a bundle what its game looks like.")
    parser.add_argument("bundle", type=Path, help="the bundle's folder")
    parser.add_argument("videos", type=Path, nargs="+", help="the videos it was trained on, or their folders")
    options = parser.parse_args()
    try:
        count = add_picture_hashes(options.bundle, options.videos)
    except ScenescoreError as error:
        print(f"error: {error.message}", file=sys.stderr)
        return error.exit_code
    print(f"{options.bundle}: {count} picture hashes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
