extends SceneTree
## Answers a list of questions of another program: `godot --headless --path PROJECT -s res://….gd -- IN.json OUT.json`.
##
## IN.json is the list; OUT.json gets the results of [method _answer] in the same order.


func _initialize() -> void:
	var paths: PackedStringArray = OS.get_cmdline_user_args()
	var answers: Array = []
	for question: Variant in JSON.parse_string(FileAccess.get_file_as_string(paths[0])):
		answers.append(_answer(question))
	var out: FileAccess = FileAccess.open(paths[1], FileAccess.WRITE)
	out.store_string(JSON.stringify(answers))
	quit()


## Answers one question; subclasses override it.
func _answer(question: Variant) -> Variant:
	return question
