"""Of a sample of other people's files the words stand on their pages, and hardly any file is told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus.intake import CORPUS, corpus_files
from corpus.ledger import ENOUGH, accounts

pytestmark = pytest.mark.long

EVERY_PDF = 25
EVERY_OFFICE_FILE = 12
"""One in so many."""


def test_the_words_of_the_files_stand_on_their_pages(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"needs {CORPUS}: other people's files are not copied into the project")
    files = [*corpus_files(["pdf"])[::EVERY_PDF], *corpus_files(["office"])[::EVERY_OFFICE_FILE]]
    found = list(accounts(files, tmp_path))
    words, missing = sum(account.words for account in found), sum(account.missing for account in found)
    assert missing <= (1 - ENOUGH) * (words + missing)
    assert words > 0
    assert len([account for account in found if account.told]) <= 1, [account.told for account in found if account.told]
