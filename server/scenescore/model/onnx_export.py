"""The two networks of a bundle as ONNX, written from their weights alone.

The graphs are fixed: `scenescore.model.network` builds the same layers in Keras. Nothing here needs
TensorFlow.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from scenescore.model.bundle.bundle import EMBEDDING_SIZE

OPSET: Final = 15
IR_VERSION: Final = 8
"""ONNX Runtime has read this version since 1.13."""

Floats = npt.NDArray[np.float32]


def embed_network(weights: Sequence[Floats], frame_shape: tuple[int, int, int]) -> bytes:
    """Return the network that turns a frame into its embedding.

    Parameters
    ----------
    weights : sequence of np.ndarray, float32
        In Keras' order: a kernel [shape=(3, 3, channels_in, channels_out)] and a bias
        [shape=(channels_out,)] for each convolution, then the dense layer's kernel [shape=(m, 128)] and
        bias [shape=(128,)]. The first kernel takes raw uint8 values.
    frame_shape : tuple of int
        Height, width and channels of a frame.

    Returns
    -------
    bytes
        From ``frames`` [shape=(n, height, width, channels), uint8] to ``embeddings``
        [shape=(n, 128), float32].
    """
    *convolutions, dense_kernel, dense_bias = weights
    constants: dict[str, npt.NDArray[np.generic]] = {}
    nodes = [
        helper.make_node("Cast", ["frames"], ["values"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["values"], ["pooled_0"], perm=[0, 3, 1, 2]),
    ]
    height, width, channels = frame_shape
    for number, (kernel, bias) in enumerate(zip(convolutions[::2], convolutions[1::2], strict=True), 1):
        constants[f"kernel_{number}"] = kernel.transpose(3, 2, 0, 1)
        constants[f"bias_{number}"] = bias
        nodes += [
            helper.make_node(
                "Conv",
                [f"pooled_{number - 1}", f"kernel_{number}", f"bias_{number}"],
                [f"convolved_{number}"],
                kernel_shape=[3, 3],
                pads=[1, 1, 1, 1],
            ),
            helper.make_node("Relu", [f"convolved_{number}"], [f"positive_{number}"]),
            helper.make_node(
                "MaxPool", [f"positive_{number}"], [f"pooled_{number}"], kernel_shape=[2, 2], strides=[2, 2]
            ),
        ]
        height, width, channels = height // 2, width // 2, kernel.shape[3]
    # Keras flattens (height, width, channels), ONNX (channels, height, width).
    by_position = dense_kernel.reshape(height, width, channels, EMBEDDING_SIZE)
    constants["dense_kernel"] = by_position.transpose(2, 0, 1, 3).reshape(-1, EMBEDDING_SIZE)
    constants["dense_bias"] = dense_bias
    nodes += [
        helper.make_node("Flatten", [f"pooled_{len(convolutions) // 2}"], ["flat"]),
        helper.make_node("Gemm", ["flat", "dense_kernel", "dense_bias"], ["dense"]),
        helper.make_node("Relu", ["dense"], ["embeddings"]),
    ]
    return _serialised(
        "embed",
        nodes,
        constants,
        network_input=helper.make_tensor_value_info("frames", TensorProto.UINT8, ["n", *frame_shape]),
        network_output=helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["n", EMBEDDING_SIZE]),
    )


def sequence_network(weights: Sequence[Floats], steps: int) -> bytes:
    """Return the network that turns a window's embeddings into standardised features.

    Parameters
    ----------
    weights : sequence of np.ndarray, float32
        In Keras' order: kernel [shape=(inputs, 4 * units)], recurrent kernel [shape=(units, 4 * units)] and
        bias [shape=(4 * units,)] of each LSTM, then the dense layer's kernel [shape=(units, D)] and bias
        [shape=(D,)].
    steps : int
        Steps of the window.

    Returns
    -------
    bytes
        From ``embeddings`` [shape=(n, steps, 128), float32] to ``features`` [shape=(n, steps, D), float32].
    """
    *lstms, dense_kernel, dense_bias = weights
    constants: dict[str, npt.NDArray[np.generic]] = {"direction_axis": np.array([1], np.int64)}
    # ONNX's LSTM takes steps first and returns (steps, directions, n, units).
    nodes = [helper.make_node("Transpose", ["embeddings"], ["sequence_0"], perm=[1, 0, 2])]
    for number in range(1, len(lstms) // 3 + 1):
        kernel, recurrent, bias = lstms[3 * (number - 1) : 3 * number]
        constants[f"kernel_{number}"] = _onnx_gates(kernel).T[None]
        constants[f"recurrent_{number}"] = _onnx_gates(recurrent).T[None]
        constants[f"bias_{number}"] = np.concatenate([_onnx_gates(bias), np.zeros_like(bias)])[None]
        nodes += [
            helper.make_node(
                "LSTM",
                [f"sequence_{number - 1}", f"kernel_{number}", f"recurrent_{number}", f"bias_{number}"],
                [f"directions_{number}"],
                hidden_size=len(recurrent),
            ),
            helper.make_node("Squeeze", [f"directions_{number}", "direction_axis"], [f"sequence_{number}"]),
        ]
    constants["dense_kernel"], constants["dense_bias"] = dense_kernel, dense_bias
    nodes += [
        helper.make_node("Transpose", [f"sequence_{len(lstms) // 3}"], ["windows"], perm=[1, 0, 2]),
        helper.make_node("MatMul", ["windows", "dense_kernel"], ["dense"]),
        helper.make_node("Add", ["dense", "dense_bias"], ["features"]),
    ]
    return _serialised(
        "sequence",
        nodes,
        constants,
        network_input=helper.make_tensor_value_info(
            "embeddings", TensorProto.FLOAT, ["n", steps, EMBEDDING_SIZE]
        ),
        network_output=helper.make_tensor_value_info(
            "features", TensorProto.FLOAT, ["n", steps, len(dense_bias)]
        ),
    )


def _onnx_gates(values: Floats) -> Floats:
    """Reorder the four gates on the last axis: Keras has input, forget, cell, output; ONNX i, o, f, c."""
    i, f, c, o = np.split(values, 4, axis=-1)
    return np.concatenate([i, o, f, c], axis=-1)


def _serialised(
    name: str,
    nodes: list[onnx.NodeProto],
    constants: dict[str, npt.NDArray[np.generic]],
    *,
    network_input: onnx.ValueInfoProto,
    network_output: onnx.ValueInfoProto,
) -> bytes:
    tensors = [
        numpy_helper.from_array(np.ascontiguousarray(values), key) for key, values in constants.items()
    ]
    graph = helper.make_graph(nodes, name, [network_input], [network_output], tensors)
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="scenescore",
    )
    onnx.checker.check_model(model, full_check=True)
    network: bytes = model.SerializeToString(deterministic=True)
    return network
