"""What a contributor says of a bilag is one value, and neither a plugin's bilag nor bilag.toml says more."""

from __future__ import annotations

import attrs

from styringsdialog.model.bilag import Bilag, Caption
from styringsdialog.model.bilag_toml import FileEntry
from styringsdialog.model.scalars import Line


def texts_of(kind: type[attrs.AttrsInstance]) -> set[str]:
    return {field.name for field in attrs.fields(kind) if field.type in {str, "str"}}


def test_every_text_of_a_bilag_is_in_its_caption_under_the_same_name() -> None:
    assert texts_of(Bilag) - {"key"} == texts_of(FileEntry) - {"replaces"} == texts_of(Caption)


def test_a_caption_says_what_an_entry_of_bilag_toml_says() -> None:
    entry = FileEntry(file=Line("a.pdf"), title="Plan", source="Kommunen", alt="Et kort")
    assert Caption.of(entry) == Caption(title="Plan", source="Kommunen", alt="Et kort")
