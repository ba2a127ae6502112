"""The page of a timeline, and the files of a film that need no library."""

import base64
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
import soundfile

from making.sound import chords, write_sound
from making.turned_video import MATRICES, seen_picture, write_turned
from making.video import plain, write_video
from scenescore.errors import NotFoundError
from scenescore.frames.decode import to_frame
from scenescore.frames.video import probe, read_frames
from scenescore.timeline.film import write_film
from scenescore.timeline.page.page import page_of
from scenescore.timeline.stretch import Candidate, Stretch, Timeline

TITLE = '<b>"Fire" & ice</b>'


class Page(HTMLParser):
    """Gathers the elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def timeline(*files: Path) -> Timeline:
    tracks = [
        Candidate(f"{place}", TITLE, "", "", str(file), 3.0, 0.5, 0.5, 0.9)
        for place, file in enumerate(files)
    ]
    stretches = [
        Stretch(2.0 * place, 2.0 * place + 2, place + 1, one, ()) for place, one in enumerate(tracks)
    ]
    return Timeline("play.mp4", "starter", 0.0, 2.0 * len(files), tuple(stretches))


def content(source: str | None) -> bytes:
    assert source is not None
    return base64.b64decode(source.partition(",")[2])


def test_a_page_holds_its_pictures_and_sounds(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "play.mp4", [plain((200, 0, 0))] * 20 + [plain((0, 0, 200))] * 20)
    music = [write_sound(tmp_path / f"{seed}.flac", chords(16, seed=seed), rate=22_050) for seed in range(2)]
    html = page_of(timeline(*music), clip)
    page = Page(html)

    assert not re.search(r'(src|href)="(?!data:|#)', html)
    assert "@import" not in html
    red, blue = (
        cv2.imdecode(np.frombuffer(content(one["src"]), np.uint8), cv2.IMREAD_COLOR)
        for one in page.all("img")
    )
    assert red is not None
    assert blue is not None
    assert red[..., 2].mean() > 3 * red[..., 0].mean()
    assert blue[..., 0].mean() > 3 * blue[..., 2].mean()
    lengths_s = [soundfile.info(BytesIO(content(one["src"]))).duration for one in page.all("audio")]
    assert lengths_s == pytest.approx([12, 12], abs=0.2)
    assert all(one["alt"] for one in page.all("img"))
    assert all(one["aria-label"] for one in page.all("audio"))
    # A title is never markup.
    assert not page.all("b")


def test_a_page_is_drawn_without_a_clip_and_without_the_files(tmp_path: Path) -> None:
    page = Page(page_of(timeline(tmp_path / "gone.ogg"), None))
    assert not page.all("img")
    assert not page.all("audio")
    assert len(page.all("li")) == 1


def test_a_track_whose_file_is_gone_is_named_and_no_video_is_written(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "play.mp4", [plain((200, 0, 0))] * 20)
    with pytest.raises(NotFoundError, match=r"gone\.ogg"):
        write_film(clip, timeline(tmp_path / "gone.ogg"), tmp_path / "out.mp4")
    assert {path.name for path in tmp_path.iterdir()} == {"play.mp4"}


@pytest.mark.parametrize("matrix", ["upright", "a quarter turn", "left and right exchanged"])
@pytest.mark.parametrize("start_s", [0.0, 0.3])
def test_a_turned_video_is_written_as_it_is_seen(tmp_path: Path, matrix: str, start_s: float) -> None:
    clip = write_turned(tmp_path / "turned.mp4", MATRICES[matrix])
    music = write_sound(tmp_path / "music.wav", chords(3, seed=1), rate=22_050)
    track = Candidate("1", "Music", "", "", str(music), 0.0, 0.5, 0.5, 0.9)
    film = tmp_path / "out.mp4"
    write_film(clip, Timeline("x", "y", start_s, 1.0, (Stretch(start_s, 1.0, 1, track, ()),)), film)

    assert probe(film).duration_s == pytest.approx(1.0 - start_s, abs=0.11)
    _, frame = next(iter(read_frames(film, frames_per_second=2)))
    difference = np.abs(
        cv2.cvtColor(frame, cv2.COLOR_HSV2RGB).astype(int)
        - cv2.cvtColor(to_frame(seen_picture()), cv2.COLOR_HSV2RGB).astype(int)
    )
    assert np.mean(difference) < 8


def test_a_webm_is_encoded_anew(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "play.webm", [plain((200, 0, 0))] * 40)
    music = write_sound(tmp_path / "music.wav", chords(3, seed=1), rate=22_050)
    write_film(clip, timeline(music, music), tmp_path / "out.mp4")
    assert probe(tmp_path / "out.mp4").duration_s == pytest.approx(4.0, abs=0.11)
