from dataclasses import replace
from pathlib import Path

import pytest

from scenescore.daemon.settings import Endpoint, ServeSettings, parse_endpoint
from scenescore.errors import InvalidInputError, PermissionDeniedError


def settings(tmp_path: Path, listen: str, *, certificate: bool = False, key: bool = False) -> ServeSettings:
    return ServeSettings(
        library=tmp_path,
        token_file=tmp_path,
        ready_file=tmp_path,
        listen=(parse_endpoint(listen),),
        tls_certificate=tmp_path if certificate else None,
        tls_key=tmp_path if key else None,
    )


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("127.0.0.1:7265", "127.0.0.1", 7265), ("localhost:0", "localhost", 0), ("[::1]:80", "::1", 80)],
)
def test_tcp_addresses_are_read_and_written_alike(text: str, host: str, port: int) -> None:
    endpoint = parse_endpoint(text)
    assert endpoint == Endpoint(host, port)
    assert str(endpoint) == text


@pytest.mark.parametrize("text", ["unix:/run/s.sock", "unix:///run/s.sock"])
def test_a_unix_socket_is_read(text: str) -> None:
    assert parse_endpoint(text).socket_path == Path("/run/s.sock")
    assert str(parse_endpoint(text)) == "unix:/run/s.sock"


@pytest.mark.parametrize(
    "text", ["", "7265", "127.0.0.1", ":7265", "host:port", "host:70000", "host:-1", "unix:"]
)
def test_invalid_addresses_are_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInputError, match="can't listen on"):
        parse_endpoint(text)


def test_a_unix_socket_with_too_long_a_path_is_refused_before_binding() -> None:
    with pytest.raises(InvalidInputError, match="107 bytes"):
        parse_endpoint("unix:/" + "x" * 200)


@pytest.mark.parametrize("text", ["127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1", "unix:/run/s"])
def test_only_this_machine_reaches_a_local_address(tmp_path: Path, text: str) -> None:
    assert parse_endpoint(text).is_local
    settings(tmp_path, text).check()


@pytest.mark.parametrize("text", ["0.0.0.0:1", "[::]:1", "192.168.1.2:1", "example.org:1"])
def test_an_address_that_others_reach_needs_tls(tmp_path: Path, text: str) -> None:
    with pytest.raises(PermissionDeniedError, match="--tls-cert"):
        settings(tmp_path, text).check()
    settings(tmp_path, text, certificate=True, key=True).check()


def test_half_a_tls_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="together"):
        settings(tmp_path, "127.0.0.1:1", certificate=True).check()


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_time_to_be_idle_that_can_not_be_is_refused(tmp_path: Path, seconds: float) -> None:
    usual = settings(tmp_path, "127.0.0.1:0")
    with pytest.raises(InvalidInputError, match="--idle-exit"):
        replace(usual, idle_exit_s=seconds).check()
    replace(usual, idle_exit_s=0.5).check()
