"""The configuration of a session in a request."""

from scenescore.daemon.messages.duration import seconds_of
from scenescore.daemon.messages.resource_name import parse_id
from scenescore.errors import InvalidInputError
from scenescore.session.settings import SessionSettings
from scenescore.v1 import match_pb2


def settings_of(config: match_pb2.SessionConfig, *, field: str = "config") -> tuple[str, SessionSettings]:
    """Check a configuration and return the session's settings.

    Parameters
    ----------
    config : scenescore.v1.SessionConfig
        The message.
    field : str
        Its field in the request, for errors.

    Returns
    -------
    model : str
        The bundle's id; empty for the default.
    settings : SessionSettings
        The settings, with the defaults in place of unset fields.

    Raises
    ------
    InvalidInputError
        A value is out of range.
    """
    model = parse_id(config.model, "models", field=f"{field}.model", optional=True)
    default = SessionSettings()
    try:
        return model, SessionSettings(
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
