"""What a build is measured beside, each as a program of its own: ``python peers.py NAME ARGUMENT …``.

Whoever is asked imports what it needs itself: some of it is installed for the measuring only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

# ruff: noqa: PLC0415, T201 - see above; a command
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

WORKERS: Final = 2


def pikepdf(folder: str, *files: str) -> None:
    """Open each file, and save it into ``folder``."""
    import pikepdf as library

    for number, file in enumerate(files):
        with library.open(file) as pdf:
            pdf.save(Path(folder, f"{number}.pdf"))


def shorten(file: str) -> None:
    """Take the last page of a PDF away, unless it is the only one."""
    import pikepdf as library

    with library.open(file, allow_overwriting_input=True) as pdf:
        del pdf.pages[max(1, len(pdf.pages) - 1) :]
        pdf.save(file)


def checker(*files: str) -> None:
    """Hold the files against both standards, one after the other."""
    import page

    for file in files:
        for profile in ("ua1", "2a"):
            page.validate_pdf(file, profile=profile)


def typst(source: str, output: str) -> None:
    """Typeset ``source`` as PDF/UA-1."""
    import typst as library

    library.compile(source, output=output, pdf_standards=["ua-1"])


def weasyprint(source: str, output: str, *files: str) -> None:
    """Typeset the HTML in ``source`` as PDF/UA-1; with ``files``, join them behind it with pypdf, bookmarks too."""
    import weasyprint as library

    library.HTML(filename=source).write_pdf(output, pdf_variant="pdf/ua-1")
    if files:
        import pypdf

        writer = pypdf.PdfWriter()
        for file in (output, *files):
            writer.append(file)
        writer.write(output)


def alone(folder: str, *editions: str) -> None:
    """Build each edition into ``folder``, one after the other, each by a command of its own."""
    import subprocess

    for edition in editions:
        output = Path(folder, Path(edition).name)
        command = [sys.executable, "-m", "styringsdialog", "build", "--no-store", edition, "-o", str(output)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def pool(folder: str, *editions: str) -> None:
    """Build the editions into ``folder`` by two processes."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from styringsdialog import build_many

    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as executor:
        assert all(result.files for result in build_many(editions, folder, executor=executor))


def dask(folder: str, *editions: str) -> None:
    """Build the editions into ``folder`` by two workers of a cluster."""
    from distributed import Client, LocalCluster

    from styringsdialog import build_many

    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        assert all(result.files for result in build_many(editions, folder, executor=client.get_executor()))


def pages(*files: str) -> None:
    """Print how many pages each file has."""
    import pikepdf as library

    for file in files:
        with library.open(file) as pdf:
            print(len(pdf.pages))


def versions() -> None:
    """Print the name and the version of each library that is installed here."""
    from importlib.metadata import PackageNotFoundError, version

    for name in ("pikepdf", "page-validation", "typst", "weasyprint", "pypdf", "distributed"):
        try:
            print(name, version(name))
        except PackageNotFoundError:
            continue


PEERS: Final[Mapping[str, Callable[..., None]]] = {
    peer.__name__: peer for peer in (pikepdf, shorten, checker, typst, weasyprint, alone, pool, dask, pages, versions)
}

if __name__ == "__main__":
    PEERS[sys.argv[1]](*sys.argv[2:])
