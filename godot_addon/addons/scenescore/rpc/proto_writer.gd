extends RefCounted
## Writes the fields of a protobuf message, for the generated classes. [member bytes] is the result.
##
## The methods without a field number write bare values, such as the elements of a packed field.

## Wire types: the encoding of a field's value.
enum ProtoWriterWire {
	VARINT = 0,
	FIXED64 = 1,
	LENGTH = 2,
	FIXED32 = 5,
}

## The message so far.
var bytes := PackedByteArray()


## Writes a field of type int32, int64, uint64 or of an enum. Negative values take ten bytes.
func add_int(number: int, value: int) -> void:
	put_varint((number << 3) | ProtoWriterWire.VARINT)
	put_varint(value)


## Writes a field of type uint32.
func add_uint32(number: int, value: int) -> void:
	put_varint((number << 3) | ProtoWriterWire.VARINT)
	put_varint(value & 0xFFFFFFFF)


## Writes a field of type sint32 or sint64: small for negative values, too.
func add_sint(number: int, value: int) -> void:
	put_varint((number << 3) | ProtoWriterWire.VARINT)
	put_sint(value)


## Writes a field of type bool.
func add_bool(number: int, value: bool) -> void:
	put_varint((number << 3) | ProtoWriterWire.VARINT)
	bytes.append(1 if value else 0)


## Writes a field of type fixed32 or sfixed32.
func add_fixed32(number: int, value: int) -> void:
	put_varint((number << 3) | ProtoWriterWire.FIXED32)
	put_fixed32(value)


## Writes a field of type fixed64 or sfixed64.
func add_fixed64(number: int, value: int) -> void:
	put_varint((number << 3) | ProtoWriterWire.FIXED64)
	put_fixed64(value)


## Writes a field of type float, which has half the precision of a GDScript [float].
func add_float(number: int, value: float) -> void:
	put_varint((number << 3) | ProtoWriterWire.FIXED32)
	put_float(value)


## Writes a field of type double.
func add_double(number: int, value: float) -> void:
	put_varint((number << 3) | ProtoWriterWire.FIXED64)
	put_double(value)


## Writes a field of type string.
func add_string(number: int, value: String) -> void:
	add_bytes(number, value.to_utf8_buffer())


## Writes a field of type bytes. Sub messages, packed fields and map entries have the same encoding.
func add_bytes(number: int, value: PackedByteArray) -> void:
	put_varint((number << 3) | ProtoWriterWire.LENGTH)
	put_varint(value.size())
	bytes.append_array(value)


## Writes a varint: seven bits a byte, the lowest first.
func put_varint(value: int) -> void:
	if value < 0:
		# The sign bit is the 64th, alone in the tenth byte.
		value &= 0x7FFFFFFFFFFFFFFF
		for i: int in 9:
			bytes.append((value & 0x7F) | 0x80)
			value >>= 7
		bytes.append(1)
		return
	while value > 0x7F:
		bytes.append((value & 0x7F) | 0x80)
		value >>= 7
	bytes.append(value)


## Writes a uint32.
func put_uint32(value: int) -> void:
	put_varint(value & 0xFFFFFFFF)


## Writes a sint32 or sint64: zigzag, so 0, -1, 1, -2 … become 0, 1, 2, 3 …
func put_sint(value: int) -> void:
	put_varint((value << 1) ^ (value >> 63))


## Writes a bool.
func put_bool(value: bool) -> void:
	bytes.append(1 if value else 0)


## Writes a fixed32 or sfixed32.
func put_fixed32(value: int) -> void:
	bytes.resize(bytes.size() + 4)
	bytes.encode_u32(bytes.size() - 4, value & 0xFFFFFFFF)


## Writes a fixed64 or sfixed64.
func put_fixed64(value: int) -> void:
	bytes.resize(bytes.size() + 8)
	bytes.encode_s64(bytes.size() - 8, value)


## Writes a float.
func put_float(value: float) -> void:
	bytes.resize(bytes.size() + 4)
	bytes.encode_float(bytes.size() - 4, value)


## Writes a double.
func put_double(value: float) -> void:
	bytes.resize(bytes.size() + 8)
	bytes.encode_double(bytes.size() - 8, value)
