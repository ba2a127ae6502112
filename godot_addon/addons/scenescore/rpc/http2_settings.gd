extends RefCounted
## The server's SETTINGS (RFC 9113, section 6.5); the protocol's defaults before they arrive.

const _Frame := preload("http2_frame.gd")
const _FrameReader := preload("http2_frame_reader.gd")

## The initial window of a stream, in bytes.
var initial_window: int = _Frame.DEFAULT_WINDOW

## The most streams that may be open at once.
var max_streams: int = _Frame.MAX_WINDOW

## The size of the dynamic header table, in bytes.
var header_table_size: int = 4096


## Reads the settings in [param frame]. Returns the error in them; [constant Frame.ErrorCode.NO_ERROR] when there is none.
func read(frame: _FrameReader) -> _Frame.ErrorCode:
	if frame.size % 6 != 0:
		return _Frame.ErrorCode.FRAME_SIZE_ERROR
	while frame.bytes.get_position() < frame.to:
		var setting := frame.bytes.get_u16()
		var value := frame.bytes.get_u32()
		match setting:
			_Frame.Setting.HEADER_TABLE_SIZE:
				header_table_size = value
			_Frame.Setting.ENABLE_PUSH:
				if value != 0:
					return _Frame.ErrorCode.PROTOCOL_ERROR
			_Frame.Setting.MAX_CONCURRENT_STREAMS:
				max_streams = value
			_Frame.Setting.INITIAL_WINDOW_SIZE:
				if value > _Frame.MAX_WINDOW:
					return _Frame.ErrorCode.FLOW_CONTROL_ERROR
				initial_window = value
			_Frame.Setting.MAX_FRAME_SIZE:
				# Larger frames would be allowed, but are never needed.
				if value < _Frame.MAX_PAYLOAD or value > 0xffffff:
					return _Frame.ErrorCode.PROTOCOL_ERROR
	return _Frame.ErrorCode.NO_ERROR
