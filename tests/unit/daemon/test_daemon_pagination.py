import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.daemon.services.pagination import make_token, page_size, read_token
from scenescore.errors import InvalidInputError


@pytest.mark.parametrize(("asked", "got"), [(0, 100), (1, 1), (1000, 1000), (5000, 1000)])
def test_page_sizes_are_brought_into_range(asked: int, got: int) -> None:
    assert page_size(asked) == got


def test_a_negative_page_size_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="page_size"):
        page_size(-1)


def test_no_token_means_the_first_page() -> None:
    assert read_token("") == 0


@given(st.integers(0, 10**12))
def test_a_token_leads_back_to_its_place(offset: int) -> None:
    assert read_token(make_token(offset)) == offset


@pytest.mark.parametrize(
    "token", ["x", "!!!!", "é", "MTI=", "YWZ0ZXI6LTE=", make_token(10**20), make_token(1)[1:]]
)
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_token(token)
    assert caught.value.field == "page_token"
