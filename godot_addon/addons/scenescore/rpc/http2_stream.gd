extends RefCounted
## One HTTP/2 stream: its state and its windows. The connection updates it and emits its signals.

const _ReceiveWindow := preload("http2_receive_window.gd")

## The receive window, in bytes.
const WINDOW := 1 << 20

## Headers have arrived, also interim (1xx) ones. With [param ended] they may be trailers.
@warning_ignore("unused_signal")
signal headers_received(headers: Array[PackedStringArray], ended: bool)

## Bytes of the body have arrived, from the position of [param bytes] up to [param to].
@warning_ignore("unused_signal")
signal data_received(bytes: StreamPeerBuffer, to: int, ended: bool)

## The stream has ended early. [param error] is the HTTP/2 error code, or -1 when the connection was lost or the server
## never processed the stream. [param problem] is the reason in words.
@warning_ignore("unused_signal")
signal broken(error: int, problem: String)

## The stream's number on the connection.
var id: int

## The send window, in bytes.
var send_window: int

## The receive window.
var receive_window: _ReceiveWindow = _ReceiveWindow.new(WINDOW)

## Whether the client has ended its side.
var local_ended: bool = false

## Whether nothing more will arrive: the server has ended the stream, or it was broken or reset.
var is_over: bool = false


func _init(of_id: int, of_send_window: int) -> void:
	id = of_id
	send_window = of_send_window
