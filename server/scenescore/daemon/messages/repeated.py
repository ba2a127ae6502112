"""Repeated fields in requests."""

from scenescore.errors import InvalidInputError


def check_value_count(count: int, least: int, most: int, *, field: str) -> None:
    """Check how many values a repeated field has.

    Parameters
    ----------
    count : int
        How many it has.
    least, most : int
        How many it may have.
    field : str
        The field, for the error.

    Raises
    ------
    InvalidInputError
        There are too few or too many.
    """
    if not least <= count <= most:
        allowed = f"{least}" if least == most else f"{least} to {most}"
        raise InvalidInputError(f"{field} must hold {allowed} values, not {count}", field=field)
