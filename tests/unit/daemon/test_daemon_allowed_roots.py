from pathlib import Path

import pytest

from scenescore.daemon.allowed_roots import AllowedRoots
from scenescore.errors import InvalidInputError, NotFoundError, PermissionDeniedError


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    (folder / "towns").mkdir(parents=True)
    for name in ("b.ogg", "a.OGG", "cover.png", "towns/c.ogg"):
        (folder / name).touch()
    (tmp_path / "secret.ogg").touch()
    return folder


@pytest.fixture
def roots(music: Path) -> AllowedRoots:
    return AllowedRoots([music])


def test_paths_below_a_root_are_allowed(roots: AllowedRoots, music: Path) -> None:
    assert roots.resolve(str(music / "b.ogg"), field="paths") == music / "b.ogg"
    assert roots.resolve(str(music), field="paths") == music


@pytest.mark.parametrize("path", ["../secret.ogg", "towns/../../secret.ogg", "../music2"])
def test_paths_beside_a_root_are_refused(roots: AllowedRoots, music: Path, path: str) -> None:
    with pytest.raises(PermissionDeniedError, match="--allow-root"):
        roots.resolve(f"{music}/{path}", field="paths")


def test_a_link_that_leads_out_of_the_root_is_refused(roots: AllowedRoots, music: Path) -> None:
    (music / "link.ogg").symlink_to(music.parent / "secret.ogg")
    (music / "folder").symlink_to(music.parent)
    for path in ("link.ogg", "folder/secret.ogg"):
        with pytest.raises(PermissionDeniedError):
            roots.resolve(str(music / path), field="paths")


def test_a_link_within_the_root_is_allowed(roots: AllowedRoots, music: Path) -> None:
    (music / "link.ogg").symlink_to(music / "b.ogg")
    assert roots.resolve(str(music / "link.ogg"), field="paths") == music / "b.ogg"


def test_a_root_can_be_a_link(music: Path) -> None:
    link = music.parent / "link"
    link.symlink_to(music)
    assert AllowedRoots([link]).resolve(str(link / "b.ogg"), field="paths") == music / "b.ogg"


def test_the_error_does_not_tell_whether_a_file_outside_the_roots_exists(
    roots: AllowedRoots, music: Path
) -> None:
    with pytest.raises(PermissionDeniedError):
        roots.resolve(str(music.parent / "nothing.ogg"), field="paths")


@pytest.mark.parametrize("path", ["", "music/b.ogg", "~/b.ogg", "/tmp/\0"])
def test_a_path_that_is_not_absolute_is_refused(roots: AllowedRoots, path: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        roots.resolve(path, field="paths[0]")
    assert caught.value.field == "paths[0]"


def test_a_missing_file_below_a_root_is_named(roots: AllowedRoots, music: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nothing\.ogg"):
        roots.resolve(str(music / "nothing.ogg"), field="paths")


def test_no_path_is_allowed_without_roots(music: Path) -> None:
    with pytest.raises(PermissionDeniedError, match="none"):
        AllowedRoots([]).resolve(str(music / "b.ogg"), field="paths")


def test_a_root_must_be_a_folder(music: Path) -> None:
    with pytest.raises(NotFoundError, match=r"b\.ogg"):
        AllowedRoots([music / "b.ogg"])


def test_a_folder_yields_its_music_without_links_that_lead_outside(roots: AllowedRoots, music: Path) -> None:
    (music / "link.ogg").symlink_to(music.parent / "secret.ogg")
    found = roots.files(music, {".ogg"})
    assert [str(file.relative_to(music)) for file in found] == ["a.OGG", "b.ogg", "towns/c.ogg"]


def test_a_file_yields_itself_whatever_its_suffix(roots: AllowedRoots, music: Path) -> None:
    assert list(roots.files(music / "cover.png", {".ogg"})) == [music / "cover.png"]
