extends "test_case.gd"
## How often a daemon that ends by itself is restarted.

const RestartBackoff := preload("../addons/scenescore/editor/daemon/restart_backoff.gd")

var _backoff := RestartBackoff.new()


func test_the_pauses_grow_and_the_fourth_end_within_a_minute_is_the_last() -> void:
	equal(_backoff.next_pause_ms(0), 0)
	equal(_backoff.next_pause_ms(1000), 1000)
	equal(_backoff.next_pause_ms(2000), 3000)
	equal(_backoff.next_pause_ms(59_000), -1)


func test_ends_more_than_a_minute_ago_do_not_count() -> void:
	for i: int in 3:
		_backoff.next_pause_ms(i * 1000)
	equal(_backoff.next_pause_ms(60_500), 3000)
	equal(_backoff.next_pause_ms(60_600), -1)
	equal(_backoff.next_pause_ms(200_000), 0)


func test_a_start_by_the_user_resets_the_count() -> void:
	for i: int in 4:
		_backoff.next_pause_ms(i)
	_backoff.clear()
	equal(_backoff.next_pause_ms(5), 0)
