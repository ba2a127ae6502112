extends RefCounted
## One HTTP/2 stream: where it stands, and its two windows. The connection moves it; whoever opened it listens.

## Headers, or trailers when [param ended]; interim (1xx) ones as well.
signal headers_received(headers: Array[PackedStringArray], ended: bool)

## Body bytes: those of [param buffer] between [param from] and [param to].
signal data_received(buffer: PackedByteArray, from: int, to: int, ended: bool)

## The stream is over before its proper end: the peer reset it ([param error] is its code), or with [param error] -1 the
## connection went, or never took it. [param problem] says it in words.
signal broken(error: int, problem: String)

## Its number on the connection.
var id: int

## Bytes that the peer still takes.
var send_window: int

## Bytes that the peer may still send.
var receive_window: int

## Bytes read since the peer last got new room.
var unacknowledged: int = 0

## Whether this side has said its last.
var local_ended: bool = false

## Whether nothing more will come: the peer's last has come, or the stream is broken or reset.
var is_over: bool = false


func _init(of_id: int, of_send_window: int, of_receive_window: int) -> void:
	id = of_id
	send_window = of_send_window
	receive_window = of_receive_window
