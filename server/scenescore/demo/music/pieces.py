"""The 24 pieces of the demo's library, as data."""

from scenescore.demo.music.notation import Part, Piece


def pieces() -> list[Piece]:
    """Return the pieces, sorted by character."""
    return [*BATTLE, *BOSS, *TOWN, *FIELD, *DUNGEON, *TALK, *SAD, *VICTORY]


BATTLE = (
    Piece(
        "battle_1_first_strike", "First Strike", "battle", 168, 52, "minor",
        (0, 0, 5, 6, 0, 0, 3, 4, 0, 0, 5, 6, 3, 3, 4, 4),
        (
            Part("saw lead", "melody", "xxxx", 2, 0.8),
            Part("driven guitar", "bass", "x-x-x-x-", -1, 0.7),
            Part("organ", "chords", "x.x.x.x.", 1, 0.3),
        ),
        "k.h.s.hhk.k.s.h.", seed=11,
    ),
    Piece(
        "battle_2_blood_moon", "Blood Moon", "battle", 144, 49, "phrygian",
        (0, 1, 0, 1, 0, 1, 2, 1, 0, 1, 0, 1, 5, 4, 2, 1),
        (
            Part("choir", "chords", "x-------", 1, 0.8),
            Part("driven guitar", "bass", "xxx.xxx.", -1, 0.7),
            Part("bell", "melody", "xx.x", 3, 0.35),
        ),
        "k.tts.ttk.t.s.tt", reverb=0.35, seed=12,
    ),
    Piece(
        "battle_3_river_skirmish", "River Skirmish", "battle", 156, 57, "dorian",
        (0, 3, 0, 3, 5, 3, 0, 6, 0, 3, 0, 3, 5, 6, 0, 0),
        (
            Part("pulse lead", "melody", "xxxx", 1, 0.8),
            Part("pulse lead", "arpeggio", "xxxxxxxx", 0, 0.35),
            Part("round bass", "bass", "x.xx.xx.", -2, 0.7),
        ),
        "k.hhs.h.kkh.s.hs", seed=13,
    ),
)  # fmt: skip
BOSS = (
    Piece(
        "boss_1_iron_crown", "Iron Crown", "boss", 126, 43, "harmonic",
        (0, 0, 5, 4, 0, 0, 3, 4, 0, 5, 3, 4),
        (
            Part("organ", "chords", "x---x---", 1, 0.9),
            Part("organ", "arpeggio", "xxxxxxxxxxxx", 2, 0.45),
            Part("round bass", "bass", "x---x---", -1, 0.8),
        ),
        "k...k...k...kk..", echo=0.3, reverb=0.4, seed=21,
    ),
    Piece(
        "boss_2_last_engine", "Last Engine", "boss", 184, 45, "phrygian",
        (0, 0, 1, 1, 0, 0, 1, 4, 0, 0, 1, 1, 5, 5, 4, 4, 0, 0, 1, 4),
        (
            Part("driven guitar", "bass", "xx.xx.xx", 0, 1.0),
            Part("saw lead", "arpeggio", "xxxxxxxxxxxxxxxx", 1, 0.4),
            Part("saw lead", "melody", "..xx", 2, 0.5),
        ),
        "kkhkskhkkkhkskhs", seed=22,
    ),
)  # fmt: skip
TOWN = (
    Piece(
        "town_1_market_day", "Market Day", "town", 118, 60, "major",
        (0, 3, 4, 0, 5, 3, 4, 0, 0, 3, 4, 0),
        (
            Part("lute", "melody", "xxxx", 1, 0.8),
            Part("guitar", "chords", ".x.x.x.x", 0, 0.5),
            Part("round bass", "bass", "x.x.x.x.", -2, 0.6),
        ),
        "k.b.c.b.", seed=31,
    ),
    Piece(
        "town_2_harbour_waltz", "Harbour Waltz", "town", 132, 65, "mixolydian",
        (0, 6, 3, 0, 0, 6, 4, 0, 3, 3, 0, 0, 6, 6, 4, 0),
        (
            Part("organ", "melody", "xxxx", 0, 0.7),
            Part("organ", "chords", "..x.x.", 0, 0.4),
            Part("round bass", "bass", "x.....", -2, 0.8),
        ),
        "b.b.b.", beats_per_bar=3, seed=32,
    ),
    Piece(
        "town_3_snowed_in", "Snowed In", "town", 92, 62, "lydian",
        (0, 1, 0, 4, 0, 1, 5, 4),
        (
            Part("bell", "melody", "xxxx", 1, 0.7),
            Part("bell", "arpeggio", "x-x-x-x-", 0, 0.4),
            Part("strings", "chords", "x-------", -1, 0.4),
        ),
        reverb=0.35, seed=33,
    ),
    Piece(
        "town_4_guild_hall", "Guild Hall", "town", 108, 58, "dorian",
        (0, 3, 0, 6, 0, 3, 4, 0, 2, 3, 4, 0),
        (
            Part("flute", "melody", "xxxx", 2, 0.7),
            Part("guitar", "arpeggio", "xxxxxxxx", 0, 0.6),
            Part("harp", "bass", "x---x---", -1, 0.6),
        ),
        "k.bbc.b.", seed=34,
    ),
)  # fmt: skip
FIELD = (
    Piece(
        "field_1_green_road", "Green Road", "field", 104, 55, "major",
        (0, 4, 5, 3, 0, 4, 3, 4, 5, 3, 0, 4),
        (
            Part("flute", "melody", "xxxx", 2, 0.9),
            Part("strings", "chords", "x-------", 0, 0.6),
            Part("harp", "arpeggio", "x-x-x-x-", 1, 0.35),
        ),
        "k...b...", echo=0.25, reverb=0.2, seed=41,
    ),
    Piece(
        "field_2_wide_plains", "Wide Plains", "field", 138, 50, "mixolydian",
        (0, 6, 3, 0, 0, 6, 3, 4, 0, 6, 3, 0, 5, 6, 0, 0),
        (
            Part("strings", "chords", "x-x-x.x.", 1, 0.8),
            Part("saw lead", "melody", "..xx", 2, 0.4),
            Part("round bass", "bass", "x.xxx.xx", -1, 0.8),
        ),
        "k.hhs.hhk.hhs.hs", seed=42,
    ),
    Piece(
        "field_3_sandglass", "Sandglass", "field", 98, 52, "harmonic",
        (0, 0, 4, 4, 0, 0, 5, 4, 0, 4),
        (
            Part("guitar", "melody", "xxxx", 1, 0.9),
            Part("round bass", "bass", "x..x..x.", -1, 0.6),
            Part("strings", "chords", "x-------", 0, 0.3),
        ),
        "t.bbt.tb", seed=43,
    ),
    Piece(
        "field_4_cloud_ladder", "Cloud Ladder", "field", 122, 67, "lydian",
        (0, 1, 0, 1, 4, 1, 0, 1, 5, 1, 4, 1),
        (
            Part("bell", "arpeggio", "xxxxxxxx", 0, 0.7),
            Part("flute", "melody", "xxxx", 0, 0.7),
            Part("round bass", "bass", "x---x---", -2, 0.5),
        ),
        "h.h.h.hh", echo=0.3, seed=44,
    ),
)  # fmt: skip
DUNGEON = (
    Piece(
        "dungeon_1_dripping_dark", "Dripping Dark", "dungeon", 76, 45, "phrygian",
        (0, 0, 1, 0, 0, 5, 1, 0),
        (
            Part("choir", "chords", "x-------", 0, 0.8),
            Part("bell", "melody", "x.x.", 3, 0.25),
            Part("round bass", "bass", "x-------", -1, 0.9),
        ),
        echo=0.45, reverb=0.5, brightness_hz=2_500.0, seed=51,
    ),
    Piece(
        "dungeon_2_clockwork_crypt", "Clockwork Crypt", "dungeon", 112, 53, "harmonic",
        (0, 0, 5, 5, 0, 0, 3, 4, 0, 0, 5, 4),
        (
            Part("harp", "arpeggio", "x.x.x.x.x.x.x.x.", 1, 0.9),
            Part("pulse lead", "bass", "x...x...", -1, 0.5),
            Part("strings", "chords", "x-------", 1, 0.25),
        ),
        "h...h.h.", echo=0.35, seed=52,
    ),
    Piece(
        "dungeon_3_lava_steps", "Lava Steps", "dungeon", 130, 47, "phrygian",
        (0, 1, 0, 1, 0, 1, 3, 1, 0, 1, 0, 1),
        (
            Part("driven guitar", "bass", "x..x..x.", 0, 0.9),
            Part("organ", "chords", "x...x...", 0, 0.4),
            Part("bell", "arpeggio", "..x...x.", 2, 0.2),
        ),
        "k..tk..tk..tk.tt", brightness_hz=5_000.0, seed=53,
    ),
)  # fmt: skip
TALK = (
    Piece(
        "talk_1_by_the_well", "By the Well", "talk", 88, 64, "major",
        (0, 5, 3, 4, 0, 5, 1, 4),
        (
            Part("lute", "arpeggio", "x-x-x-x-", 0, 0.8),
            Part("bell", "melody", "x.x.", 1, 0.3),
        ),
        brightness_hz=6_000.0, seed=61,
    ),
    Piece(
        "talk_2_old_friends", "Old Friends", "talk", 96, 53, "mixolydian",
        (0, 3, 0, 6, 0, 3, 6, 0),
        (
            Part("strings", "chords", "x---x---", 0, 0.7),
            Part("organ", "melody", "xx.x", 1, 0.5),
            Part("round bass", "bass", "x---x.x.", -1, 0.6),
        ),
        "b.b.b.b.", brightness_hz=5_000.0, seed=62,
    ),
    Piece(
        "talk_3_secret_plan", "Secret Plan", "talk", 116, 58, "minor",
        (0, 0, 3, 0, 5, 4, 0, 0, 3, 3, 4, 4),
        (
            Part("round bass", "bass", "x.x..x..", -1, 0.9),
            Part("pulse lead", "arpeggio", "..x...x.", 1, 0.3),
        ),
        "h.c.h.c.", seed=63,
    ),
    Piece(
        "talk_4_tea_with_a_witch", "Tea with a Witch", "talk", 126, 61, "harmonic",
        (0, 4, 0, 4, 3, 0, 4, 0, 5, 3, 4, 0, 0, 4, 4, 0),
        (
            Part("pulse lead", "melody", "x.xx", 1, 0.5),
            Part("lute", "chords", "..x.x.", 0, 0.6),
            Part("music box", "bass", "x.....", -1, 0.7),
        ),
        beats_per_bar=3, seed=64,
    ),
)  # fmt: skip
SAD = (
    Piece(
        "sad_1_last_letter", "Last Letter", "sad", 66, 57, "minor",
        (0, 5, 3, 4, 0, 5, 4, 0),
        (
            Part("flute", "melody", "xxxx", 1, 0.9),
            Part("strings", "chords", "x-------", 0, 0.7),
        ),
        echo=0.3, reverb=0.35, brightness_hz=4_000.0, seed=71,
    ),
    Piece(
        "sad_2_empty_throne", "Empty Throne", "sad", 72, 50, "dorian",
        (0, 6, 3, 0, 0, 2, 6, 0),
        (
            Part("harp", "arpeggio", "x-x-x-x-", 1, 0.9),
            Part("strings", "bass", "x-------", 0, 0.5),
        ),
        echo=0.35, reverb=0.4, brightness_hz=3_500.0, seed=72,
    ),
)  # fmt: skip
VICTORY = (
    Piece(
        "victory_1_banner_high", "Banner High", "victory", 140, 60, "major",
        (0, 3, 4, 0, 5, 3, 4, 4, 0, 3, 4, 0, 3, 4, 0, 0),
        (
            Part("saw lead", "chords", "x.xxx---", 1, 0.8),
            Part("pulse lead", "melody", "xxxx", 2, 0.5),
            Part("round bass", "bass", "x.x.x.x.", -2, 0.7),
        ),
        "k.s.k.ss", seed=81,
    ),
    Piece(
        "victory_2_home_again", "Home Again", "victory", 100, 63, "lydian",
        (0, 4, 0, 1, 5, 1, 4, 0, 0, 4),
        (
            Part("strings", "chords", "x---x---", 1, 0.8),
            Part("bell", "arpeggio", "xxxxxxxx", 1, 0.5),
            Part("flute", "melody", "xxxx", 1, 0.5),
        ),
        "k...s...", echo=0.25, seed=82,
    ),
)  # fmt: skip
