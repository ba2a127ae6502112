"""The blocking client is generated from the async client."""

import inspect
import subprocess
import sys
from pathlib import Path

from scenescore_client import AsyncClient, Client

GENERATE = Path(__file__).resolve().parents[3] / "clients" / "python" / "generate_sync.py"


def test_the_blocking_client_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(GENERATE), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def public_calls(client: type) -> dict[str, list[str]]:
    """Return the names of a client's methods with the names of their parameters."""
    methods = inspect.getmembers(client, inspect.isfunction)
    return {name: list(inspect.signature(call).parameters) for name, call in methods if name[0] != "_"}


def test_both_clients_have_the_same_calls_with_the_same_parameters() -> None:
    assert public_calls(Client) == public_calls(AsyncClient)
    assert not any(inspect.iscoroutinefunction(call) for _, call in inspect.getmembers(Client))


def test_the_import_paths_of_0_1_0_work() -> None:
    from scenescore_client import aio, client

    assert client.Client is Client
    assert aio.AsyncClient is AsyncClient
