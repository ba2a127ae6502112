extends RefCounted
## What one endpoint told the other in its SETTINGS (RFC 9113, section 6.5); the defaults until it has.

const _Frame := preload("http2_frame.gd")
const _FrameReader := preload("http2_frame_reader.gd")

## Bytes that a new stream may take before its first WINDOW_UPDATE.
var initial_window: int = _Frame.DEFAULT_WINDOW

## Streams that may be open at once.
var max_streams: int = _Frame.MAX_WINDOW

## Bytes of the dynamic header table.
var header_table_size: int = 4096


## Takes over the settings in [param frame], and answers how the server broke the rules in them:
## [constant Frame.ErrorCode.NO_ERROR] when it did not.
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
				# Longer frames than 16,384 are allowed then, but never needed.
				if value < _Frame.MAX_PAYLOAD or value > 0xffffff:
					return _Frame.ErrorCode.PROTOCOL_ERROR
	return _Frame.ErrorCode.NO_ERROR
