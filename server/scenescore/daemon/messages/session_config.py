"""The configuration of a session in a request."""

from dataclasses import dataclass

from scenescore.daemon.messages.duration import seconds_of
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.errors import InvalidInputError
from scenescore.session.settings import SessionSettings
from scenescore.v1 import match_pb2


@dataclass(frozen=True)
class SessionRequest:
    """What a client asks a session to be.

    Attributes
    ----------
    model : str
        The bundle's id; empty for the default.
    project : str
        The project's id; empty for the default.
    settings : SessionSettings
        The settings, with the defaults in place of unset fields.
    """

    model: str
    project: str
    settings: SessionSettings


def session_request(config: match_pb2.SessionConfig, *, field: str = "config") -> SessionRequest:
    """Check a configuration and return it in the daemon's form.

    Parameters
    ----------
    config : scenescore.v1.SessionConfig
        The message.
    field : str
        Its field in the request, for errors.

    Returns
    -------
    SessionRequest

    Raises
    ------
    InvalidInputError
        A value is out of range.
    """
    model = parse_id(config.model, "models", field=f"{field}.model", optional=True)
    project = parse_id(config.project, "projects", field=f"{field}.project", optional=True)
    default = SessionSettings()
    try:
        settings = SessionSettings(
            top_k=config.top_k or default.top_k,
            answer_interval_s=seconds_of(config.answer_interval)
            if config.HasField("answer_interval")
            else default.answer_interval_s,
            minimum_dwell_s=seconds_of(config.minimum_dwell)
            if config.HasField("minimum_dwell")
            else default.minimum_dwell_s,
            margin=config.margin if config.HasField("margin") else default.margin,
            remember_scenes=config.remember_scenes,
        )
    except InvalidInputError as error:
        raise InvalidInputError(f"{field}.{error.message}", field=f"{field}.{error.field}") from error
    return SessionRequest(model, project, settings)
