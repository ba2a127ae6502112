"""Several processes that search one library while another process adds tracks to it."""

import os
import subprocess
import sys
from pathlib import Path

from making.bundle import write_bundle
from making.tracks import put_random_track
from scenescore.library.store.library import Library
from scenescore.model.bundle.bundle import load_bundle

TRACKS = 25
READERS = 3

READER = """
import sys, time
from pathlib import Path
import numpy as np
from making.tracks import random_features
from scenescore.library.store.library import Library
from scenescore.library.track_index import load_track_index
from scenescore.model.bundle.bundle import load_bundle

bundle, library, tracks = load_bundle(Path(sys.argv[1])), Library(Path(sys.argv[2])), int(sys.argv[3])
seen = set(load_track_index(library, bundle).ids)
print("ready", flush=True)
ends = time.monotonic() + 60
while len(seen) < tracks and time.monotonic() < ends:
    index = load_track_index(library, bundle)
    assert set(index.ids) >= seen, "a track was lost"
    seen = set(index.ids)
    for place, track in enumerate(index.ids):
        features = random_features(bundle, int(track))
        own = bundle.scale(np.concatenate(list(features.values()), axis=1))
        assert np.array_equal(index.segments.features[place], own), "a torn read"
        assert index.search(own, 1) == [(track, 0.0)], "the track is not its own nearest"
print(len(seen))
"""


def test_processes_search_a_library_while_another_adds_to_it(tmp_path: Path) -> None:
    bundle = load_bundle(write_bundle(tmp_path / "tiny", features=("chroma_stft", "mfcc")))
    command = [sys.executable, "-c", READER, str(bundle.path), str(tmp_path / "library"), str(TRACKS)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with Library(tmp_path / "library") as writer:
        readers = [
            subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
            for _ in range(READERS)
        ]
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline().strip() == "ready"
        for number in range(TRACKS):
            put_random_track(writer, bundle, f"{number:03}", number)
        answers = [reader.communicate(timeout=300)[0].strip() for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * READERS
    assert answers == [str(TRACKS)] * READERS
