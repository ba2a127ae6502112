extends RefCounted
## Encodes the headers of one HTTP/2 connection (HPACK, RFC 7541), without the optional Huffman code.

const _HpackDynamicTable := preload("hpack_dynamic_table.gd")
const _HpackStaticTable := preload("hpack_static_table.gd")

# A larger table would only cost memory.
const _MAX_TABLE_SIZE: int = 4096
# Headers that differ from call to call are not added to the table, where they would displace others.
const _VARYING: PackedStringArray = ["grpc-timeout", "content-length"]

## The largest table that the peer allows: its SETTINGS_HEADER_TABLE_SIZE. The next block announces a change.
var max_table_size: int = 4096:
	set(value):
		max_table_size = value
		var size: int = mini(value, _MAX_TABLE_SIZE)
		if size != _table.max_size:
			_smallest_size = mini(_smallest_size, size) if _size_changed else size
			_size_changed = true
			_table.max_size = size

var _table: _HpackDynamicTable = _HpackDynamicTable.new()
var _size_changed: bool = false
# The smallest size since the last block: the peer must remove the same headers as this encoder.
var _smallest_size: int = 0
var _block := PackedByteArray()


## Encodes pairs of name and value as a header block. Names become lower-case, as HTTP/2 requires.
func encode(headers: Array[PackedStringArray]) -> PackedByteArray:
	_block = PackedByteArray()
	if _size_changed:
		if _smallest_size < _table.max_size:
			_write_integer(_smallest_size, 0x20, 5)
		_write_integer(_table.max_size, 0x20, 5)
		_size_changed = false
	for header: PackedStringArray in headers:
		_write(PackedStringArray([header[0].to_lower(), header[1]]))
	var block: PackedByteArray = _block
	_block = PackedByteArray()
	return block


func _write(header: PackedStringArray) -> void:
	var index: int = _HpackStaticTable.numbers.get(header, 0)
	if index == 0:
		var age: int = _table.find(header)
		index = _HpackStaticTable.headers.size() + 1 + age if age >= 0 else 0
	if index > 0:
		_write_integer(index, 0x80, 7)
		return
	var name: PackedByteArray = header[0].to_utf8_buffer()
	var value: PackedByteArray = header[1].to_utf8_buffer()
	var size: int = name.size() + value.size()
	# A header that would empty the table is not added.
	var keep: bool = header[0] not in _VARYING and size + _HpackDynamicTable.OVERHEAD <= _table.max_size
	var name_index: int = _HpackStaticTable.name_numbers.get(header[0], 0)
	if keep:
		_write_integer(name_index, 0x40, 6)
		_table.add(header, size)
	else:
		_write_integer(name_index, 0x00, 4)
	if name_index == 0:
		_write_string(name)
	_write_string(value)


func _write_integer(value: int, pattern: int, prefix_bits: int) -> void:
	var mask: int = (1 << prefix_bits) - 1
	if value < mask:
		_block.append(pattern | value)
		return
	_block.append(pattern | mask)
	value -= mask
	while value > 0x7F:
		_block.append((value & 0x7F) | 0x80)
		value >>= 7
	_block.append(value)


func _write_string(text: PackedByteArray) -> void:
	_write_integer(text.size(), 0x00, 7)
	_block.append_array(text)
