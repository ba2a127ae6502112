"""Lengths of time and points in time as messages."""

import math

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp


def to_duration(seconds: float) -> Duration:
    """Return the message for a length of time.

    Parameters
    ----------
    seconds : float
        The length in seconds.

    Returns
    -------
    google.protobuf.Duration
    """
    made = Duration()
    made.FromNanoseconds(round(seconds * 1e9))
    return made


def seconds_of(duration: Duration) -> float:
    """Return a length of time in seconds.

    Parameters
    ----------
    duration : google.protobuf.Duration
        The message.

    Returns
    -------
    float
        Infinity if the length is no finite number.
    """
    seconds = duration.seconds + duration.nanos / 1e9
    return seconds if math.isfinite(seconds) else math.inf


def to_timestamp(time_s: float) -> Timestamp:
    """Return the message for a point in time.

    Parameters
    ----------
    time_s : float
        Seconds since 1 January 1970, UTC.

    Returns
    -------
    google.protobuf.Timestamp
    """
    made = Timestamp()
    made.FromMicroseconds(round(time_s * 1_000_000))
    return made
