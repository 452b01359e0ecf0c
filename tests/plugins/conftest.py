from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.plugin_zoo import BILAG, Zoo


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Zoo]:
    """Give an empty zoo with one healthy plugin, ``sund``."""
    path = tmp_path / "site"
    edition = tmp_path / "udgave"
    path.mkdir()
    edition.mkdir()
    monkeypatch.syspath_prepend(path)
    zoo = Zoo(path, edition)
    zoo.plugin("sund", BILAG)
    yield zoo
    for name in [name for name in sys.modules if name.startswith("zoo_")]:
        del sys.modules[name]
