"""The streams that are open, by the names that their answers carry: other calls may speak of them."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from scenescore.errors import NotFoundError
from scenescore.session.session import Session


class OpenSessions:
    """The sessions of all streams that are open."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    @contextmanager
    def opened(self, session: Session) -> Iterator[str]:
        """Let a session be found while the block lasts; yields its id, 16 hex digits."""
        session_id = secrets.token_hex(8)
        self._sessions[session_id] = session
        try:
            yield session_id
        finally:
            del self._sessions[session_id]
            session.close()

    def find(self, session_id: str) -> Session:
        """Return an open session.

        Parameters
        ----------
        session_id : str
            As `opened` gave it.

        Raises
        ------
        NotFoundError
            It is over, or there never was one.
        """
        try:
            return self._sessions[session_id]
        except KeyError:
            raise NotFoundError(
                f"no session 'sessions/{session_id}' is open: name one whose answers still come"
            ) from None
