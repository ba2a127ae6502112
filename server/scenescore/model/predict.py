"""Predicting with a bundle in ONNX Runtime. Each frame is embedded once; the LSTM runs once per answer."""

from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from scenescore.errors import BrokenFileError, InvalidInputError
from scenescore.frames.appearance import appearance_descriptors
from scenescore.model.bundle.bundle import EMBED_FILE, EMBEDDING_SIZE, SEQUENCE_FILE, Bundle
from scenescore.model.memory import Prediction

FRAME_SHAPE: Final = (80, 80, 3)
EMBED_BATCH: Final = 32
"""Frames that are embedded at a time. So a long clip needs no more memory than a short one."""

Floats = npt.NDArray[np.float32]


class Predictor:
    """A bundle's two networks and its memory, ready to run. Threads may share it.

    Parameters
    ----------
    bundle : Bundle
        From `scenescore.model.bundle.bundle.load_bundle`.

    Raises
    ------
    BrokenFileError
        A file is no ONNX network, or its input or output has another shape than the bundle says.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.memory = bundle.memory()
        dimensions = bundle.feature_set.dimensions
        self._embed = _session(
            bundle,
            EMBED_FILE,
            bundle.embed_network,
            takes=("frames", "tensor(uint8)", FRAME_SHAPE),
            gives=("embeddings", "tensor(float)", (EMBEDDING_SIZE,)),
        )
        self._sequence = _session(
            bundle,
            SEQUENCE_FILE,
            bundle.sequence_network,
            takes=("embeddings", "tensor(float)", (bundle.steps, EMBEDDING_SIZE)),
            gives=("features", "tensor(float)", (bundle.steps, dimensions)),
        )

    def embed(self, frames: npt.NDArray[np.uint8]) -> Floats:
        """Turn frames into embeddings, which the sequence network reads.

        Parameters
        ----------
        frames : np.ndarray [shape=(n, 80, 80, 3), uint8]
            In HSV with OpenCV's ranges; n is 1 or more.

        Returns
        -------
        np.ndarray [shape=(n, 128), float32]

        Raises
        ------
        InvalidInputError
            The frames have another shape or type.
        """
        frames = np.asarray(frames)
        if frames.dtype != np.uint8 or frames.ndim != 4 or frames.shape[1:] != FRAME_SHAPE or not len(frames):
            raise InvalidInputError(
                f"frames are uint8 of shape (n, 80, 80, 3), not {frames.dtype} of shape {frames.shape}"
            )
        parts = [
            self._embed.run(None, {"frames": np.ascontiguousarray(frames[start : start + EMBED_BATCH])})[0]
            for start in range(0, len(frames), EMBED_BATCH)
        ]
        return np.concatenate(parts)

    def answer(self, frames: npt.NDArray[np.uint8]) -> Prediction:
        """Predict from a window's frames, with the network and the memory.

        Parameters
        ----------
        frames : np.ndarray [shape=(steps, 80, 80, 3), uint8]
            In HSV with OpenCV's ranges, oldest first.

        Returns
        -------
        Prediction

        Raises
        ------
        InvalidInputError
            The frames have another shape or type.
        """
        embeddings = self.embed(frames)
        return self.complete(
            embeddings, self.memory.similarity(appearance_descriptors(frames)) if self.memory else None
        )

    def complete(
        self,
        embeddings: Floats,
        similarity: Floats | None,
        playing: npt.NDArray[np.bool_] | None = None,
    ) -> Prediction:
        """Predict from embeddings, and move the prediction towards the memory.

        Parameters
        ----------
        embeddings : np.ndarray [shape=(steps, 128), float32]
            Embeddings of the window's frames, oldest first.
        similarity : np.ndarray [shape=(steps, m), float32], optional
            Similarity of the same frames to the memory's windows (`Memory.similarity`). Without it
            the network alone predicts.
        playing : np.ndarray [shape=(m,), bool], optional
            Which memory windows lead to the track that plays.

        Returns
        -------
        Prediction
        """
        predicted = self.predict(embeddings)
        if similarity is None or self.memory is None:
            return Prediction(predicted, 1.0)
        return self.memory.recall(predicted, similarity, playing)

    def predict(self, embeddings: Floats) -> Floats:
        """Predict the features of the music for a window with the network alone.

        Parameters
        ----------
        embeddings : np.ndarray [shape=(steps, 128), float32]
            Embeddings of the window's frames, oldest first.

        Returns
        -------
        np.ndarray [shape=(steps, D), float32]
            In the bundle's scaled space (`Bundle.scale`), in which distances are taken.

        Raises
        ------
        InvalidInputError
            The embeddings have another shape.
        """
        embeddings = np.asarray(embeddings, np.float32)
        if embeddings.shape != (self.bundle.steps, EMBEDDING_SIZE):
            raise InvalidInputError(
                f"{self.bundle.name} predicts from embeddings of shape "
                f"({self.bundle.steps}, {EMBEDDING_SIZE}), not {embeddings.shape}"
            )
        standardised: Floats = self._sequence.run(None, {"embeddings": embeddings[None]})[0][0]
        predicted: Floats = standardised * self.bundle.weights
        return predicted


def _session(
    bundle: Bundle,
    name: str,
    network: bytes,
    *,
    takes: tuple[str, str, tuple[int, ...]],
    gives: tuple[str, str, tuple[int, ...]],
) -> onnxruntime.InferenceSession:
    """Open a network from bytes. It runs on one thread: two made answers slower on a busy machine."""
    path = bundle.path / name
    # A network with weights in another file names that file in an entry with this key.
    if b"location" in network:
        raise BrokenFileError(path, "it refers to weights outside of itself; train the bundle again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors share no narrower class.
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BrokenFileError(path, f"it is not a network that can run ({reason})") from error
    for what, ports, wanted in (
        ("input", session.get_inputs(), takes),
        ("output", session.get_outputs(), gives),
    ):
        found = [(port.name, port.type, tuple(port.shape[1:])) for port in ports]
        if found != [wanted]:
            raise BrokenFileError(path, f"its {what} is {found}, {wanted} is needed; train the bundle again")
    return session
