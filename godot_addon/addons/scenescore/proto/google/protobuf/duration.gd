# Generated from google/protobuf/duration.proto: do not edit.
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
## The messages of [code]google/protobuf/duration.proto[/code].

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const Duration := GoogleProtobufDuration


## A Duration represents a signed, fixed-length span of time represented as a count of seconds and fractions of seconds
## at nanosecond resolution. It is independent of any calendar and concepts like "day" or "month". It is related to
## Timestamp in that the difference between two Timestamp values is a Duration and it can be added or subtracted from a
## Timestamp. Range is approximately +-10,000 years.
class GoogleProtobufDuration:
	extends _Message

	## Signed seconds of the span of time. Must be from -315,576,000,000 to +315,576,000,000 inclusive. Note: these
	## bounds are computed from: 60 sec/min * 60 min/hr * 24 hr/day * 365.25 days/year * 10000 years
	var seconds: int = 0
	## Signed fractions of a second at nanosecond resolution of the span of time. Durations less than one second are
	## represented with a 0 [code]seconds[/code] field and a positive or negative [code]nanos[/code] field. For
	## durations of one second or more, a non-zero value for the [code]nanos[/code] field must be of the same sign as
	## the [code]seconds[/code] field. Must be from -999,999,999 to +999,999,999 inclusive.
	var nanos: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if seconds != 0:
			writer.add_int(1, seconds)
		if nanos != 0:
			writer.add_int(2, nanos)
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
					seconds = reader.read_varint()
				16:
					nanos = reader.read_int32()
				_:
					reader.skip_field()
