extends RefCounted
## Reads the fields of a protobuf message, for the generated classes.
##
## [codeblock]
## while reader.next_field():
##     match reader.tag:
##         8: width = reader.read_int32()
##         _: reader.skip_field()
## [/codeblock]
## Malformed input never causes a crash, an endless loop or a large allocation: [member failed] becomes true, every read returns a zero, and
## [method next_field] returns false from then on.

const _WireText := preload("wire_text.gd")

## The deepest nesting of sub messages and groups that is read, as in protobuf's own readers.
const MAX_DEPTH: int = 100

const _VARINT: int = 0
const _FIXED64: int = 1
const _LENGTH: int = 2
const _GROUP_START: int = 3
const _GROUP_END: int = 4
const _FIXED32: int = 5

## The current field's number, times 8, plus its wire type.
var tag: int = 0
## Whether the input is malformed.
var failed: bool = false

var _data: PackedByteArray
var _position: int = 0
# The end of the current message, which may be within another.
var _end: int = 0
var _depth: int = 0


func _init(data: PackedByteArray) -> void:
	_data = data
	_end = data.size()


## Whether the whole input was read without an error.
func result() -> Error:
	return ERR_PARSE_ERROR if failed else OK


## Moves to the next field and sets [member tag]; false at the end of the message, or when the input is malformed.
func next_field() -> bool:
	if failed or _position >= _end:
		return false
	tag = _data[_position]
	if tag < 0x80:
		_position += 1
	else:
		tag = read_varint()
	# Fields are numbered from 1 to 2^29 - 1.
	if tag < 8 or tag > 0xFFFFFFFF:
		failed = true
	return not failed


## Skips the current field.
func skip_field() -> void:
	match tag & 7:
		_VARINT:
			read_varint()
		_FIXED64:
			_take(8)
		_LENGTH:
			_take(_read_length())
		_GROUP_START:
			_skip_group()
		_FIXED32:
			_take(4)
		_:
			failed = true


## Enters the current field, a sub message or a packed field, as the message to read. Returns the argument for
## [method leave].
func enter() -> int:
	var length: int = _read_length()
	var outer_end: int = _end
	_depth += 1
	if _depth > MAX_DEPTH:
		failed = true
	if not failed:
		_end = _position + length
	return outer_end


## Leaves the field that [method enter] has entered.
func leave(outer_end: int) -> void:
	_depth -= 1
	_end = outer_end


## Whether a packed field has another element.
func has_more() -> bool:
	return _position < _end and not failed


## Reads a varint: an int64, or a uint64 whose highest bit becomes the sign.
func read_varint() -> int:
	var value: int = 0
	var shift: int = 0
	var position: int = _position
	while position < _end and shift < 70:
		var byte: int = _data[position]
		position += 1
		value |= (byte & 0x7F) << shift
		if byte < 0x80:
			_position = position
			return value
		shift += 7
	failed = true
	return 0


## Reads an int32, or an enum's number.
func read_int32() -> int:
	var value: int = read_varint() & 0xFFFFFFFF
	return value if value < 0x80000000 else value - 0x100000000


## Reads a uint32.
func read_uint32() -> int:
	return read_varint() & 0xFFFFFFFF


## Reads a sint32.
func read_sint32() -> int:
	var value: int = read_varint() & 0xFFFFFFFF
	return (value >> 1) ^ -(value & 1)


## Reads a sint64.
func read_sint64() -> int:
	var value: int = read_varint()
	return ((value >> 1) & 0x7FFFFFFFFFFFFFFF) ^ -(value & 1)


## Reads a bool.
func read_bool() -> bool:
	return read_varint() != 0


## Reads a fixed32.
func read_fixed32() -> int:
	var at: int = _take(4)
	return 0 if failed else _data.decode_u32(at)


## Reads an sfixed32.
func read_sfixed32() -> int:
	var at: int = _take(4)
	return 0 if failed else _data.decode_s32(at)


## Reads a fixed64, whose highest bit becomes the sign, or an sfixed64.
func read_fixed64() -> int:
	var at: int = _take(8)
	return 0 if failed else _data.decode_s64(at)


## Reads a float.
func read_float() -> float:
	var at: int = _take(4)
	return 0.0 if failed else _data.decode_float(at)


## Reads a double.
func read_double() -> float:
	var at: int = _take(8)
	return 0.0 if failed else _data.decode_double(at)


## Reads bytes.
func read_bytes() -> PackedByteArray:
	var length: int = _read_length()
	var at: int = _take(length)
	return PackedByteArray() if failed else _data.slice(at, at + length)


## Reads a string, which must be UTF-8.
func read_string() -> String:
	var text: PackedByteArray = read_bytes()
	if not _WireText.is_utf8(text):
		failed = true
		return ""
	return _WireText.from_utf8(text)


# Reads a length, and checks that as many bytes follow.
func _read_length() -> int:
	var length: int = read_varint()
	if length < 0 or length > _end - _position:
		failed = true
		return 0
	return length


# Skips bytes and returns their start.
func _take(length: int) -> int:
	var at: int = _position
	if length > _end - at:
		failed = true
	else:
		_position += length
	return at


# Skips a group, the old format of a sub message: its fields, then an end tag.
func _skip_group() -> void:
	var end_tag: int = tag - _GROUP_START + _GROUP_END
	_depth += 1
	if _depth > MAX_DEPTH:
		failed = true
	while next_field():
		if tag == end_tag:
			_depth -= 1
			return
		skip_field()
	failed = true
