"""XML in Office files: changed where it must be, and nowhere else."""

from __future__ import annotations

import pytest

from styringsdialog.convert.office.xml import UnreadableXmlError, edited, read_xml

WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_names_are_the_same_whatever_prefix_a_file_has() -> None:
    for prefix in (b"w", b"ord"):
        space = WORD.replace(b":w=", b":%s=" % prefix)
        _, root = read_xml(b'<%s:p %s><%s:del %s:id="1"/></%s:p>' % (prefix, space, prefix, prefix, prefix))
        assert [(one.name, dict(one.attributes)) for one in root.walk()] == [("w:p", {}), ("w:del", {"w:id": "1"})]


def test_an_element_goes_with_all_that_is_in_it_and_the_rest_is_left_to_the_byte() -> None:
    data, root = read_xml(b"<a>  <b x='>'>ud<c/></b>\r\n<d  y = \"1\"/>&#230;</a>")
    edits = [one.removed() for one in root.named("b", "c")]
    assert edited(data, edits) == b'<a>  \r\n<d  y = "1"/>&#230;</a>'


def test_tags_go_and_what_is_in_them_stays() -> None:
    data, root = read_xml(b"<a><b>ind<c/></b></a>")
    (found,) = root.named("b")
    assert edited(data, found.unwrapped()) == b"<a>ind<c/></a>"


def test_an_attribute_is_changed_or_added_with_the_elements_own_prefix() -> None:
    data, root = read_xml(b'<o:p %s o:a="1" b="2"/>' % WORD.replace(b":w=", b":o="))
    assert edited(data, [root.saying(data, "w:a", "3")]).endswith(b'o:a="3" b="2"/>')
    assert edited(data, [root.saying(data, "w:c", "3")]).startswith(b'<o:p o:c="3" ')
    assert b"b=" not in edited(data, [root.without(data, "b")])


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    for data in ("<a>æ</a>".encode("utf-16"), "\ufeff<a>æ</a>".encode()):
        assert read_xml(data)[1].text == "æ"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no XML"),
        (b"<a>", "no XML"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "document type"),
        (b"<a>" * 3_000 + b"</a>" * 3_000, "deeper"),
    ],
)
def test_what_nobody_should_read_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableXmlError, match=why):
        read_xml(data)
