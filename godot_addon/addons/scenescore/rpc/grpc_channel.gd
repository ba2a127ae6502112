extends RefCounted
## A gRPC channel in pure GDScript: calls of all four kinds to one server in cleartext, over TCP or a Unix socket.
##
## Call [method poll] each frame and keep a reference to the channel: all reading and writing, and every signal, happens
## in there. It connects for the first call, and again, with growing pauses, while somebody wants it.

const Call := preload("grpc_call.gd")
const Connection := preload("http2_connection.gd")
const Exchange := preload("grpc_exchange.gd")
const Frame := preload("http2_frame.gd")
const Metadata := preload("grpc_metadata.gd")
const Status := preload("grpc_status.gd")

## The connection's state is now [param state].
signal state_changed(state: State)

## Where the connection stands.
enum State {
	IDLE,  ## Not connected, and nobody wants it.
	CONNECTING,  ## On the way.
	READY,  ## Calls go out at once.
	TRANSIENT_FAILURE,  ## The last attempt failed; the next one comes after a pause.
	SHUTDOWN,  ## [method close] was called.
}

const FIRST_PAUSE_S := 0.25
const LONGEST_PAUSE_S := 5.0

## Where the connection stands.
var state: State = State.IDLE

## Why the last connection failed or ended; empty while all is well.
var problem: String = ""

## Whether to connect, and to connect again, without a call that asks for it.
var keep_connected: bool = false

## A response larger than this ends its call with RESOURCE_EXHAUSTED.
var max_message_bytes: int = 4 << 20

## What one [method poll] may take of a frame while much is coming in or going out, in microseconds.
var poll_budget_us: int = 2000

var _target: String
var _authority: String
var _metadata: Dictionary[String, String]
var _connection: Connection = null
# Connections that the server said goodbye on, and whose calls go on.
var _draining: Array[Connection] = []
var _exchanges: Array[Exchange] = []
var _refused: Dictionary[Call, Status] = {}
var _pause_s: float = FIRST_PAUSE_S
var _next_attempt_us: int = 0
var _polling: bool = false


## A channel to [param target]: [code]HOST:PORT[/code] with an IP address or [code]localhost[/code], or
## [code]unix:/PATH[/code]. [param metadata] goes with every call.
func _init(target: String, metadata: Dictionary[String, String] = {}) -> void:
	_target = target
	_authority = "localhost" if target.begins_with("unix:") else target
	_metadata = metadata


## Starts a call of [param path], [code]/package.Service/Method[/code], whose responses are [param response_class]es.
## After [param deadline_s] seconds it ends with DEADLINE_EXCEEDED; 0 is no deadline. It goes out at the next
## [method poll]. [param metadata] goes with this call; the channel's own is replaced where the names are the same.
func start_call(
	path: String, response_class: GDScript, deadline_s: float = 0.0, metadata: Dictionary[String, String] = {}
) -> Call:
	var call := Call.new(response_class)
	var all := _metadata.merged(metadata, true)
	var wrong := Metadata.problem_of(all)
	if state == State.SHUTDOWN:
		_refuse(call, Status.new(Status.Code.CANCELLED, "the channel is closed"))
	elif not wrong.is_empty():
		_refuse(call, Status.new(Status.Code.INTERNAL, wrong))
	else:
		_exchanges.append(Exchange.new(call, path, deadline_s, all, max_message_bytes))
	return call


## Reads, writes, connects, and emits what happened. To be called each frame; never blocks.
func poll() -> void:
	if _polling:
		return
	_polling = true
	if not _refused.is_empty():
		_finish_refused()
	if state != State.SHUTDOWN:
		_work()
	_polling = false


## Ends the connection and all calls (CANCELLED), for good.
func close() -> void:
	if state == State.SHUTDOWN:
		return
	_set_state(State.SHUTDOWN)
	for exchange: Exchange in _exchanges:
		exchange.call.finish(Status.new(Status.Code.CANCELLED, "the channel is closed"))
	_exchanges.clear()
	for connection: Connection in _draining + [_connection]:
		if connection != null:
			connection.close(Frame.ErrorCode.NO_ERROR, "the channel is closed")
	_draining.clear()
	_connection = null


func _work() -> void:
	if state == State.IDLE and _exchanges.is_empty() and not keep_connected and _draining.is_empty():
		return
	var now_us := Time.get_ticks_usec()
	_connect(now_us)
	var until_us := now_us + poll_budget_us
	if _connection != null:
		_connection.poll(until_us)
	if not _draining.is_empty():
		_poll_draining(until_us)
	if state != State.SHUTDOWN:
		_follow_connection()
		_move_calls(now_us)
		_write(until_us)


func _connect(now_us: int) -> void:
	if _connection != null or now_us < _next_attempt_us:
		return
	if not keep_connected and not _exchanges.any(func(exchange: Exchange) -> bool: return exchange.connection == null):
		_set_state(State.IDLE)
		return
	_connection = Connection.new(_target)
	# Half to one and a half times the pause, so that many clients do not come at once.
	_next_attempt_us = now_us + int(_pause_s * randf_range(0.5, 1.5) * 1e6)
	_pause_s = minf(_pause_s * 2.0, LONGEST_PAUSE_S)
	_set_state(State.CONNECTING)


# The channel's state after the connection's.
func _follow_connection() -> void:
	if _connection == null:
		return
	match _connection.state:
		Connection.State.READY:
			if state == State.CONNECTING:
				_pause_s = FIRST_PAUSE_S
				problem = ""
				_set_state(State.READY)
		Connection.State.DRAINING:
			problem = _connection.problem
			_draining.append(_connection)
			_connection = null
			_set_state(State.IDLE)
		Connection.State.CLOSED:
			problem = _connection.problem
			_connection = null
			_set_state(State.TRANSIENT_FAILURE if state == State.CONNECTING else State.IDLE)


func _poll_draining(until_us: int) -> void:
	for connection: Connection in _draining:
		connection.poll(until_us)
		if connection.is_idle():
			connection.close(Frame.ErrorCode.NO_ERROR, "")
	_draining = _draining.filter(func(connection: Connection) -> bool: return connection.state != Connection.State.CLOSED)


# Ends the calls whose time is up or whose server cannot be reached, lets go of those that are over, starts the new.
func _move_calls(now_us: int) -> void:
	var i := 0
	while i < _exchanges.size():
		var exchange := _exchanges[i]
		exchange.check_deadline(now_us)
		if exchange.connection == null and state == State.TRANSIENT_FAILURE and not exchange.call.wait_for_ready:
			exchange.call.finish(Status.new(Status.Code.UNAVAILABLE, "%s: %s" % [_target, problem]))
		if state == State.SHUTDOWN:
			return
		if exchange.call.is_finished():
			exchange.leave()
			_exchanges.remove_at(i)
			continue
		if exchange.connection == null and _connection != null and _connection.can_open():
			exchange.open(_connection, _authority)
		i += 1


# Frame by frame in turn, so that no call's upload holds up another's.
func _write(until_us: int) -> void:
	var more := true
	while more:
		more = false
		for exchange: Exchange in _exchanges:
			more = exchange.write() or more
		if _connection != null:
			_connection.flush()
		for connection: Connection in _draining:
			connection.flush()
		more = more and Time.get_ticks_usec() < until_us


# A call never ends inside its start, where nobody listens yet: the next poll ends it, or this frame's end where a closed
# channel is polled no more.
func _refuse(call: Call, status: Status) -> void:
	_refused[call] = status
	_finish_refused.call_deferred()


func _finish_refused() -> void:
	var refused := _refused
	_refused = {}
	for call: Call in refused:
		call.finish(refused[call])


func _set_state(to: State) -> void:
	if state != to:
		state = to
		state_changed.emit(state)
