extends RefCounted
## Decodes the headers of one HTTP/2 connection (HPACK, RFC 7541).
##
## [method decode] must get each header block of the connection, in order: a block may refer to earlier ones.

const _HpackDynamicTable := preload("hpack_dynamic_table.gd")
const _Huffman := preload("huffman.gd")
const _HpackStaticTable := preload("hpack_static_table.gd")
const _WireText := preload("wire_text.gd")

# More than any valid length or index.
const _MAX_INTEGER_BITS: int = 28

## Why a block could not be decoded; empty while nothing is wrong. After an error nothing more is decoded.
var error: String = ""

## The largest size of the peer's table: the SETTINGS_HEADER_TABLE_SIZE that the peer has acknowledged.
var max_table_size: int = 4096:
	set(value):
		max_table_size = value
		if _table.max_size > value:
			_update_due = true

## The most characters of a block's decoded headers, plus 32 for each header: a small block can expand to a large list.
var max_list_size: int = 65536

var _table: _HpackDynamicTable = _HpackDynamicTable.new()
# Whether the next block must shrink the table, because SETTINGS_HEADER_TABLE_SIZE has become smaller.
var _update_due: bool = false
var _block: PackedByteArray
var _at: int = 0


## Decodes a complete header block into pairs of name and value. Returns nothing and sets [member error] when it fails. A
## value that is not UTF-8 is decoded as Latin-1.
func decode(block: PackedByteArray) -> Array[PackedStringArray]:
	var headers: Array[PackedStringArray] = []
	var list_size: int = 0
	_block = block
	_at = 0
	while _at < block.size() and error.is_empty():
		var first: int = block[_at]
		if first & 0xE0 == 0x20:
			_read_size_update(headers.is_empty())
			continue
		var header: PackedStringArray
		if first & 0x80:
			header = _header(_read_integer(7))
		elif first & 0x40:
			header = _read_literal(6, true)
		else:
			header = _read_literal(4, false)
		if not error.is_empty():
			break
		list_size += header[0].length() + header[1].length() + _HpackDynamicTable.OVERHEAD
		if list_size > max_list_size:
			_fail("headers of more than %d characters" % max_list_size)
		headers.append(header)
	if _update_due:
		_fail("the peer has not shrunk its table to %d bytes" % max_table_size)
	_block = PackedByteArray()
	if not error.is_empty():
		headers.clear()
	return headers


func _read_size_update(at_start: bool) -> void:
	var size: int = _read_integer(5)
	if not at_start:
		_fail("a table's size changes between headers")
	elif size > max_table_size:
		_fail("a table of %d bytes where %d are allowed" % [size, max_table_size])
	elif error.is_empty():
		_table.max_size = size
		_update_due = false


func _read_literal(prefix_bits: int, indexed: bool) -> PackedStringArray:
	var name_index: int = _read_integer(prefix_bits)
	# As Latin-1 a name has as many characters as bytes, which its size in the table needs.
	var name: String = _WireText.from_latin1(_read_string()) if name_index == 0 else _header(name_index)[0]
	var value: PackedByteArray = _read_string()
	var text: String = _WireText.from_utf8(value) if _WireText.is_utf8(value) else _WireText.from_latin1(value)
	var header: PackedStringArray = [name, text]
	if indexed and error.is_empty():
		_table.add(header, name.length() + value.size())
	return header


func _header(index: int) -> PackedStringArray:
	var known: int = _HpackStaticTable.headers.size()
	if index >= 1 and index <= known:
		return _HpackStaticTable.headers[index - 1]
	if index > known and index <= known + _table.count():
		return _table.get_header(index - known - 1)
	_fail("there is no header with the number %d" % index)
	return ["", ""]


func _read_integer(prefix_bits: int) -> int:
	if _at >= _block.size():
		_fail("a block ends within a header")
		return 0
	var mask: int = (1 << prefix_bits) - 1
	var value: int = _block[_at] & mask
	_at += 1
	if value < mask:
		return value
	for shift: int in range(0, _MAX_INTEGER_BITS, 7):
		if _at >= _block.size():
			_fail("a block ends within a number")
			return 0
		var byte: int = _block[_at]
		_at += 1
		value += (byte & 0x7F) << shift
		if byte < 0x80:
			return value
	_fail("a number of more than %d bits" % _MAX_INTEGER_BITS)
	return 0


func _read_string() -> PackedByteArray:
	var is_huffman: bool = _at < _block.size() and _block[_at] & 0x80 != 0
	var length: int = _read_integer(7)
	if length > _block.size() - _at:
		_fail("a block ends within a string")
	if not error.is_empty():
		return PackedByteArray()
	var text: PackedByteArray = _block.slice(_at, _at + length)
	_at += length
	if not is_huffman:
		return text
	var plain := PackedByteArray()
	var problem: String = _Huffman.decode(text, plain)
	if not problem.is_empty():
		_fail(problem)
	return plain


# Only the first problem counts.
func _fail(problem: String) -> void:
	if error.is_empty():
		error = problem
