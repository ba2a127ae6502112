"""What things are called in GDScript."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

TAKEN: Final = frozenset(
    # Keywords, types, constants and what every object has: a member of that name is a parse error.
    """
    as assert await bool break breakpoint class class_name const continue elif else enum extends false float for func
    if in int is match namespace not null or and pass preload return script self signal static super trait true var
    void when while yield INF NAN PI TAU
    """.split()
    # Global functions: such a name hides the function, which the editor warns of.
    + """
    abs absf absi acos acosh angle_difference asin asinh atan atan2 atanh bezier_derivative bezier_interpolate
    bytes_to_var bytes_to_var_with_objects ceil ceilf ceili char clamp clampf clampi convert cos cosh
    cubic_interpolate cubic_interpolate_angle cubic_interpolate_angle_in_time cubic_interpolate_in_time db_to_linear
    deg_to_rad dict_to_inst ease error_string exp floor floorf floori fmod fposmod get_stack hash inst_to_dict
    instance_from_id inverse_lerp is_equal_approx is_finite is_inf is_instance_id_valid is_instance_of
    is_instance_valid is_nan is_same is_zero_approx len lerp lerp_angle lerpf linear_to_db load log max maxf maxi min
    minf mini move_toward nearest_po2 ord pingpong posmod pow print print_debug print_rich print_stack print_verbose
    printerr printraw prints printt push_error push_warning rad_to_deg rand_from_seed randf randf_range randfn randi
    randi_range randomize range remap rid_allocate_id rid_from_int64 rotate_toward round roundf roundi seed sign signf
    signi sin sinh smoothstep snapped snappedf snappedi sqrt step_decimals str str_to_var tan tanh type_convert
    type_exists type_string typeof var_to_bytes var_to_bytes_with_objects var_to_str weakref wrap wrapf wrapi
    """.split()
    # What a generated message brings itself.
    + "to_bytes merge_from_bytes merge_from".split()
)
"""Names that a field, an enum's value or a method can't have."""

_OBJECT_METHODS: Final = frozenset(
    """
    call callv connect disconnect free get get_class get_meta has_method has_signal is_class is_connected new
    notification reference set set_script to_string tr unreference
    """.split()
)


def identifier(name: str) -> str:
    """Return the name, with an underscore after it where GDScript has taken it."""
    return f"{name}_" if name in TAKEN else name


def pascal(name: str) -> str:
    """Return ``snake_case``, ``a.dotted.name`` or ``a/path`` as ``PascalCase``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[._/\-]", name))


def method(name: str) -> str:
    """Return an RPC's name as that of a method: ``MatchFrames`` as ``match_frames``."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return f"{snake}_" if snake in _OBJECT_METHODS else identifier(snake)


def output_path(proto: str) -> str:
    """Return the script that a ``.proto`` becomes."""
    return str(PurePosixPath(proto).with_suffix(".gd"))


def relative(target: str, source: str) -> str:
    """Return the path from the folder of the script `source` to `target`."""
    here, there = PurePosixPath(source).parent.parts, PurePosixPath(target).parts
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join((*[".."] * (len(here) - shared), *there[shared:]))
