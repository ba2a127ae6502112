extends "test_case.gd"
## How often a daemon that ends by itself is started again.

const RestartBackoff := preload("../addons/scenescore/editor/daemon/restart_backoff.gd")

var _pauses := RestartBackoff.new()


func test_the_pauses_grow_and_the_fourth_end_within_a_minute_is_the_last() -> void:
	equal(_pauses.next_ms(0), 0)
	equal(_pauses.next_ms(1000), 1000)
	equal(_pauses.next_ms(2000), 3000)
	equal(_pauses.next_ms(59_000), -1)


func test_what_is_longer_ago_than_a_minute_is_forgotten() -> void:
	for i: int in 3:
		_pauses.next_ms(i * 1000)
	equal(_pauses.next_ms(60_500), 3000)
	equal(_pauses.next_ms(60_600), -1)
	equal(_pauses.next_ms(200_000), 0)


func test_a_user_who_starts_it_begins_anew() -> void:
	for i: int in 4:
		_pauses.next_ms(i)
	_pauses.clear()
	equal(_pauses.next_ms(5), 0)
