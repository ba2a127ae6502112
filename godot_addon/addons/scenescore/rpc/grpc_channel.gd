extends RefCounted
## A gRPC channel in pure GDScript: calls of all four kinds to one server in cleartext, over TCP or a Unix socket.
##
## Call [method poll] each frame and keep a reference to the channel: [method poll] does all reading and writing, and emits
## all signals. The channel connects for the first call, and reconnects, with growing pauses, while there are calls.

const _Call := preload("grpc_call.gd")
const _Connection := preload("http2_connection.gd")
const _Exchange := preload("grpc_exchange.gd")
const _Metadata := preload("grpc_metadata.gd")
const _Status := preload("grpc_status.gd")

## The connection's state has changed to [param state].
signal state_changed(state: GrpcChannelState)

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const State := GrpcChannelState

## The state of the connection.
enum GrpcChannelState {
	IDLE,  ## Not connected.
	CONNECTING,  ## An attempt to connect is under way.
	READY,  ## Connected: calls are sent at once.
	TRANSIENT_FAILURE,  ## The last attempt failed; the next one follows after a pause.
	SHUTDOWN,  ## [method close] was called.
}

## The pause after the first failed attempt to connect; it doubles with each further one.
const FIRST_PAUSE_S := 0.25
## The longest pause between two attempts to connect.
const MAX_PAUSE_S := 5.0

## The state of the connection.
var state: GrpcChannelState = GrpcChannelState.IDLE

## Why the last connection failed or ended; empty while nothing is wrong.
var problem: String = ""

## Whether to connect and reconnect also while there are no calls.
var keep_connected: bool = false

## A larger response ends its call with RESOURCE_EXHAUSTED. A change applies to calls that start afterwards.
var max_message_bytes: int = 4 << 20

## The most time that one [method poll] spends on reading and writing, in microseconds. The time of signal handlers is not
## included.
var poll_budget_us: int = 2000

var _target: String
var _authority: String
var _metadata: Dictionary[String, String]
var _connection: _Connection = null
# Connections after GOAWAY whose calls are not finished yet.
var _draining: Array[_Connection] = []
var _exchanges: Array[_Exchange] = []
# Calls with signals to emit.
var _pending: Array[_Call] = []
var _new_states: Array[GrpcChannelState] = []
var _pause_s: float = FIRST_PAUSE_S
var _next_attempt_us: int = 0


## Creates a channel to [param target]: [code]HOST:PORT[/code] with an IP address or [code]localhost[/code], or
## [code]unix:/PATH[/code]. [param metadata] is sent with every call.
func _init(target: String, metadata: Dictionary[String, String] = {}) -> void:
	_target = target
	_authority = "localhost" if target.begins_with("unix:") else target
	_metadata = metadata


## Starts a call of [param path], [code]/package.Service/Method[/code], with responses of [param response_class]. After
## [param deadline_s] seconds it ends with DEADLINE_EXCEEDED; 0 means no deadline. It is sent at the next [method poll].
## [param metadata] is sent with this call, and overrides the channel's metadata of the same names.
func start_call(
	path: String, response_class: GDScript, deadline_s: float = 0.0, metadata: Dictionary[String, String] = {}
) -> _Call:
	var started := _Call.new(response_class)
	var all := _metadata.merged(metadata, true)
	var metadata_problem := _Metadata.problem_of(all)
	if state == GrpcChannelState.SHUTDOWN:
		started.end(_Status.new(_Status.Code.CANCELLED, "the channel is closed"))
		_pending.append(started)
		# A closed channel may not be polled any more.
		_emit_signals.call_deferred()
	elif not metadata_problem.is_empty():
		started.end(_Status.new(_Status.Code.INTERNAL, metadata_problem))
		_pending.append(started)
	else:
		_exchanges.append(_Exchange.new(started, _pending, path, deadline_s, all, max_message_bytes))
	return started


## Reads, writes, connects, and then emits signals. Call it each frame; it never blocks.
func poll() -> void:
	var is_wanted := keep_connected or not _exchanges.is_empty()
	if is_wanted or _connection != null or not _draining.is_empty() or state == GrpcChannelState.TRANSIENT_FAILURE:
		_work()
	_emit_signals()


## Closes the channel for good. Its calls end with CANCELLED.
func close() -> void:
	if state == GrpcChannelState.SHUTDOWN:
		return
	for exchange: _Exchange in _exchanges:
		exchange.end(_Status.new(_Status.Code.CANCELLED, "the channel is closed"))
	_exchanges.clear()
	for connection: _Connection in _draining:
		connection.close()
	_draining.clear()
	if _connection != null:
		_connection.close()
		_connection = null
	_change_state(GrpcChannelState.SHUTDOWN)
	_emit_signals()


func _work() -> void:
	var now_us := Time.get_ticks_usec()
	var until_us := now_us + poll_budget_us
	if _connection == null:
		_connect(now_us)
	if _connection != null:
		_connection.poll(until_us)
	# Checked again, because the channel may have been closed meanwhile.
	if _connection != null:
		_check_connection()
	if not _draining.is_empty():
		_poll_draining(until_us)
	if not _exchanges.is_empty():
		_advance_calls(now_us)
	_write(until_us)


func _connect(now_us: int) -> void:
	if state == GrpcChannelState.SHUTDOWN or now_us < _next_attempt_us:
		return
	if not keep_connected and not _exchanges.any(func(exchange: _Exchange) -> bool: return exchange.is_waiting()):
		_change_state(GrpcChannelState.IDLE)
		return
	_connection = _Connection.new(_target)
	_change_state(GrpcChannelState.CONNECTING)
	# Half to one and a half times the pause, so that not all clients reconnect at once.
	_next_attempt_us = now_us + int(_pause_s * randf_range(0.5, 1.5) * 1e6)
	_pause_s = minf(_pause_s * 2.0, MAX_PAUSE_S)


func _check_connection() -> void:
	match _connection.state:
		_Connection.State.READY:
			if state == GrpcChannelState.CONNECTING:
				_change_state(GrpcChannelState.READY)
				problem = ""
				_pause_s = FIRST_PAUSE_S
		_Connection.State.DRAINING:
			_change_state(GrpcChannelState.IDLE)
			problem = _connection.problem
			_draining.append(_connection)
			_connection = null
		_Connection.State.CLOSED:
			_change_state(GrpcChannelState.TRANSIENT_FAILURE if state == GrpcChannelState.CONNECTING else GrpcChannelState.IDLE)
			problem = _connection.problem
			_connection = null


func _poll_draining(until_us: int) -> void:
	for connection: _Connection in _draining:
		connection.poll(until_us)
		if connection.is_idle():
			connection.close()
	_draining = _draining.filter(func(connection: _Connection) -> bool: return connection.state != _Connection.State.CLOSED)


# Ends calls that are past their deadline or whose server can't be reached, drops finished calls, and starts new ones.
func _advance_calls(now_us: int) -> void:
	var unfinished: Array[_Exchange] = []
	for exchange: _Exchange in _exchanges:
		exchange.check_deadline(now_us)
		if exchange.is_waiting():
			if _connection != null and _connection.can_open():
				exchange.open(_connection, _authority)
			elif state == GrpcChannelState.TRANSIENT_FAILURE and not exchange.handle.wait_for_ready:
				exchange.end(_Status.new(_Status.Code.UNAVAILABLE, "%s: %s" % [_target, problem]))
		if exchange.handle.is_over():
			exchange.close()
		else:
			unfinished.append(exchange)
	_exchanges = unfinished


# Writes one frame of each call in turn, so that no call's upload blocks another's.
func _write(until_us: int) -> void:
	var more := true
	while more:
		more = false
		for exchange: _Exchange in _exchanges:
			more = exchange.write() or more
		if _connection != null:
			_connection.flush()
		for connection: _Connection in _draining:
			connection.flush()
		more = more and Time.get_ticks_usec() < until_us


# Runs after all the work, so that signal handlers may do anything: start and cancel calls, poll, close the channel.
func _emit_signals() -> void:
	while not _new_states.is_empty():
		state_changed.emit(_new_states.pop_front())
	while not _pending.is_empty():
		var next: _Call = _pending.pop_front()
		next.emit_signals()


func _change_state(to: GrpcChannelState) -> void:
	if state != to:
		state = to
		_new_states.append(to)
