from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.isolate.plain import LARGEST, UnreadableError, read_plain

plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=3), inner, max_size=4)),
    max_leaves=12,
)


@given(plain, st.booleans())
def test_what_json_writes_is_read(value: object, escaped: bool) -> None:  # noqa: FBT001 - Hypothesis hands over by place
    text = json.dumps(value, ensure_ascii=escaped)
    assert read_plain(text.encode(errors="surrogatepass")) == value


@given(st.binary())
def test_anything_else_is_refused_and_never_raises_something_else(data: bytes) -> None:
    try:
        read_plain(data)
    except UnreadableError:
        return
    json.loads(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON"),
        (b"NaN", "no JSON"),
        (b"1" * 5000, "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 1000 + b"]" * 1000, "nested deeper than 200 levels"),
        (b'{"a":' * 201 + b"0" + b"}" * 201, "nested deeper than 200 levels"),
        (b"[" + b"0," * 2_000_001 + b"0]", "holds more than 2000000 values"),
        (b'"' + b"x" * LARGEST + b'"', "larger than 32 MB"),
        (b'\\"' * 1_000_000, "no JSON"),
        (b'"\\' * 1_000_000, "no JSON"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_too_much_is_refused_before_it_is_read(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read_plain(data)


def test_brackets_in_texts_do_not_count_as_depth() -> None:
    assert read_plain(json.dumps("[" * 1000 + '\\"' + "{" * 1000).encode()) == "[" * 1000 + '\\"' + "{" * 1000
