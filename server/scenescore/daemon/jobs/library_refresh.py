"""What goes on beside the calls: following the library and computing what a bundle lacks."""

import asyncio
import logging
from typing import Final

from scenescore.daemon.jobs.importing import spare_cores
from scenescore.daemon.process.lifecycle import Life
from scenescore.errors import ScenescoreError
from scenescore.retrieval.engine import Engine

log = logging.getLogger(__name__)

POLL_S: Final = 1.0
"""How soon sessions see what another process has changed in the library."""


async def follow(engine: Engine, life: Life) -> None:
    """Follow the library until cancelled.

    Parameters
    ----------
    engine : Engine
        Whose sessions are to see the changes.
    life : Life
        Says when long work must stop.
    """
    loop = asyncio.get_running_loop()
    given_up: set[tuple[str, str]] = set()
    filling: asyncio.Future[None] | None = None
    finishing: asyncio.Future[None] | None = None
    is_warm, told = False, ""
    while True:
        try:
            if not is_warm:
                await loop.run_in_executor(engine.follower, engine.warm_up)
                is_warm = True
            await loop.run_in_executor(engine.follower, engine.follow_library)
            await loop.run_in_executor(engine.follower, engine.follow_cues)
            await loop.run_in_executor(engine.follower, engine.follow_bundles)
            if finishing is not None and finishing.done():
                finishing = finishing.result()
            if finishing is None and engine.views_are_unfinished():
                finishing = loop.run_in_executor(engine.finisher, engine.finish_views)
            if filling is not None and filling.done():
                filling = filling.result()
            if filling is None:
                lacking = await loop.run_in_executor(engine.follower, _lacking, engine)
                if lacking - given_up:
                    # What can't be computed (its file is gone) is not tried again and again.
                    given_up |= lacking
                    filling = loop.run_in_executor(engine.writer, _fill, engine, life)
            told = ""
        except Exception as error:
            # Sessions go on with what they have; the next round tries again.
            filling = None if filling is None or filling.done() else filling
            finishing = None if finishing is None or finishing.done() else finishing
            if str(error) != told:
                told = str(error)
                log.warning(
                    "the library can't be followed: %s", told, exc_info=not isinstance(error, ScenescoreError)
                )
        await asyncio.sleep(POLL_S)


def _lacking(engine: Engine) -> set[tuple[str, str]]:
    """Return the tracks that lack features which a loaded bundle compares, each with the bundle's name.

    None for a library that is only read: who writes to it computes them.
    """
    if engine.library.read_only:
        return set()
    return {
        (model.bundle.name, track.id)
        for model in engine.loaded
        for track in engine.library.missing(model.bundle.feature_keys().values())
    }


def _fill(engine: Engine, life: Life) -> None:
    from scenescore.library.ingest.ingest import refresh  # noqa: PLC0415 (a second of start-up that few need)
    from scenescore.library.ingest.requirements import requirements_of  # noqa: PLC0415

    log.info("computing features that the library lacks for the loaded bundles")
    requirements = requirements_of(model.bundle for model in engine.loaded)
    with life.busy():
        refresh(engine.library, requirements, jobs=spare_cores(), stop=life.stop_work, apart=True)
    engine.follow_library(at_once=True)
