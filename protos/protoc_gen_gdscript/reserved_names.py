"""Names that generated code can't use in GDScript."""

from typing import Final

_LANGUAGE: Final = """
as assert await bool break breakpoint class class_name const continue elif else enum extends false
float for func if in int is match namespace not null or and pass preload return script self signal
static super trait true var void when while yield INF NAN PI TAU
"""
_GLOBAL_FUNCTIONS: Final = """
abs absf absi acos acosh angle_difference asin asinh atan atan2 atanh bezier_derivative
bezier_interpolate bytes_to_var bytes_to_var_with_objects ceil ceilf ceili char clamp clampf clampi
convert cos cosh cubic_interpolate cubic_interpolate_angle cubic_interpolate_angle_in_time
cubic_interpolate_in_time db_to_linear deg_to_rad dict_to_inst ease error_string exp floor floorf
floori fmod fposmod get_stack hash inst_to_dict instance_from_id inverse_lerp is_equal_approx
is_finite is_inf is_instance_id_valid is_instance_of is_instance_valid is_nan is_same is_zero_approx
len lerp lerp_angle lerpf linear_to_db load log max maxf maxi min minf mini move_toward nearest_po2
ord pingpong posmod pow print print_debug print_rich print_stack print_verbose printerr printraw
prints printt push_error push_warning rad_to_deg rand_from_seed randf randf_range randfn randi
randi_range randomize range remap rid_allocate_id rid_from_int64 rotate_toward round roundf roundi
seed sign signf signi sin sinh smoothstep snapped snappedf snappedi sqrt step_decimals str
str_to_var tan tanh type_convert type_exists type_string typeof var_to_bytes
var_to_bytes_with_objects var_to_str weakref wrap wrapf wrapi
"""
_EVERY_OBJECT: Final = """
call callv connect disconnect free get get_class get_meta has_method has_signal is_class
is_connected new notification reference set set_script to_string tr unreference
"""
_EVERY_MESSAGE: Final = "to_bytes merge_from_bytes merge_from"

MEMBERS: Final = frozenset(f"{_LANGUAGE} {_GLOBAL_FUNCTIONS} {_EVERY_MESSAGE}".split())
"""Names that no member can have: they are parse errors, or hide a function, for which the editor warns."""
METHODS: Final = MEMBERS | frozenset(_EVERY_OBJECT.split())
"""Names that no method can have."""
