"""What the README promises."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_first_code_block_holds_two_lines_one_to_build_and_one_to_test() -> None:
    block = re.search(r"^```\w*\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert block
    build, tests = block[1].splitlines()
    assert build == ("python3 .ci/install.py && .venv/bin/styringsdialog build docs/examples/hoeje-taastrup -o out")
    assert tests == "python3 .ci/install.py --tests && .venv/bin/pytest"


def test_what_the_first_line_needs_and_makes_is_where_it_says() -> None:
    assert (ROOT / ".ci" / "install.py").is_file()
    assert (ROOT / "docs" / "examples" / "hoeje-taastrup" / "conference.toml").is_file()
    assert {".venv/", "out/"} <= set((ROOT / ".gitignore").read_text("utf-8").splitlines())
