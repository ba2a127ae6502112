"""What taking the game's picture costs its main thread: the addon's way and the plain one, in one run."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from making.godot.picture_show import RENDERERS
from making.godot.project import GodotProject
from making.godot.vulkan import ensure_vulkan
from making.machine.display import xvfb_display

SCRIPT = Path(__file__).parents[1] / "making" / "godot" / "capture_cost.gd"
FRAME_MS = 1000 / 60


@pytest.mark.parametrize("renderer", list(RENDERERS))
def test_the_addons_capture_is_timed_beside_the_plain_one(renderer: str, godot_project: GodotProject) -> None:
    ensure_vulkan()
    shutil.copy(SCRIPT, godot_project.path)
    play = ("-s", f"res://{SCRIPT.name}", "--", "--autopilot", "--seed=1")
    with xvfb_display(1280, 720) as display:
        ended = godot_project.run(*RENDERERS[renderer], *play, display=display, timeout_s=250.0)
    told = json.loads(next(line for line in ended.output.splitlines() if line.startswith("{")))
    assert len(told["ours_ms"]) >= 38
    assert told["size"] == [1280, 720]
    ours, plain = np.array(told["ours_ms"]), np.array(told["plain_ms"])
    print(f"\n{renderer}, 1280×720, {len(ours)} pictures each way; milliseconds of the main thread")
    for name, costs_ms in (("the addon's", ours), ("get_image() and resize", plain)):
        median, p95 = np.percentile(costs_ms, [50, 95])
        print(f"{name}: median {median:.3f}, p95 {p95:.3f}; {median / FRAME_MS:.2%} of a 60 Hz frame")
    without, with_ours = np.median(told["draw_ms"]), np.median(told["draw_with_ours_ms"])
    print(
        f"1 to {np.median(plain) / np.median(ours):.0f}; it comes after {np.median(told['wait_ms']):.0f} ms"
    )
    print(f"a frame is drawn in {without:.2f}, in {with_ours:.2f} with the small picture")
