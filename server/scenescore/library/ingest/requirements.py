"""The features that installed bundles need of the library."""

from collections.abc import Iterable

from scenescore.library.ingest.analysis import Requirement
from scenescore.model.bundle.bundle import Bundle


def requirements_of(bundles: Iterable[Bundle]) -> list[Requirement]:
    """Return what must be computed for each track so that every bundle can search the library.

    Parameters
    ----------
    bundles : iterable of Bundle
        The installed bundles.

    Returns
    -------
    list of Requirement
        One for each bundle.
    """
    return [
        Requirement(
            names=bundle.feature_set.names,
            steps=bundle.steps,
            segments=bundle.track_segments,
            nmf_dictionary=bundle.nmf_dictionary,
            nmf_sha256=bundle.nmf_dictionary_sha256,
        )
        for bundle in bundles
    ]
