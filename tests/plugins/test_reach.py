"""What a contributor's plugin reaches: its own folder, its package, and the network where its contributor has it."""

from __future__ import annotations

import socket

import attrs
import pytest
from support.plugin_zoo import Zoo, contributor

from styringsdialog.hooks.contribution import Contribution
from styringsdialog.isolate.wall import missing
from styringsdialog.messages.message import Language

walled = pytest.mark.skipif(bool(missing()), reason="this kernel cannot take every right from a process")

FETCH = """
import socket
@hookimpl
def bilag(request):
    try:
        socket.create_connection(("127.0.0.1", {port}), 2)
    except OSError as error:
        raise RuntimeError("ingen tal") from error
    return [Bilag(key="a", title="Bilag A", contents=MarkdownContents("Hentet.", "a"))]
"""
RESOLVE = """
import urllib.request
@hookimpl
def bilag(request):
    urllib.request.urlopen("http://tal.example/")
"""
READ = """
@hookimpl
def bilag(request):
    text = (request.conference.folder / {place!r}).read_text()
    return [Bilag(key="a", title="Bilag A", contents=MarkdownContents(text, "a"))]
"""
MAKE = """
@hookimpl
def bilag(request):
    path = request.file("lavet.txt")
    path.write_text(request.file("egen.txt").read_text())
    return [Bilag(key="a", title="Bilag A", contents=FileContents(path))]
"""


def told(contribution: Contribution) -> str:
    return " ".join(
        f"{problem} {problem.text(Language.DANISH).what}: {problem.text(Language.DANISH).hint}"
        for problem in (*contribution.problems, *(one for bilag in contribution.bilag for one in bilag.problems))
    )


@pytest.mark.parametrize("code", [FETCH.format(port=9), RESOLVE], ids=["by address", "by name"])
@walled
def test_a_refused_connection_names_the_contributor_and_the_key(zoo: Zoo, code: str) -> None:
    zoo.plugin("henter", code)
    (contribution,) = zoo.ask(contributor("vestby", "henter"))
    assert (
        "vestby må ikke bruge netværket: sæt network = true for leverandøren i conference.toml, hvis det er meningen"
        in told(contribution)
    )


def test_a_contributor_with_network_gets_it(zoo: Zoo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        zoo.plugin("henter", FETCH.format(port=server.getsockname()[1]))
        (contribution,) = zoo.ask(attrs.evolve(contributor("vestby", "henter"), network=True))
    assert contribution.problems == ()
    assert "Hentet." in str(contribution.bilag[0].body)


@pytest.mark.parametrize("place", ["bilag/bb/lukket.md", "conference.toml", "referat.md", "bilag/cc-filer/x.md"])
@walled
def test_a_plugin_reads_nothing_of_the_edition_but_its_contributors_folder(zoo: Zoo, place: str) -> None:
    zoo.file(place, "KANARIE")
    zoo.plugin("nysgerrig", READ.format(place=place))
    (contribution, *_) = zoo.ask(contributor("aa", "nysgerrig"), contributor("bb", "folder", path="bilag/cc-filer"))
    assert "PermissionError" in told(contribution)
    assert "KANARIE" not in str(contribution)


def test_what_a_plugin_makes_of_its_own_files_it_may_hand_over(zoo: Zoo) -> None:
    zoo.file("bilag/aa/egen.txt", "Egne tal.")
    zoo.plugin("laver", MAKE)
    (contribution,) = zoo.ask(contributor("aa", "laver"))
    assert "Egne tal." in str(contribution.bilag[0].body), told(contribution)


@pytest.mark.parametrize("link", ["../bb/01-hem.md", "../../conference.toml", "../../genvej/01-hem.md"])
def test_no_link_leads_into_another_contributors_folder_or_the_editions_own_file(zoo: Zoo, link: str) -> None:
    zoo.file("bilag/bb/01-hem.md", "KANARIE")
    zoo.file("conference.toml", 'title = "KANARIE"')
    (zoo.edition / "genvej").symlink_to("bilag/bb")
    zoo.file("bilag/aa/01-egen.md", "Egen.")
    (zoo.edition / "bilag/aa/02-link.md").symlink_to(link)
    own, _ = zoo.ask(contributor("aa", "folder", path="bilag/aa"), contributor("bb", "folder", path="bilag/bb"))
    assert "Egen." in str(own.bilag)
    assert "KANARIE" not in str(own)
    assert "læg selve filen der, ikke et link" in told(own)


@pytest.mark.parametrize("path", ["bilag/aa", "bilag/A\N{COMBINING RING ABOVE}by", "faelles"])
def test_a_link_to_what_nobody_else_has_leads_there_still(zoo: Zoo, path: str) -> None:
    zoo.file("faelles/kort.md", "Kortet.")
    zoo.file(f"{path}/01-egen.md", "Egen.")
    (zoo.edition / path / "02-link.md").symlink_to(zoo.edition / "faelles/kort.md")
    written = path.replace("A\N{COMBINING RING ABOVE}", "Å")
    own, _ = zoo.ask(contributor("aa", "folder", path=written), contributor("bb", "folder", path="bilag/bb"))
    assert "Kortet." in str(own.bilag), told(own)
