"""An edition's own look: its logo, its colour, and its templates in the place of the package's."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from jinja2 import Environment, meta
from PIL import Image
from support.editions import CONFERENCE, PROJECT, contributor, run, write_edition
from support.pdf import page_texts, simple_pdf, words

from styringsdialog import Profile, build_package, load_conference
from styringsdialog.content.templating import core_templates
from styringsdialog.model.colour import READABLE, WHITE, contrast, parse_colour
from styringsdialog.model.design import PageTemplates
from styringsdialog.typeset.styles import ACCENT, INK, QUIET_ON_ACCENT, Palette

STEM = "proeveby-kommune-2031-informationspakke"
GREEN = "#2e7d32"


def picture(kind: str, mode: str = "RGB") -> bytes:
    """Give a green picture, half of it clear where its mode can say so."""
    stream = io.BytesIO()
    image = Image.new("RGBA", (900, 240), (46, 125, 50, 255))
    image.paste((0, 0, 0, 0), (0, 0, 450, 240))
    image.convert(mode).save(stream, kind)
    return stream.getvalue()


def built(folder: Path, toml: str, files: Mapping[str, str | bytes] | None = None) -> Path:
    edition = write_edition(folder / "e", CONFERENCE + toml, files)
    done = run("build", edition, "-o", folder / "out")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out" / f"{STEM}.pdf"


def colours(pdf: Path, page: int = 0) -> set[tuple[int, ...]]:
    """Give every colour that the page shows, coarsely, so that the edges of letters are not colours of their own."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[page].render(scale=1).to_pil().convert("RGB")
    return {tuple(pixel) for _, pixel in image.getcolors(image.width * image.height) or () if isinstance(pixel, tuple)}


# ------------------------------------------------------------------------------- colour


def test_the_accent_is_on_the_cover_the_headings_and_the_dividers_and_the_standard_one_nowhere(tmp_path: Path) -> None:
    toml = f'[design]\naccent = "{GREEN}"\n' + contributor("vibo")
    pdf = built(tmp_path, toml, {"vibo/a.md": "# Et\n\n> Citat\n"})
    with pikepdf.open(pdf) as opened:
        for page in opened.pages:
            page.contents_coalesce()
        contents = [page.Contents.read_bytes().decode("latin-1") for page in opened.pages]
    accent = " ".join(f"{part:.4f}".rstrip("0").rstrip(".") for part in ACCENT)
    assert not any(f"{accent} rg" in content for content in contents)
    assert (46, 125, 50) in colours(pdf, 0)
    assert (46, 125, 50) in colours(pdf, 1)
    assert (46, 125, 50) in colours(pdf, 3)


@pytest.mark.parametrize("code", ["#1d4f72", "#2e7d32", "#767676", "#000000", "#a36b00", "#d4002a"])
def test_the_second_voice_can_be_read_on_every_accent(code: str) -> None:
    accent = parse_colour(code)
    palette = Palette(accent)
    assert contrast(palette.shown(QUIET_ON_ACCENT), accent) >= READABLE
    assert contrast(palette.shown(ACCENT), WHITE) >= READABLE
    assert palette.shown(INK) == INK


# --------------------------------------------------------------------------------- logo


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB")])
def test_the_logo_stands_on_the_cover_in_the_place_of_the_hosts_name(tmp_path: Path, kind: str, mode: str) -> None:
    files = {"logo": picture(kind, mode)}
    edition = write_edition(tmp_path / "e", CONFERENCE + '[design]\nlogo = "logo"\n', files)
    report = build_package(load_conference(edition), tmp_path / "out")
    assert report.conformance.satisfied == tuple(Profile)
    assert "Prøveby Kommune" not in page_texts(report.pdf)[0]
    with pypdfium2.PdfDocument(report.pdf) as document:
        (image,) = (item for item in document[0].get_objects() if item.type == 3)  # FPDF_PAGEOBJ_IMAGE
        left, bottom, right, top = image.get_bounds()
        # 20 mm high at most, at the page's top left margin, in its own proportions.
        assert (left, top) == pytest.approx((70.87, 841.89 - 68.03), abs=0.1)
        assert (right - left) / (top - bottom) == pytest.approx(900 / 240, abs=0.01)
        assert top - bottom <= 56.7


@pytest.mark.parametrize(("text", "said"), [("", "Prøveby Kommune"), ("Byens våben: en bro", "Byens våben: en bro")])
def test_the_logo_is_read_aloud_as_what_it_shows_or_as_the_host(tmp_path: Path, text: str, said: str) -> None:
    toml = f'[design]\nlogo = "logo.png"\nlogo_text = "{text}"\n'
    with pikepdf.open(built(tmp_path, toml, {"logo.png": picture("PNG")})) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [said]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg/>", "is neither PNG nor JPEG"),
        (b"\x89PNG\r\n\x1a\nx", "is damaged: its beginning makes no sense"),
        (b"", "neither PNG"),
    ],
)
def test_a_logo_that_is_no_picture_is_told_once_with_where_it_is_named(
    tmp_path: Path, content: bytes, said: str
) -> None:
    edition = write_edition(tmp_path / "e", CONFERENCE + '[design]\nlogo = "logo.svg"\n', {"logo.svg": content})
    done = run("check", edition)
    assert (done.returncode, done.stderr.count("error:")) == (2, 1), done.stderr
    assert "conference.toml: design.logo" in done.stderr
    assert said in done.stderr


def test_a_logo_that_cannot_be_printed_makes_no_other_fault_be_told(tmp_path: Path) -> None:
    toml = 'welcome = "velkomst.md"\n[design]\nlogo = "logo.svg"\n[[themes]]\nkey = "klima"\ntitle = "Klima"\n'
    files: dict[str, str | bytes] = {"logo.svg": b"<svg/>", "velkomst.md": "Se <tema:klima>.\n\n![Kort](intet.png)\n"}
    done = run("check", write_edition(tmp_path / "e", CONFERENCE + toml, files))
    assert "exported as PNG" in done.stderr
    assert "tema:klima" not in done.stderr, "it is there, behind the cover that cannot be made"
    assert "intet.png" in done.stderr, "what is wrong with the texts is told at once all the same"


# ---------------------------------------------------------------------------- templates


def test_a_template_of_the_editions_own_stands_in_for_the_one_it_is_named_for(tmp_path: Path) -> None:
    toml = '[design.templates]\nkolofon = "min/bagside.j2"\n'
    files: dict[str, str | bytes] = {
        "min/bagside.j2": '<h1>Kolofon</h1>\n<p>Trykt i {{ conference.host }}.</p>\n{% include "core/indhold.j2" %}',
        # What only has the name of one of the package's templates replaces nothing.
        "templates/core/forside.j2": "<p>nej</p>",
        "core/forside.j2": "<p>nej</p>",
        "forside.j2": "<p>nej</p>",
    }
    texts = page_texts(built(tmp_path, toml, files))
    assert words(texts[-1])[:7] == [
        "Kolofon",
        "Trykt",
        "i",
        "Prøveby",
        "Kommune.",
        "Indhold",
        "Styringsdialogkonference",
    ]
    assert not any("nej" in words(text) for text in texts)


def test_faults_in_several_templates_are_told_at_once_with_file_and_line_and_are_the_editions(tmp_path: Path) -> None:
    toml = '[design.templates]\nkolofon = "k.j2"\nskilleblad = "s.j2"\nforside = "f.j2"\n' + contributor("vibo")
    files: dict[str, str | bytes] = {
        "k.j2": "<h1>Kolofon</h1>\n<p>{{ host }}</p>\n",
        "s.j2": '<section class="divider">\n<blink>x</blink></section>\n',
        "f.j2": "<h1>\n{% if %}",
        "vibo/a.md": "Tekst.",
        "vibo/b.md": "Tekst.",
    }
    done = run("check", write_edition(tmp_path / "e", CONFERENCE + toml, files))
    assert done.returncode == 2, done.stderr
    found = re.findall(r"error: edition/(.\.j2, line \d+)", done.stderr)
    assert found == ["f.j2, line 2", "s.j2, line 2", "k.j2, line 2"]


def test_a_template_reads_nothing_outside_the_edition(tmp_path: Path) -> None:
    (tmp_path / "hemmeligt.j2").write_text("hemmeligt")
    files: dict[str, str | bytes] = {"k.j2": '<h1>Kolofon</h1>{% include "edition/../hemmeligt.j2" %}'}
    edition = write_edition(tmp_path / "e", CONFERENCE + '[design.templates]\nkolofon = "k.j2"\n', files)
    done = run("check", edition)
    assert done.returncode == 2
    assert "hemmeligt.j2' is not there" in done.stderr


def test_every_core_template_can_be_replaced_and_nothing_else() -> None:
    assert set(PageTemplates.__annotations__) == {path.stem for path in core_templates().glob("*.j2")}


def gets(path: Path) -> set[str]:
    """Give the names that a core template says it gets."""
    (said,) = re.findall(r"^\{#.*?(?:Gets: (.*?))?\. ?#\}$", path.read_text("utf-8").splitlines()[0])
    return set(re.findall(r"\w+", re.sub(r"\(.*?\)|,? (?:in words|the bilag's .*)", "", said))) - {"and"}


def test_the_page_for_those_who_write_templates_says_what_each_gets() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|$", (PROJECT / "docs" / "udseende.md").read_text("utf-8"), re.MULTILINE)
    told = {name: set(re.findall(r"`(\w+)`", names)) for name, names in rows}
    assert told == {path.stem: gets(path) for path in core_templates().glob("*.j2")}


@pytest.mark.parametrize("path", sorted(core_templates().glob("*.j2")), ids=lambda path: path.stem)
def test_every_core_template_says_what_it_gets(path: Path) -> None:
    source = path.read_text("utf-8")
    environment = Environment(autoescape=True)
    environment.filters.update(dict.fromkeys(re.findall(r"\| (\w+)", source), str))
    used = meta.find_undeclared_variables(environment.parse(source))
    assert used <= gets(path)


# ------------------------------------------------------------------------------ divider


def test_a_divider_says_who_what_how_many_pages_whom_to_ask_and_what_was_lost(tmp_path: Path) -> None:
    toml = contributor("vibo", name="VIBO").replace("plugin =", 'ask = "Bo Prøve, tlf. 12 34 56 78"\nplugin =')
    pdf = built(tmp_path, toml, {"vibo/Den grønne by.pdf": simple_pdf("Et", "To")})
    said = " ".join(words(page_texts(pdf)[3]))
    assert said.startswith(
        "Bilag 1 Den grønne by VIBO 2 sider Spørgsmål: Bo Prøve, tlf. 12 34 56 78 "
        "Bilaget kan være svært at få læst op. Spørg Bo Prøve, tlf. 12 34 56 78, hvis"
    ), said
    assert "Til indholdsfortegnelsen" in said


def test_whom_bilag_come_from_is_printed_nowhere(tmp_path: Path) -> None:
    toml = contributor("vibo").replace("plugin =", 'contact = "sekretaer@eksempel.dk"\nplugin =')
    assert "eksempel.dk" not in " ".join(page_texts(built(tmp_path, toml, {"vibo/a.md": "Tekst."})))


@pytest.mark.parametrize(
    "template",
    [
        "{{ conference.start.now().isoformat() }}",
        "{{ conference.start.today() | dag }}",
        "{{ conference.start.timestamp() | int }}",
        "{{ conference.folder }}",
        "{{ conference.folder.parts | join('/') }}",
        "{{ conference | string }}",
        "{{ '%s' | format(conference) }}",
        "{{ '%s' % conference }}",
        "{{ '{}'.format(conference) }}",
        "{{ 'a' ~ conference }}",
        "{{ [conference.contributors] | join }}",
        "{{ conference.title | replace('S', conference) }}",
        "{{ conference.contributors | map('string') | list | join }}",
    ],
)
def test_a_template_prints_neither_the_clock_nor_a_place_nor_a_whole_value(tmp_path: Path, template: str) -> None:
    """In the process that ends with it, as ``render_plain`` is called there."""
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), {"f.j2": f"<h1>F</h1><p>{template}</p>"})
    code = (
        "import sys; from styringsdialog import load_conference\n"
        "from styringsdialog.compose.design import render_plain\n"
        "from styringsdialog.hooks.border import to_plain\n"
        "given = {'conference': to_plain(load_conference(sys.argv[1]))}\n"
        "names = {'folder': sys.argv[1], 'name': 'core/forside.j2', 'chosen': {'core/forside.j2': 'edition/f.j2'}}\n"
        "print(render_plain({**names, 'context': given}, print))"
    )
    done = subprocess.run([sys.executable, "-c", code, edition], capture_output=True, encoding="utf-8", check=True)
    assert "content." in done.stdout, done.stdout
    assert "edition/f.j2" in done.stdout
    assert str(tmp_path) not in done.stdout.replace(str(edition / "f.j2"), "")


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "tog mere end 5 sekunder"),
        ("{{ 9**(9**8) }}", "tog mere end 5 sekunder"),
        ("{% set a = ['x' * 99999999] * 9 %}{{ a | join }}", "skal bruge mere end 128 MB hukommelse"),
    ],
)
def test_a_template_without_end_is_named_and_stops_nothing_else(tmp_path: Path, template: str, says: str) -> None:
    toml = f'{CONFERENCE}[design.templates]\nkolofon = "k.j2"\n[limits]\nseconds = 5\nmegabytes = 128\n'
    edition = write_edition(tmp_path / "e", toml, {"k.j2": f"<h1>K</h1>{template}"})
    done = run("--lang", "da", "check", edition)
    assert done.returncode == 2, done.stderr
    assert f"k.j2: skabelonen {says}" in done.stderr
    assert "se efter, hvad den gentager" in done.stderr


@pytest.mark.parametrize("place", ["vibo/lukket.md", "conference.toml"])
def test_a_template_includes_nothing_of_a_contributors(tmp_path: Path, place: str) -> None:
    toml = f'{CONFERENCE}[design.templates]\nkolofon = "k.j2"\n{contributor("vibo")}'
    files: dict[str, str | bytes] = {
        "k.j2": f'<h1>K</h1>{{% include "edition/{place}" %}}',
        "vibo/lukket.md": "KANARIE",
    }
    done = run("check", write_edition(tmp_path / "e", toml, files))
    assert done.returncode == 2, done.stderr
    assert f"edition/{place}' is not there" in done.stderr
