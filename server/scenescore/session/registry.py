"""The open sessions, by the names that their answers carry."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from scenescore.errors import NotFoundError
from scenescore.session.session import Session


class SessionRegistry:
    """The sessions of all open streams, so that other calls can refer to them."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    @contextmanager
    def opened(self, session: Session) -> Iterator[str]:
        """Register a session while the block lasts, and close it afterwards.

        Parameters
        ----------
        session : Session
            The stream's.

        Yields
        ------
        str
            Its id, 16 hexadecimal digits.
        """
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
            From `opened`.

        Returns
        -------
        Session
            The session.

        Raises
        ------
        NotFoundError
            The session has ended, or there never was one.
        """
        try:
            return self._sessions[session_id]
        except KeyError:
            raise NotFoundError(
                f"no session 'sessions/{session_id}' is open: name one that still sends answers"
            ) from None
