"""The precision of a training: the processor's, or the one that was asked for."""

from pathlib import Path

import pytest

from scenescore.errors import InvalidInputError
from scenescore.model import precision as precisions
from scenescore.model.plan import TrainingPlan, make_plan
from scenescore.model.precision import computes_bfloat16


def planned(folder: Path, precision: str = "auto") -> TrainingPlan:
    return make_plan(
        game="A game", out_dir=folder / "new", preset="default", features=None, steps=24, epochs=None,
        segments=None, seed=0, precision=precision,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "knows"),
    [
        ("fpu avx2 avx512f avx512_bf16 sha_ni", True),
        ("fpu avx2 avx512f amx_bf16 amx_tile", True),
        ("fpu avx2 avx512f avx512_vnni", False),
    ],
)
def test_auto_takes_bfloat16_if_the_processor_has_instructions_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flags: str, knows: bool
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nmodel name\t: avx512_bf16 in its name alone\nflags\t\t: {flags}\n")
    monkeypatch.setattr(precisions, "CPUINFO", cpuinfo)
    assert computes_bfloat16() is knows
    assert planned(tmp_path).precision == ("bfloat16" if knows else "float32")


def test_auto_takes_float32_if_the_processor_is_unknown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(precisions, "CPUINFO", tmp_path / "none")
    assert planned(tmp_path).precision == "float32"
    (tmp_path / "empty").write_text("")
    monkeypatch.setattr(precisions, "CPUINFO", tmp_path / "empty")
    assert planned(tmp_path).precision == "float32"


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_named_precision_is_taken_on_any_processor(tmp_path: Path, precision: str) -> None:
    assert planned(tmp_path, precision).precision == precision


def test_an_unknown_precision_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="'half': give auto, float32, bfloat16"):
        planned(tmp_path, "half")
