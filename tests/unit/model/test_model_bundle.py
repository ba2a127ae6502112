"""Bundles are found by name and checked when they are loaded. Nothing of them is run as code."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest

from making.bundle import write_bundle
from scenescore.errors import BrokenFileError, InvalidInputError, NotFoundError
from scenescore.model.bundle.bundle import bundle_name, check_name, load_bundle
from scenescore.model.bundle.folders import bundle_folders
from scenescore.model.bundle.installed import find_bundle, list_bundles
from scenescore.model.bundle.manifest import array_bytes, checksum, read_array, render
from scenescore.model.bundle.publish import check_folder
from scenescore.model.predict import Predictor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "models" / "tiny", features=("chroma_cqt", "mfcc"))


def resign(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change a manifest and correct its checksum, as an attacker would."""
    path = folder / "bundle.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(render({**manifest, "checksum": checksum(manifest)}))


def test_a_bundle_is_loaded_as_it_was_written(folder: Path) -> None:
    bundle = load_bundle(folder)
    assert (bundle.name, bundle.path, bundle.steps, str(bundle.feature_set)) == (
        "tiny",
        folder,
        24,
        "chroma_cqt+mfcc",
    )
    assert bundle.feature_keys() == {"chroma_cqt": "chroma_cqt@24v1", "mfcc": "mfcc@24v1"}
    assert (bundle.nmf_dictionary, bundle.nmf_dictionary_sha256) == (None, "")


def test_scaling_standardises_and_gives_each_feature_the_same_weight(folder: Path) -> None:
    bundle = load_bundle(folder)
    features = np.random.default_rng(0).normal(size=(2, 24, 32)).astype(np.float32)
    scaled = bundle.scale(features)
    standardised = (features - bundle.mean) / bundle.deviation
    assert np.allclose(scaled[..., :12], standardised[..., :12] / np.sqrt(24))
    assert np.allclose(scaled[..., 12:], standardised[..., 12:] / np.sqrt(40))
    with pytest.raises(InvalidInputError, match="32 dimensions"):
        bundle.scale(features[..., :31])


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "mean.npy").unlink()
    with pytest.raises(BrokenFileError, match=r"mean\.npy: it is missing"):
        load_bundle(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2}',
        '{"format": 1, "mean_loss": NaN}',
        '{"x": 1e999}',
        "nonsense",
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / "bundle.json").write_text(text)
    with pytest.raises(BrokenFileError, match=r"bundle\.json"):
        load_bundle(folder)


def test_any_changed_byte_of_the_manifest_is_noticed(folder: Path) -> None:
    path = folder / "bundle.json"
    data = path.read_bytes()
    for place in range(0, len(data), 37):
        changed = bytearray(data)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(BrokenFileError, match=r"bundle\.json"):
            load_bundle(folder)


def test_a_manifest_with_windows_line_ends_still_loads(folder: Path) -> None:
    path = folder / "bundle.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_bundle(folder).name == "tiny"


@pytest.mark.parametrize("name", ["../../secret.npy", "/etc/passwd", "a/b.npy", "run.py", "MEAN_FILE.npy"])
def test_no_file_outside_the_bundle_is_opened(folder: Path, name: str) -> None:
    resign(folder, lambda manifest: manifest["files"].update({name: {"sha256": "0" * 64, "size": 1}}))  # type: ignore[attr-defined]
    with pytest.raises(BrokenFileError, match="name a bundle's file can't have"):
        load_bundle(folder)


def test_a_file_that_is_too_large_is_refused_unread(folder: Path) -> None:
    resign(folder, lambda manifest: manifest["files"]["mean.npy"].update(size=2**40))  # type: ignore[index]
    with pytest.raises(BrokenFileError, match=r"mean\.npy can't be"):
        load_bundle(folder)


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("features", ["mp3"], "no feature 'mp3'"),
        ("features", ["mfcc"], r"shape \(20\) is needed"),
        ("features", 3, "doesn't hold what a bundle needs"),
        ("steps", 0, "0 steps"),
        ("feature_version", 99, "version 99"),
        ("trained_on", None, "doesn't hold what a bundle needs"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder: Path, key: str, value: object, problem: str) -> None:
    resign(folder, lambda manifest: manifest.update({key: value}))
    with pytest.raises(BrokenFileError, match=problem):
        load_bundle(folder)


def test_an_array_is_checked_before_memory_is_taken() -> None:
    data = bytearray(array_bytes(np.ones(4, np.float32)))
    huge = bytes(data).replace(b"(4,)", b"(9,)")
    with pytest.raises(BrokenFileError, match="float32"):
        read_array(Path("mean.npy"), huge, (None,))
    with pytest.raises(BrokenFileError, match="not finite"):
        read_array(Path("mean.npy"), array_bytes(np.full(4, np.nan, np.float32)), (4,))
    with pytest.raises(BrokenFileError, match="not a NumPy array"):
        read_array(Path("mean.npy"), b"x" * 200, (4,))


def test_bundles_are_found_by_name_and_by_folder_and_the_first_folder_wins(
    folder: Path, tmp_path: Path
) -> None:
    shipped = write_bundle(tmp_path / "shipped" / "tiny", game="shipped").parent
    write_bundle(shipped / "other")
    folders = [folder.parent, shipped]
    assert find_bundle("tiny", folders).path == folder
    assert find_bundle("other", folders).path == shipped / "other"
    assert find_bundle(shipped / "tiny", folders).game == "shipped"
    bundles, broken = list_bundles(folders)
    assert ([bundle.name for bundle in bundles], broken) == (["other", "tiny"], [])
    with pytest.raises(NotFoundError, match=r"no bundle 'starter' \(installed: other, tiny, tiny\)"):
        find_bundle("starter", folders)
    with pytest.raises(NotFoundError, match="did you mean 'other'"):
        find_bundle("othr", folders)


def test_a_damaged_bundle_is_listed_with_the_reason(folder: Path) -> None:
    write_bundle(folder.parent / "good")
    (folder / "embed.onnx").write_bytes(b"")
    bundles, [(path, reason)] = list_bundles([folder.parent])
    assert [bundle.name for bundle in bundles] == ["good"]
    assert path == folder
    assert "embed.onnx" in reason


def test_the_users_own_folder_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path))
    own, shipped = bundle_folders()
    assert own == tmp_path / "models"
    assert shipped == Path(__file__).resolve().parents[3] / "models"


def test_a_bundle_holds_picture_hashes_of_each_game_and_an_old_one_none(folder: Path) -> None:
    assert load_bundle(folder).picture_hashes == ()
    first, second = load_bundle(
        write_bundle(folder.parent / "new", picture_hashes=[[1, 2**64 - 1], [7]])
    ).picture_hashes
    assert (first.tolist(), second.tolist()) == ([1, 2**64 - 1], [7])
    resign(folder, lambda manifest: manifest.update({"picture_hashes": [["not one"]]}))
    with pytest.raises(BrokenFileError, match=r"bundle\.json: picture_hashes holds 'not one'"):
        load_bundle(folder)


def test_bundle_names_are_made_from_folders_and_checked() -> None:
    assert bundle_name("/some/My Game!") == "my-game"
    assert bundle_name("/some/tmp.Ab_3") == "tmp-ab_3"
    check_name("my-game_2")
    for name in ("", "My", "a/b", "x" * 65):
        with pytest.raises(InvalidInputError, match="1 to 64"):
            check_name(name)


def test_a_bundle_never_replaces_other_files(folder: Path, tmp_path: Path) -> None:
    check_folder(folder)
    check_folder(tmp_path / "new")
    (tmp_path / "letter.txt").write_text("Dear reader")
    with pytest.raises(InvalidInputError, match="other files"):
        check_folder(tmp_path)
    with pytest.raises(InvalidInputError, match="is a file"):
        check_folder(tmp_path / "letter.txt")


def test_a_frame_gets_the_same_embedding_alone_and_in_a_batch(folder: Path) -> None:
    predictor = Predictor(load_bundle(folder))
    frames = np.random.default_rng(0).integers(0, 180, (40, 80, 80, 3), np.uint8)
    together = predictor.embed(frames)
    assert together.shape == (40, 128)
    alone = np.concatenate([predictor.embed(frames[i : i + 1]) for i in range(40)])
    assert np.allclose(together, alone, atol=1e-6)
    with pytest.raises(InvalidInputError, match=r"\(n, 80, 80, 3\)"):
        predictor.embed(frames[:0])
    with pytest.raises(InvalidInputError, match="float64"):
        predictor.embed(frames.astype(float))


def test_predictions_are_scaled_and_the_same_from_several_threads(folder: Path) -> None:
    bundle = load_bundle(folder)
    predictor = Predictor(bundle)
    windows = np.random.default_rng(0).normal(size=(16, 24, 128)).astype(np.float32)
    alone = [predictor.predict(window) for window in windows]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(predictor.predict, windows))
    assert np.array_equal(alone, together)
    assert alone[0].shape == (24, 32)
    with pytest.raises(InvalidInputError, match=r"\(24, 128\)"):
        predictor.predict(windows[0][:23])


def signed(folder: Path, name: str, network: bytes) -> Path:
    """Put a network into a bundle and correct the checksums, as an attacker would."""
    import hashlib

    (folder / name).write_bytes(network)
    entry = {"sha256": hashlib.sha256(network).hexdigest(), "size": len(network)}
    resign(folder, lambda manifest: manifest["files"].update({name: entry}))  # type: ignore[attr-defined]
    return folder


def test_a_network_that_does_not_fit_is_refused_by_name(folder: Path) -> None:
    other = write_bundle(folder.parent / "other", features=("mfcc",), steps=12)
    signed(folder, "sequence.onnx", (other / "sequence.onnx").read_bytes())
    with pytest.raises(BrokenFileError, match=r"sequence\.onnx: its input is .*12, 128"):
        Predictor(load_bundle(folder))
    signed(folder, "sequence.onnx", b"not a network")
    with pytest.raises(BrokenFileError, match=r"sequence\.onnx: it is not a network"):
        Predictor(load_bundle(folder))


def test_a_network_that_opens_other_files_is_refused(folder: Path) -> None:
    model = onnx.load(str(folder / "embed.onnx"))
    for weights in model.graph.initializer:
        onnx.external_data_helper.set_external_data(weights, location="/etc/passwd")
        weights.ClearField("raw_data")
    signed(folder, "embed.onnx", model.SerializeToString())
    with pytest.raises(BrokenFileError, match=r"embed\.onnx: it refers to weights outside"):
        Predictor(load_bundle(folder))


def test_a_network_with_custom_operators_is_refused(folder: Path) -> None:
    model = onnx.load(str(folder / "embed.onnx"))
    model.graph.node[-1].domain = "org.example.code"
    model.opset_import.append(onnx.helper.make_opsetid("org.example.code", 1))
    signed(folder, "embed.onnx", model.SerializeToString())
    with pytest.raises(BrokenFileError, match=r"embed\.onnx: it is not a network that can run"):
        Predictor(load_bundle(folder))
