"""How the daemon starts, says that it is ready, and ends."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import grpc
import pytest

from making.daemon import (
    Daemon,
    colour_frame,
    configured,
    failed_start,
    running_daemon,
    wait_until,
)
from making.machine.certificate import self_signed
from scenescore.daemon.process.launch import find_running_daemon, private_daemon
from scenescore.errors import UnavailableError
from scenescore.v1 import daemon_pb2, daemon_pb2_grpc


def info(daemon: Daemon) -> daemon_pb2.GetInfoResponse:
    answer: daemon_pb2.GetInfoResponse = daemon.call(daemon.control.GetInfo, daemon_pb2.GetInfoRequest())
    return answer


def open_stream(daemon: Daemon) -> Any:
    """Begin a session, read its first answer, and leave it open."""

    def requests() -> Any:
        yield configured()
        yield colour_frame(0)
        time.sleep(60)

    stream = daemon.call(daemon.match.MatchFrames, requests())
    next(stream)
    return stream


def test_the_ready_file_has_all_that_a_client_needs(daemon: Daemon) -> None:
    ready = daemon.ready
    assert ready["address"] == f"127.0.0.1:{ready['port']}"
    assert ready["addresses"] == [ready["address"]]
    assert ready["pid"] == daemon.process.pid
    assert not ready["tls"]
    assert stat.S_IMODE(Path(ready["token_file"]).stat().st_mode) == 0o600
    assert f"scenescore ready: {ready['address']}\n" in daemon.log.read_text()


def test_commands_find_a_daemon_by_its_default_ready_file(
    tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    monkeypatch.setenv("SCENESCORE_HOME", str(home))
    assert find_running_daemon() is None
    command = [
        sys.executable,
        "-m",
        "scenescore",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--bundle",
        "tiny",
        "--json",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())["ready"]
        found = find_running_daemon()
        assert found is not None
        assert told == found.__dict__
    finally:
        process.terminate()
        assert process.wait(300) == 0
    assert find_running_daemon() is None
    assert not (home / "run" / "daemon.json").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_daemon_cleanly(tiny_home: Path, tmp_path: Path, number: int) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny") as daemon:
        assert daemon.stop(number) == 0
        assert not (tmp_path / "ready.json").exists()
        assert "scenescore ended" in daemon.log.read_text()


def test_open_streams_get_an_error_when_the_daemon_ends(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny") as daemon:
        stream = open_stream(daemon)
        daemon.process.send_signal(signal.SIGTERM)
        with pytest.raises(grpc.RpcError) as caught:
            next(stream)
        found: Any = caught.value
        assert found.code() is grpc.StatusCode.UNAVAILABLE
        assert "shutting down" in found.details()
        assert daemon.process.wait(300) == 0


def test_the_daemon_answers_a_shutdown_call_before_it_ends(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny") as daemon:
        stream = open_stream(daemon)
        daemon.call(daemon.control.Shutdown, daemon_pb2.ShutdownRequest())
        assert daemon.process.wait(300) == 0
        assert stream.code() is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize("by_variable", [False, True])
def test_the_daemon_ends_when_its_owner_is_killed(tiny_home: Path, tmp_path: Path, by_variable: bool) -> None:
    owner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    option = () if by_variable else ("--owner-pid", str(owner.pid))
    variable = {"SCENESCORE_OWNER_PID": str(owner.pid)} if by_variable else {}
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", *option, environment=variable) as daemon:
        assert daemon.process.poll() is None
        owner.kill()
        assert daemon.process.wait(300) == 0
        assert "owner" in daemon.log.read_text()
        owner.wait()


def test_an_owner_that_has_ended_is_refused(tiny_home: Path, tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    failed = failed_start(tiny_home, tmp_path, "--bundle", "tiny", "--owner-pid", str(gone.pid))
    assert failed.returncode == 4
    assert f"--owner-pid {gone.pid}" in failed.stderr


def test_a_killed_daemon_can_restart_on_its_address_with_its_token(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny") as first:
        token, address = first.token, first.address
        open_stream(first)
        first.process.kill()
        first.process.wait()
        assert (tmp_path / "ready.json").exists()
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", "--listen", address) as second:
        assert (second.address, second.token) == (address, token)
        assert second.ready["pid"] == second.process.pid
        assert next(open_stream_once(second)).answer.steps_filled == 1


def open_stream_once(daemon: Daemon) -> Any:
    return daemon.call(daemon.match.MatchFrames, iter([configured(), colour_frame(0)]))


def test_a_unix_socket_is_private_and_removed_at_the_end(tiny_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "scenescore.sock"
    listen = ("--listen", f"unix:{path}", "--listen", "127.0.0.1:0")
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", *listen) as daemon:
        assert daemon.address == f"unix:{path}"
        assert daemon.ready["port"] > 0
        assert len(daemon.ready["addresses"]) == 2
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert next(open_stream_once(daemon)).answer.steps == 24
        second = failed_start(tiny_home, tmp_path, "--bundle", "tiny", "--listen", f"unix:{path}")
        assert second.returncode == 6
        assert "another daemon answers there" in second.stderr
        assert daemon.stop() == 0
    assert not path.exists()


def test_a_new_daemon_takes_over_the_socket_of_a_killed_one(tiny_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "scenescore.sock"
    listen = ("--listen", f"unix:{path}")
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", *listen) as first:
        first.process.kill()
        first.process.wait()
    assert path.exists()
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", *listen) as second:
        assert info(second).pid == second.process.pid


def test_the_daemon_keeps_a_file_that_is_in_the_place_of_its_socket(tiny_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("precious")
    failed = failed_start(tiny_home, tmp_path, "--bundle", "tiny", "--listen", f"unix:{path}")
    assert failed.returncode == 6
    assert path.read_text() == "precious"


def test_the_error_names_a_port_in_use(daemon: Daemon, tiny_home: Path, tmp_path: Path) -> None:
    failed = failed_start(tiny_home, tmp_path, "--bundle", "tiny", "--listen", daemon.address)
    assert failed.returncode == 6
    assert daemon.address in failed.stderr


def test_the_daemon_listens_beyond_loopback_only_with_tls(tiny_home: Path, tmp_path: Path) -> None:
    failed = failed_start(tiny_home, tmp_path, "--bundle", "tiny", "--listen", "0.0.0.0:0")
    assert failed.returncode == 5
    assert "--tls-cert" in failed.stderr
    assert failed.stdout == ""


def test_a_daemon_with_tls_listens_on_all_addresses_and_still_needs_the_token(
    tiny_home: Path, tmp_path: Path
) -> None:
    certificate, key = self_signed(tmp_path)
    tls = ("--listen", "0.0.0.0:0", "--tls-cert", str(certificate), "--tls-key", str(key))
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", *tls) as daemon:
        assert daemon.ready["tls"]
        trusted = grpc.ssl_channel_credentials(certificate.read_bytes())
        with grpc.secure_channel(f"localhost:{daemon.ready['port']}", trusted) as channel:
            stub: Any = daemon_pb2_grpc.DaemonServiceStub(channel)
            assert stub.GetInfo(daemon_pb2.GetInfoRequest(), metadata=daemon.auth, timeout=20).version
            with pytest.raises(grpc.RpcError) as caught:
                stub.GetInfo(daemon_pb2.GetInfoRequest(), timeout=20)
            found: Any = caught.value
            assert found.code() is grpc.StatusCode.UNAUTHENTICATED


def test_the_start_fails_if_certificate_and_key_do_not_fit(tiny_home: Path, tmp_path: Path) -> None:
    certificate, _ = self_signed(tmp_path)
    (tmp_path / "wrong.pem").write_text("no key")
    failed = failed_start(
        *(tiny_home, tmp_path, "--bundle", "tiny", "--tls-cert", str(certificate)),
        *("--tls-key", str(tmp_path / "wrong.pem")),
    )
    assert failed.returncode == 3
    assert "wrong.pem" in failed.stderr


def test_a_bundle_with_a_changed_byte_is_refused_by_name(tiny_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(tiny_home, tmp_path / "home")
    network = home / "models" / "tiny" / "embed.onnx"
    data = bytearray(network.read_bytes())
    data[len(data) // 2] ^= 1
    network.write_bytes(data)
    failed = failed_start(home, tmp_path, "--bundle", "tiny")
    assert failed.returncode == 3
    assert "embed.onnx" in failed.stderr


def test_the_error_for_an_unknown_bundle_names_the_installed_ones(tiny_home: Path, tmp_path: Path) -> None:
    failed = failed_start(tiny_home, tmp_path, "--bundle", "nothing")
    assert failed.returncode == 4
    assert "nothing" in failed.stderr
    assert "tiny" in failed.stderr


def test_a_bundle_can_be_named_by_its_folder(tiny_home: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_home / "models" / "tiny", tmp_path / "elsewhere")
    with running_daemon(tiny_home, tmp_path, "--bundle", str(folder)) as daemon:
        assert info(daemon).default_model == "models/elsewhere"


def test_a_session_over_the_limit_is_refused_until_another_ends(tiny_home: Path, tmp_path: Path) -> None:
    with running_daemon(tiny_home, tmp_path, "--bundle", "tiny", "--max-sessions", "2") as daemon:
        streams = [open_stream(daemon) for _ in range(2)]
        assert info(daemon).sessions == 2
        with pytest.raises(grpc.RpcError) as caught:
            next(open_stream_once(daemon))
        found: Any = caught.value
        assert found.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "--max-sessions" in found.details()
        streams[0].cancel()
        wait_until(lambda: info(daemon).sessions == 1)
        assert next(open_stream_once(daemon)).answer.steps == 24


def test_a_private_daemon_ends_with_its_block(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENESCORE_HOME", str(tiny_home))
    with private_daemon(["--bundle", "tiny"]) as ready:
        os.kill(ready.pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(ready.pid, 0)
    with pytest.raises(UnavailableError, match="nothing"), private_daemon(["--bundle", "nothing"]):
        pass
