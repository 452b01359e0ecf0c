from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.plugin_zoo import Zoo, open_zoo


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Zoo]:
    """Give an empty zoo with one healthy plugin, ``sund``."""
    zoo = open_zoo(tmp_path)
    monkeypatch.syspath_prepend(zoo.path)
    yield zoo
    # Only the tests of ``load`` itself bring plugins into this process.
    for name in [name for name in sys.modules if name.startswith("zoo_")]:
        del sys.modules[name]
