# Generated from google/rpc/status.proto: do not edit.
#
# Copyright 2026 Google LLC
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.
extends RefCounted
## The messages of [code]google/rpc/status.proto[/code].

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GoogleProtobufAny := preload("../protobuf/any.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const Status := GoogleRpcStatus


## The [code]Status[/code] type defines a logical error model that is suitable for different programming environments,
## including REST APIs and RPC APIs. It is used by [lb]gRPC](https://github.com/grpc). Each [code]Status[/code] message
## contains three pieces of data: error code, error message, and error details.
class GoogleRpcStatus:
	extends _Message

	## The status code, which should be an enum value of [lb]google.rpc.Code][lb]google.rpc.Code].
	var code: int = 0
	## A developer-facing error message, which should be in English. Any user-facing error message should be localized
	## and sent in the [lb]google.rpc.Status.details][lb]google.rpc.Status.details] field, or localized by the client.
	var message: String = ""
	## A list of messages that carry the error details. There is a common set of message types for APIs to use.
	var details: Array[_GoogleProtobufAny.Any] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if code != 0:
			writer.add_int(1, code)
		if not message.is_empty():
			writer.add_string(2, message)
		for item: _GoogleProtobufAny.Any in details:
			writer.add_bytes(3, item.to_bytes())
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				8:
					code = reader.read_int32()
				18:
					message = reader.read_string()
				26:
					details.append(_GoogleProtobufAny.Any.new())
					var outer_end: int = reader.enter()
					details[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()
