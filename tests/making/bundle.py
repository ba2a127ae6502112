"""A tiny bundle with random weights, made without TensorFlow: real networks that have learnt nothing."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from scenescore.audio.features import FEATURE_VERSION, FeatureSet
from scenescore.model.bundle.bundle import (
    BANK_FILE,
    DEVIATION_FILE,
    EMBED_FILE,
    EMBEDDING_SIZE,
    MEAN_FILE,
    MEMORY_APPEARANCE_FILE,
    MEMORY_FEATURES_FILE,
    SEQUENCE_FILE,
)
from scenescore.model.bundle.manifest import array_bytes, write_manifest
from scenescore.model.bundle.picture_hashes import hashes_to_json
from scenescore.model.memory import Memory

OPSET = 17
IR_VERSION = 8
POOLED = 5 * 5 * 3
"""Values of a frame that is averaged over blocks of 16 pixels."""


def write_bundle(
    folder: Path,
    *,
    features: Sequence[str] = ("chroma_stft",),
    steps: int = 24,
    game: str = "A game of the tests",
    seed: int = 0,
    picture_hashes: Sequence[Sequence[int]] = (),
    bank: np.ndarray | None = None,
    memory: Memory | None = None,
) -> Path:
    """Write a bundle that `scenescore.model.bundle.bundle.load_bundle` loads.

    Parameters
    ----------
    folder : Path
        A new folder. Its name becomes the bundle's name.
    features : sequence of str
        Any of the nine features but nmf, which needs a dictionary.
    steps : int
        Steps of the window.
    game : str
        The referred game.
    seed : int
        Seed of the weights. Pictures of different colours give different predictions.
    picture_hashes : sequence of sequence of int
        Picture hashes of each game; without any, the bundle is like one of an older version.
    bank : np.ndarray [shape=(n, steps, D), float32], optional
        Predictions for the training segments. By default there are none, and hubs aren't corrected.
    memory : Memory, optional
        The memory; by default there is none.

    Returns
    -------
    Path
    """
    folder.mkdir(parents=True)
    random = np.random.default_rng(seed)
    feature_set = FeatureSet(tuple(features))
    width = feature_set.dimensions
    files = {
        EMBED_FILE: embed_network(random),
        SEQUENCE_FILE: sequence_network(random, steps, width),
        MEAN_FILE: array_bytes(np.full(width, 0.4, np.float32)),
        DEVIATION_FILE: array_bytes(np.full(width, 0.3, np.float32)),
    }
    if bank is not None:
        files[BANK_FILE] = array_bytes(bank)
    if memory is not None:
        files[MEMORY_APPEARANCE_FILE] = array_bytes(memory.appearance)
        files[MEMORY_FEATURES_FILE] = array_bytes(memory.features)
    manifest: dict[str, object] = {
        "features": list(feature_set.names),
        "feature_version": FEATURE_VERSION,
        "steps": steps,
        "game": game,
        "preset": "default",
        "held_out_loss": 0.5,
        "mean_loss": 1.0,
        "trained_on": {"seed": seed},
    }
    if picture_hashes:
        manifest["picture_hashes"] = hashes_to_json([np.array(group, np.uint64) for group in picture_hashes])
    write_manifest(folder, manifest, files)
    return folder


def embed_network(random: np.random.Generator) -> bytes:
    """Return a network from frames to embeddings: the mean of 16-pixel blocks, and one layer.

    Parameters
    ----------
    random : np.random.Generator
        Draws the weights.
    """
    weights = random.standard_normal((POOLED, EMBEDDING_SIZE)).astype(np.float32)
    nodes = [
        helper.make_node("Cast", ["frames"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["numbers", "white"], ["shares"]),
        helper.make_node("Transpose", ["shares"], ["channels_first"], perm=[0, 3, 1, 2]),
        helper.make_node(
            "AveragePool", ["channels_first"], ["pooled"], kernel_shape=[16, 16], strides=[16, 16]
        ),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["dense"]),
        helper.make_node("Tanh", ["dense"], ["embeddings"]),
    ]
    return _network(
        nodes,
        takes=helper.make_tensor_value_info("frames", TensorProto.UINT8, ["n", 80, 80, 3]),
        gives=helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["n", EMBEDDING_SIZE]),
        constants={"white": np.array([180, 255, 255], np.float32), "weights": weights},
    )


def sequence_network(random: np.random.Generator, steps: int, width: int) -> bytes:
    """Return a network of one layer from embeddings to features.

    Parameters
    ----------
    random : np.random.Generator
        Draws the weights.
    steps : int
        Steps of the window.
    width : int
        Feature values in a step.
    """
    weights = (random.standard_normal((EMBEDDING_SIZE, width)) / np.sqrt(EMBEDDING_SIZE)).astype(np.float32)
    return _network(
        [helper.make_node("MatMul", ["embeddings", "weights"], ["features"])],
        takes=helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["n", steps, EMBEDDING_SIZE]),
        gives=helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", steps, width]),
        constants={"weights": weights},
    )


def _network(
    nodes: list[onnx.NodeProto],
    *,
    takes: onnx.ValueInfoProto,
    gives: onnx.ValueInfoProto,
    constants: dict[str, np.ndarray],
) -> bytes:
    held = [numpy_helper.from_array(values, name) for name, values in constants.items()]
    graph = helper.make_graph(nodes, "tiny", [takes], [gives], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model, full_check=True)
    network: bytes = model.SerializeToString()
    return network
