# Generated from google/protobuf/any.proto: do not edit.
#
# Protocol Buffers - Google's data interchange format
# Copyright 2008 Google Inc.  All rights reserved.
# https://developers.google.com/protocol-buffers/
#
# Redistribution and use in source and binary forms, with or without
# modification, are permitted provided that the following conditions are
# met:
#
#     * Redistributions of source code must retain the above copyright
# notice, this list of conditions and the following disclaimer.
#     * Redistributions in binary form must reproduce the above
# copyright notice, this list of conditions and the following disclaimer
# in the documentation and/or other materials provided with the
# distribution.
#     * Neither the name of Google Inc. nor the names of its
# contributors may be used to endorse or promote products derived from
# this software without specific prior written permission.
#
# THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS
# "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
# LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR
# A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT
# OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
# SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT
# LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
# DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY
# THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
# (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
# OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
extends RefCounted
## The messages of [code]google/protobuf/any.proto[/code].

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const Any := GoogleProtobufAny


## [code]Any[/code] contains an arbitrary serialized protocol buffer message along with a URL that describes the type of
## the serialized message.
class GoogleProtobufAny:
	extends _Message

	## A URL/resource name that uniquely identifies the type of the serialized protocol buffer message. This string must
	## contain at least one "/" character. The last segment of the URL's path must represent the fully qualified name of
	## the type (as in [code]path/google.protobuf.Duration[/code]). The name should be in a canonical form (e.g.,
	## leading "." is not accepted).
	var type_url: String = ""
	## Must be a valid serialized protocol buffer of the above specified type.
	var value: PackedByteArray = PackedByteArray()

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not type_url.is_empty():
			writer.add_string(1, type_url)
		if not value.is_empty():
			writer.add_bytes(2, value)
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					type_url = reader.read_string()
				18:
					value = reader.read_bytes()
				_:
					reader.skip_field()
