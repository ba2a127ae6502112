@tool
extends RefCounted
## The text of MUSIC_CREDITS.md: the artists of a game's music, and what their licences demand.
##
## The text is written between two marks. Text of the user's outside the marks is kept.

const _Cue := preload("../../runtime/cue.gd")

const BEGIN: String = "<!-- scenescore:begin (Scenescore writes from here to scenescore:end; the rest is yours) -->"
const END: String = "<!-- scenescore:end -->"
const NEW_FILE: String = "# Music credits\n\n"

const UNKNOWN: String = "unknown. Find out the licence before you publish the game: without one you may not use the piece."
# A pattern in the licence's text, and what it means for a game.
const _WARNINGS: Dictionary[String, String] = {
	"(?i)\\bnc\\b|non-?\\s?commercial":
	"This licence forbids commercial use (NC): a game that earns money may not use the piece.",
	"(?i)\\bnd\\b|\\bno\\s?-?deriv":
	"This licence forbids adaptations (ND), and music set to moving pictures counts as one: ask the artist first.",
	"(?i)all rights reserved": "All rights are reserved: you need the artist's permission.",
}


## Returns the new text of the file with these cues' credits. [param previous] is the present text. Returns an empty string
## when the present text lacks one of the marks, because then the user's part can't be told.
static func text(cues: Array[_Cue], previous: String) -> String:
	var written := "%s\n\n%s%s" % [BEGIN, _entries(cues), END]
	var begin := previous.find("<!-- scenescore:begin")
	var end := previous.find(END)
	if begin < 0 and end < 0:
		var kept := NEW_FILE if previous.strip_edges().is_empty() else previous.rstrip("\n") + "\n\n"
		return kept + written + "\n"
	if begin < 0 or end < begin:
		return ""
	return previous.substr(0, begin) + written + previous.substr(end + END.length())


## Returns what a licence forbids, one sentence each; empty for an unknown licence.
static func warnings(license: String) -> PackedStringArray:
	var found := PackedStringArray()
	for pattern: String in _WARNINGS:
		if RegEx.create_from_string(pattern).search(license) != null:
			found.append(_WARNINGS[pattern])
	return found


## Whether a licence's text names no licence.
static func is_unknown(license: String) -> bool:
	return license.strip_edges().to_lower() in ["", "?", "unknown", "none", "n/a"]


static func _entries(cues: Array[_Cue]) -> String:
	var of_piece: Dictionary[String, Array] = {}
	for cue: _Cue in cues:
		var piece := cue.track if not cue.track.is_empty() else cue.audio
		if not piece.is_empty():
			of_piece.get_or_add(piece, [])
			of_piece[piece].append(cue)
	var entries := PackedStringArray()
	for piece: String in of_piece:
		entries.append(_entry(of_piece[piece]))
	entries.sort()
	return "".join(entries)


static func _entry(cues: Array) -> String:
	var license := _first(cues, &"license")
	var title := _first(cues, &"title")
	var lines := PackedStringArray(["## " + _plain(title if not title.is_empty() else _first(cues, &"track")), ""])
	lines.append("- Artist: " + _or_unknown(_plain(_first(cues, &"artist"))))
	lines.append("- Licence: " + (UNKNOWN if is_unknown(license) else _plain(license)))
	for warning: String in warnings(license):
		lines.append("- **Warning:** " + warning)
	lines.append("- Source: " + _or_unknown(_link(_first(cues, &"url"))))
	var audio := _first(cues, &"audio")
	lines.append("- File: " + ("`%s`" % audio if not audio.is_empty() else "not copied into the project yet"))
	var scenes := PackedStringArray()
	for cue: _Cue in cues:
		scenes.append(_plain(cue.scene))
	scenes.sort()
	lines.append("- Scenes: " + ", ".join(scenes))
	return "\n".join(lines) + "\n\n"


static func _first(cues: Array, field: StringName) -> String:
	for cue: _Cue in cues:
		var value: String = cue.get(field)
		if not value.strip_edges().is_empty():
			return value.strip_edges()
	return ""


static func _or_unknown(value: String) -> String:
	return value if not value.is_empty() else "unknown"


# Tags may hold any text; it must not become Markdown markup.
static func _plain(value: String) -> String:
	var plain := ""
	for character: String in value.replace("\n", " ").replace("\r", " "):
		plain += "\\" + character if character in "\\`*_[]<>#|&" else character
	return plain


static func _link(url: String) -> String:
	var is_link := url.begins_with("https://") or url.begins_with("http://")
	for character: String in " <>\n\r\t":
		is_link = is_link and not url.contains(character)
	return "<%s>" % url if is_link else _plain(url)
