import json
from pathlib import Path

import pytest

from scenescore import paths
from scenescore.errors import NotFoundError
from scenescore_client import Connection, NoDaemonError, from_environment

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own Scenescore folder, away from the user's daemon."""
    for name in ("ADDRESS", "TOKEN", "TOKEN_FILE", "READY_FILE", "TLS_CERTIFICATE"):
        monkeypatch.delenv(f"SCENESCORE_{name}", raising=False)
    monkeypatch.setenv("SCENESCORE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def write_ready(path: Path, address: str, token: str, **further: object) -> Path:
    token_file = path.with_name(f"{path.name}.token")
    token_file.write_text(f"{token}\n")
    path.write_text(json.dumps({"address": address, "token_file": str(token_file), **further}))
    return path


def test_a_connection_without_settings_reads_the_default_ready_file() -> None:
    write_ready(paths.ready_file(), "127.0.0.1:1234", "secret")
    endpoint = Connection().find()
    assert (endpoint.address, endpoint.token) == ("127.0.0.1:1234", "secret")
    assert endpoint.metadata == (("authorization", "Bearer secret"),)


def test_a_daemon_at_a_new_address_is_found_again(tmp_path: Path) -> None:
    connection = Connection(ready_file=write_ready(tmp_path / "ready", "127.0.0.1:1", "old"))
    connection.find()
    write_ready(tmp_path / "ready", "127.0.0.1:2", "new")
    endpoint = connection.find()
    assert (endpoint.address, endpoint.token) == ("127.0.0.1:2", "new")


def test_no_ready_file_means_no_daemon(home: Path) -> None:
    with pytest.raises(NoDaemonError, match="scenescore serve") as caught:
        Connection().find()
    assert str(home) in caught.value.message


@pytest.mark.parametrize("content", ["", "{", "[]", '{"address": 3}', "\0"])
def test_an_unusable_ready_file_means_no_daemon(tmp_path: Path, content: str) -> None:
    (tmp_path / "ready").write_text(content)
    with pytest.raises(NoDaemonError):
        Connection(ready_file=tmp_path / "ready").find()


def test_an_address_in_the_ready_file_uses_its_token(tmp_path: Path) -> None:
    addresses = ["127.0.0.1:1", "unix:/run/scenescore.sock"]
    ready = write_ready(tmp_path / "ready", addresses[0], "its own", addresses=addresses)
    assert Connection(address=addresses[1], ready_file=ready).find().token == "its own"


def test_another_address_does_not_get_the_ready_file_s_token(tmp_path: Path) -> None:
    ready = write_ready(tmp_path / "ready", "127.0.0.1:1", "its own")
    with pytest.raises(NotFoundError, match="token"):
        Connection(address="192.0.2.7:1", ready_file=ready).find()


def test_a_given_token_is_sent(tmp_path: Path) -> None:
    ready = write_ready(tmp_path / "ready", "127.0.0.1:1", "its own")
    assert Connection(token="mine", ready_file=ready).find().token == "mine"
    (tmp_path / "token").write_text("of the file\n")
    assert Connection(token_file=tmp_path / "token", ready_file=ready).find().token == "of the file"


def test_paths_may_be_strings(tmp_path: Path) -> None:
    ready = write_ready(tmp_path / "ready", "127.0.0.1:1", "its own")
    (tmp_path / "token").write_text("of the file\n")
    (tmp_path / "ca.pem").write_bytes(b"PEM")
    named = Connection(
        ready_file=str(ready), token_file=str(tmp_path / "token"), tls_certificate=str(tmp_path / "ca.pem")
    )
    assert (named.find().address, named.find().token) == ("127.0.0.1:1", "of the file")
    assert named.find().certificate == b"PEM"
    with pytest.raises(NoDaemonError, match=f"no daemon runs: there is no {tmp_path / 'none'}"):
        Connection(ready_file=str(tmp_path / "none")).find()


def test_tls_is_used_except_over_a_unix_socket(tmp_path: Path) -> None:
    addresses = ["127.0.0.1:1", "unix:/run/scenescore.sock"]
    ready = write_ready(tmp_path / "ready", addresses[0], "t", addresses=addresses, tls=True)
    assert Connection(ready_file=ready).find().tls
    assert not Connection(address=addresses[1], ready_file=ready).find().tls


def test_a_certificate_turns_tls_on(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(b"PEM")
    connection = Connection(address="192.0.2.7:1", token="t", tls_certificate=tmp_path / "ca.pem")
    assert connection.find().tls
    assert connection.find().certificate == b"PEM"


def test_the_environment_describes_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENESCORE_ADDRESS", "127.0.0.1:9")
    monkeypatch.setenv("SCENESCORE_TOKEN_FILE", "/a/token")
    assert from_environment() == Connection(address="127.0.0.1:9", token_file=Path("/a/token"))
