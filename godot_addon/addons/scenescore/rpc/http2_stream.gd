extends RefCounted
## One HTTP/2 stream: where it stands, and its windows. The connection moves it; whoever opened it listens.

const _ReceiveWindow := preload("http2_receive_window.gd")

## What the server may send ahead of us.
const WINDOW := 1 << 20

## Headers, or trailers when [param ended]; interim (1xx) ones as well.
@warning_ignore("unused_signal")
signal headers_received(headers: Array[PackedStringArray], ended: bool)

## Body bytes: from where [param bytes] stands to before [param to].
@warning_ignore("unused_signal")
signal data_received(bytes: StreamPeerBuffer, to: int, ended: bool)

## The stream is over before its proper end. [param error] is HTTP/2's code for why, or -1 when the connection went or the
## server never took the stream up; [param problem] says it in words.
@warning_ignore("unused_signal")
signal broken(error: int, problem: String)

## Its number on the connection.
var id: int

## Bytes that the server still takes.
var send_window: int

## When to tell the server of new room.
var receive_window: _ReceiveWindow = _ReceiveWindow.new(WINDOW)

## Whether this side has said its last.
var local_ended: bool = false

## Whether nothing more will come: the server's last has come, or the stream is broken or reset.
var is_over: bool = false


func _init(of_id: int, of_send_window: int) -> void:
	id = of_id
	send_window = of_send_window
