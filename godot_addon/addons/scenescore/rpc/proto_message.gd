@abstract
extends RefCounted
## A protobuf message: the base of every generated message class, and what a [code]GrpcCall[/code] sends and receives.


## The message in protobuf's binary form.
@abstract func to_bytes() -> PackedByteArray


## Reads [param data], protobuf's binary form, into this message, as protobuf merges: scalars are replaced, repeated
## fields grow, sub messages merge. Unknown fields are skipped. [constant ERR_PARSE_ERROR] when [param data] is malformed.
@abstract func merge_from_bytes(data: PackedByteArray) -> Error
