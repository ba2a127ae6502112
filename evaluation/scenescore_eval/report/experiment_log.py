"""What was tried against goals that the default preset misses, what came of it, and what it would take."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Tries:
    """What was tried for one purpose.

    Attributes
    ----------
    title : str
        The purpose.
    goals : frozenset of str
        What the goals are about that it would meet; see `scenescore_eval.report.figures.goals.Goal`.
    tried : tuple of str
        Each with its figures.
    wanted : str
        The data or the idea that it would take.
    """

    title: str
    goals: frozenset[str]
    tried: tuple[str, ...]
    wanted: str


WHERE: Final = (
    "Figures of the four games that Scenescore is measured on (Tuxemon, Wesnoth, Freedoom and "
    "SuperTuxKart, 141 pieces; 24 to 26 November 2026, 2 cores). Other games may miss a goal for reasons "
    "of their own. Decisions are pages of the documentation."
)

TRIES: Final = (
    Tries(
        "The right piece in the game itself",
        frozenset({"own piece", "own colours"}),
        (
            "On the later halves of Tuxemon (79 windows) and Freedoom (16), the network alone finds the "
            "right piece in 0.68 and 0.00 with one segment a piece and in 0.81 and 0.06 with eight; with a "
            "memory of its footage in 0.96 and 0.56, where the colours have 0.96 and 0.44 (decisions 0010 "
            "and 0013).",
            "A loss that compares steps as sets, and predictions brought back to the spread of what they "
            "learn: 41 of 50 segments of a role-playing game instead of 17. A contrastive term beside it: "
            "gains on chroma, none on MFCCs (decision 0005).",
            "Several of the nearest remembered windows together: better and worse by chance. Half-way to "
            "the nearest one: no gain (decision 0010).",
            "All of clips and halves that are shorter than 12 seconds is remembered, too: 0.69 in "
            "Freedoom. In Tuxemon it reaches 0.96, and so do the colours.",
        ),
        "Pictures that tell the piece. The nearest earlier window is of the right piece in 0.96 and 0.56, "
        "and nothing more is lost after that. Wesnoth draws the pieces of its battles at random; a level "
        "that is first seen in its later half needs more footage.",
    ),
    Tries(
        "Another game without a cue",
        frozenset({"other kind", "paper form"}),
        (
            "Three or four games are all that a network has seen; nothing in their pictures says 'fight' "
            "in a fifth. And knowing would not do: who is told the true kind of each scene, and answers "
            "with what is really heard in a scene of that kind in another game, has 2.0 of six scenes of "
            "Tuxemon nearest to their kind (chance 2.0) and 3.0 of Wesnoth (3.0), and the right kind for "
            "0.13 and 0.19 of their windows (chance 0.09 and 0.07). Harmony and timbre of one game's "
            "battles are no nearer to another's battles than to its villages.",
            "Movement does tell fights from talks in both games (0.08 and 0.15 of the pixels change in "
            "half a second, in talks 0.01 and 0.03), but the nearest earlier window by movement found the "
            "kind in 0.03 and 0.08 (a one-off script).",
            "Eleven other features of the music (rhythm, onsets, loudness, brightness, percussiveness, "
            "mode, spectral contrast, MFCCs with their spread and their change, tempogram), in their own "
            "space or with each game's music brought to one mean: the three nearest pieces of other games "
            "are of the right kind in 0.03 to 0.15 (chance 0.06; 55 pieces; a one-off script).",
            "Two networks that have learnt tags from 240,000 songs and 26,000 clips (musicnn, trained on "
            "the Million Song Dataset and on MagnaTagATune), by their tags, their last layers or both: "
            "0.07 to 0.18. Fights against calm music: 0.43 to 0.58 (chance 0.49; a one-off script).",
            "A linear classifier of fights against calm music that has learnt from other games tells 0.70 "
            "of Tuxemon's and 0.80 of Wesnoth's by MFCCs with each game's mean taken off, and 0.65 and "
            "0.70 by those networks' tags (chance 0.50; a one-off script).",
        ),
        "A notion of character that is learnt from the music of tens of games together with their scenes. "
        "Until then one cue for each kind of scene says what no picture does.",
    ),
    Tries(
        "Cues for each piece",
        frozenset({"one", "three"}),
        (
            "A cue that knows all of its scene instead of its window: one cue 0.76 instead of 0.64, three "
            "0.89 instead of 0.80, where the nearest cue decides (decision 0014). As sessions let cues "
            "decide, one finds 0.79.",
            "A pretrained network (EfficientNet-Lite0) in place of edges and colours: 0.77 and 0.90 (a "
            "one-off script).",
            "How still a window is, beside how it looks: no gain for pieces. Cues for the whole scene "
            "wherever it is known that it hasn't ended: 0.89. Were it known of each stretch where it ends: "
            "0.91, and 0.80 with one cue (one-off scripts).",
        ),
        "Games that tell when a level begins and ends: what looks different in it then has its cue, too.",
    ),
    Tries(
        "One cue for each kind of scene",
        frozenset({"scene"}),
        (
            "In Tuxemon, other clips, cues reached two or three times as far where two or three tracks had "
            "them: 0.77. Four times as far from the second track on: 0.79. How still a window is counts "
            "beside how it looks, as a talk and a walk on the same map differ by a text box alone: 0.87, "
            "which is what sessions do; counted more, 0.89, but pieces are right less often (decision "
            "0014).",
            "In Wesnoth 0.66, 0.73 and 0.74. The frames that fit best instead of all, or more pictures of "
            "a cue's scene: no gain (one-off scripts).",
        ),
        "A sense of what is on the screen (a text box, a menu, a fight) that is learnt from many games' "
        "pictures; or the game's own word for its state.",
    ),
    Tries(
        "Six scenes, as many pieces as the game has in them",
        frozenset({"six", "live six"}),
        (
            "A session that remembers its scenes gives six scenes of another game 5.3, 2.9, 5.0 and 5.8 "
            "different tracks, without it 4.7, 3.6, 3.8 and 5.1 (decision 0015). The fewest are Wesnoth's, "
            "whose battles look alike: each has a piece of its own there by chance.",
            "What plays is left only for what is clearly nearer: 4.1 of Freedoom's 5.0 in the game itself, "
            "instead of 3.5 (decision 0018).",
        ),
        "Who wants a piece of its own for each scene gets it by assigning them together: `scenescore "
        "assign`.",
    ),
    Tries(
        "72 different pieces for 72 scenes",
        frozenset({"many"}),
        (
            "The games' own music, which a perfect model would name, has about 34 different pieces there, "
            "and an objective of 160 to 170. The starter, which has seen these games, has 160 to 188 at "
            "0.98 right pieces.",
            "Hub correction in an unseen game: 16.7 different pieces instead of 6.0, at a relevance that "
            "is no better than chance with or without it (decision 0009).",
        ),
        "Scenes that are known together beforehand: `scenescore assign` gives 72 of 72, an objective of "
        "19.6.",
    ),
)


def tries_for(missed: Collection[str]) -> list[Tries]:
    """Return what was tried against some goals.

    Parameters
    ----------
    missed : collection of str
        What they are about.
    """
    return [one for one in TRIES if not one.goals.isdisjoint(missed)]
