"""Show sessions what has changed in the library, and compute the features that a loaded bundle lacks."""

import asyncio
import logging
from typing import Final

from scenescore.daemon.jobs.spare_cores import spare_cores
from scenescore.daemon.process.lifecycle import Lifecycle
from scenescore.errors import ScenescoreError
from scenescore.retrieval.engine import Engine

log = logging.getLogger(__name__)

POLL_INTERVAL_S: Final = 1.0
"""How often the library is checked for changes by other processes, in seconds."""


async def refresh_library(engine: Engine, lifecycle: Lifecycle) -> None:
    """Keep all sessions up to date with the library until cancelled.

    Parameters
    ----------
    engine : Engine
        Its sessions see the changes.
    lifecycle : Lifecycle
        Counts the work and tells it to stop at the shutdown.
    """
    loop = asyncio.get_running_loop()
    tried: set[tuple[str, str]] = set()
    filling: asyncio.Future[None] | None = None
    finishing: asyncio.Future[None] | None = None
    logged = ""
    while True:
        try:
            await loop.run_in_executor(engine.pools.refresh, engine.follow_library)
            await loop.run_in_executor(engine.pools.refresh, engine.follow_cues)
            await loop.run_in_executor(engine.pools.refresh, engine.follow_bundles)
            if finishing is not None and finishing.done():
                finishing = finishing.result()
            if finishing is None and engine.views_are_unfinished():
                finishing = loop.run_in_executor(engine.pools.finisher, engine.finish_views)
            if filling is not None and filling.done():
                filling = filling.result()
            if filling is None:
                lacking = await loop.run_in_executor(engine.pools.refresh, _tracks_without_features, engine)
                if lacking - tried:
                    # A track whose file is gone must not be tried again every second.
                    tried |= lacking
                    filling = loop.run_in_executor(engine.pools.writer, _compute_features, engine, lifecycle)
            logged = ""
        except Exception as error:
            # Sessions keep what they have. The next round tries again.
            filling = None if filling is None or filling.done() else filling
            finishing = None if finishing is None or finishing.done() else finishing
            if str(error) != logged:
                logged = str(error)
                log.warning(
                    "sessions can't be brought up to date with the library: %s",
                    logged,
                    exc_info=not isinstance(error, ScenescoreError),
                )
        await asyncio.sleep(POLL_INTERVAL_S)


def _tracks_without_features(engine: Engine) -> set[tuple[str, str]]:
    """Return the tracks that lack features which a loaded bundle compares, each with the bundle's name.

    The set is empty for a read-only library: the process that writes to it computes the features.
    """
    if engine.library.read_only:
        return set()
    return {
        (model.bundle.name, track.id)
        for model in engine.loaded
        for track in engine.library.of_project(model.project).missing(model.bundle.feature_keys().values())
    }


def _compute_features(engine: Engine, lifecycle: Lifecycle) -> None:
    # Few daemons need this, and these modules would add a second to every start.
    from scenescore.library.ingest.ingest import refresh  # noqa: PLC0415
    from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415

    log.info("computing the features that loaded bundles need and the library lacks")
    with lifecycle.busy():
        for project in dict.fromkeys(model.project for model in engine.loaded):
            bundles = [model.bundle for model in engine.loaded if model.project == project]
            refresh(
                engine.library.of_project(project),
                requirements_of(bundles),
                jobs=spare_cores(),
                stop=lifecycle.stop_work,
                in_subprocess=True,
            )
    engine.follow_library(at_once=True)
