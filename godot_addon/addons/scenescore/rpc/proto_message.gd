@abstract
extends RefCounted
## A protobuf message: the base of every generated message class, and what a [code]GrpcCall[/code] sends and receives.


## Returns the message in protobuf's binary format.
@abstract func to_bytes() -> PackedByteArray


## Merges [param data], in protobuf's binary format, into this message: scalars are replaced, repeated fields are extended,
## sub messages are merged, and unknown fields are skipped. Returns [constant ERR_PARSE_ERROR] when [param data] is malformed.
@abstract func merge_from_bytes(data: PackedByteArray) -> Error
