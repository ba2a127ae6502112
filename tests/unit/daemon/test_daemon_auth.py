import os
import stat
from pathlib import Path

import pytest

from scenescore.daemon.auth import read_or_make_token
from scenescore.errors import StorageError


def test_a_new_token_is_long_and_its_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "run" / "token"
    token = read_or_make_token(file)
    assert len(token) >= 40
    assert file.read_text() == token
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_token_is_kept_so_that_clients_go_on_after_a_restart(tmp_path: Path) -> None:
    assert read_or_make_token(tmp_path / "token") == read_or_make_token(tmp_path / "token")


def test_no_two_tokens_are_alike(tmp_path: Path) -> None:
    assert read_or_make_token(tmp_path / "one") != read_or_make_token(tmp_path / "two")


def test_a_token_that_others_could_have_read_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "token"
    token = read_or_make_token(file)
    file.chmod(0o644)
    assert read_or_make_token(file) != token
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_in_place_of_the_token_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("x" * 43)
    elsewhere.chmod(0o600)
    (tmp_path / "token").symlink_to(elsewhere)
    assert read_or_make_token(tmp_path / "token") != "x" * 43
    assert elsewhere.read_text() == "x" * 43


@pytest.mark.parametrize("content", ["", "short", "with spaces in it, and longer than thirty-two", "x" * 500])
def test_an_invalid_token_is_replaced(tmp_path: Path, content: str) -> None:
    file = tmp_path / "token"
    file.touch(mode=0o600)
    file.write_text(content)
    token = read_or_make_token(file)
    assert token != content
    assert file.read_text() == token


def test_a_token_that_cannot_be_kept_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="file/token"):
        read_or_make_token(tmp_path / "file" / "token")


def test_the_folder_holds_nothing_but_the_token(tmp_path: Path) -> None:
    read_or_make_token(tmp_path / "token")
    assert os.listdir(tmp_path) == ["token"]
