import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.daemon.pages import make_token, page_size, read_token
from scenescore.errors import InvalidInputError


@pytest.mark.parametrize(("asked", "got"), [(0, 100), (1, 1), (1000, 1000), (5000, 1000)])
def test_page_sizes_are_brought_into_range(asked: int, got: int) -> None:
    assert page_size(asked) == got


def test_a_negative_page_size_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="page_size"):
        page_size(-1)


def test_no_token_means_the_first_page() -> None:
    assert read_token("", 2) is None


@given(st.text(), st.text())
def test_a_token_leads_back_to_its_place(title: str, track_id: str) -> None:
    assert read_token(make_token(title, track_id), 2) == (title, track_id)


@pytest.mark.parametrize(
    "token", ["x", "!!!!", "é", make_token("one"), make_token("a", "b", "c"), "bnVsbA==", "e30="]
)
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_token(token, 2)
    assert caught.value.field == "page_token"
