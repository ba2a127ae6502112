"""Bundles as messages."""

from scenescore.model.bundle.bundle import Bundle
from scenescore.v1 import model_pb2


def to_model(bundle: Bundle) -> model_pb2.Model:
    """Return the message for a bundle.

    Parameters
    ----------
    bundle : Bundle
        The bundle.

    Returns
    -------
    scenescore.v1.Model
    """
    return model_pb2.Model(
        name=f"models/{bundle.name}",
        game=bundle.game,
        preset=bundle.preset,
        steps=bundle.steps,
        features=bundle.feature_set.names,
        dimensions=bundle.feature_set.dimensions,
        held_out_loss=bundle.held_out_loss,
        mean_loss=bundle.mean_loss,
    )
