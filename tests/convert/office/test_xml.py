"""XML in Office files: changed where it must be, and read within limits."""

from __future__ import annotations

import pytest

from styringsdialog.convert.office import xml
from styringsdialog.convert.office.xml import (
    Element,
    UnreadableXmlError,
    kids_named,
    named,
    read_xml,
    remove,
    short_name,
    unwrap,
    value,
    write_xml,
)

WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = b'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def written(root: Element) -> bytes:
    return write_xml(root).partition(b"\n")[2]


@pytest.mark.parametrize("prefix", [b"w", b"ord"])
@pytest.mark.parametrize("space", [WORD, STRICT])
def test_names_are_the_same_whatever_prefix_and_edition_of_the_standard_a_file_has(prefix: bytes, space: bytes) -> None:
    space = space.replace(b":w=", b":%s=" % prefix)
    root = read_xml(b'<%s:p %s><%s:del %s:id="1" n="2"/><del/></%s:p>' % (prefix, space, prefix, prefix, prefix))
    assert [short_name(element) for element in root.iter()] == ["w:p", "w:del", "del"]
    (deleted,) = named(root, "w:del", "w:ins")
    assert list(kids_named(root, "w:del")) == [deleted]
    assert (value(deleted, "w:id"), value(deleted, "n"), value(deleted, "w:n", "3")) == ("1", "2", "3")


def test_an_element_goes_with_all_that_is_in_it_and_the_rest_stays() -> None:
    root = read_xml(b"<a>  <b x='>'>ud<c/></b>\r\n<d  y = \"1\"/>&#230;&lt;</a>")
    for element in named(root, "b", "c"):
        remove(element)
    assert written(root) == '<a>  \n<d y="1"/>æ&lt;</a>'.encode()


def test_tags_go_and_what_is_in_them_stays() -> None:
    root = read_xml(b"<a>for<b xmlns:q='q'>ind<q:c/>i</b>efter</a>")
    unwrap(root[0])
    assert written(root) == b'<a>forind<q:c xmlns:q="q"/>iefter</a>'


def test_prefixes_that_only_values_name_stay() -> None:
    root = read_xml(
        b'<w:p %s xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="w14" '
        b'xmlns:w15="w15" mc:Ignorable="w14 w15"><w:del/></w:p>' % WORD
    )
    remove(root[0])
    again = read_xml(write_xml(root))
    assert (again.nsmap, len(again)) == (root.nsmap, 0)
    assert {"w14", "w15"} <= again.nsmap.keys()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_every_encoding_that_a_part_may_have_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    assert read_xml(f"<?xml version='1.0' encoding='{declared}'?><a>æ</a>".encode(encoding)).text == "æ"


_LAUGHS = b"".join(b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 100) for name in b"bcdefgh")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no XML"),
        (b"<a>", "no XML"),
        (b"<q:a/>", "no XML"),
        (b"<?xml version='1.0' encoding='x-ukendt'?><a/>", "no XML"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "document type"),
        (b"<!DOCTYPE a [<!ENTITY a 'ha'>%s]><a b='&h;'>&h;</a>" % _LAUGHS, "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        ('<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>'.encode("utf-16"), "document type"),
        (b"<a>&e;</a>", "no XML"),
        (b"<a>" * 3_000 + b"</a>" * 3_000, "depth"),
    ],
)
def test_what_nobody_should_read_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableXmlError, match=why):
        read_xml(data)


def test_a_part_has_so_many_tags_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_TAGS", 4)
    read_xml(b"<a><b/><b/></a>")
    with pytest.raises(UnreadableXmlError, match="larger"):
        read_xml(b"<a><b/><b/><b/></a>")


def test_a_picture_within_a_drawing_may_be_as_large_as_the_part() -> None:
    assert len(value(read_xml(b"<a b='%s'/>" % (b"x" * 11_000_000)), "b")) == 11_000_000
