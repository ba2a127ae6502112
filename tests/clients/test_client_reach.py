"""Every way to reach a daemon, with both clients."""

from pathlib import Path

import pytest

from making.daemon import Daemon, running_daemon
from making.machine.certificate import self_signed
from scenescore.errors import UnavailableError
from scenescore_client import AsyncClient, Client, Connection, Frame

RED = bytes((200, 20, 20)) * 6400


async def check_both_clients(connection: Connection, daemon: Daemon) -> None:
    assert Client(connection).info().pid == daemon.process.pid
    assert len(list(Client(connection).match_frames([Frame(0, RED)]))) == 1
    assert (await AsyncClient(connection).info()).pid == daemon.process.pid
    assert len([answer async for answer in AsyncClient(connection).match_frames([Frame(0, RED)])]) == 1


async def test_a_unix_socket_works_with_the_token_of_the_ready_file(tiny_home: Path, tmp_path: Path) -> None:
    socket = f"unix:{tmp_path}/s"
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", "--listen", socket) as daemon:
        await check_both_clients(Connection(ready_file=tmp_path / "ready.json"), daemon)
        await check_both_clients(Connection(address=socket, ready_file=tmp_path / "ready.json"), daemon)


async def test_tls_needs_a_trusted_certificate(tiny_home: Path, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    tls = ("--listen", "0.0.0.0:0", "--tls-cert", str(certificate), "--tls-key", str(key))
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", *tls) as daemon:
        address = f"localhost:{daemon.ready['port']}"
        trusting = Connection(address=address, token=daemon.token, tls_certificate=certificate)
        await check_both_clients(trusting, daemon)
        (tmp_path / "other").mkdir()
        another, _ = self_signed(tmp_path / "other")
        with pytest.raises(UnavailableError, match=r"certificate is not trusted.*--tls-cert"):
            Client(Connection(address=address, token=daemon.token, tls_certificate=another)).info()
