"""Pictures as the image streams of reportlab's document."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFStream

from styringsdialog.pictures.picture import Picture

__all__ = ["PictureObject"]


class PictureObject(PDFObject):
    """The image XObject of a picture (ISO 32000-1, 8.9.5).

    reportlab's own wraps its data in ASCII 85 unless a setting shared by the process says otherwise.
    """

    __RefOnly__ = 1

    def __init__(self, picture: Picture) -> None:
        """Make it of ``picture``."""
        self.picture = picture

    def format(self, document: Any) -> bytes:
        """Give the stream as reportlab writes it."""
        picture = self.picture
        stream = PDFStream(content=picture.data)
        entries = stream.dictionary
        entries["Type"] = PDFName("XObject")
        entries["Subtype"] = PDFName("Image")
        entries["Width"] = picture.columns
        entries["Height"] = picture.rows
        entries["BitsPerComponent"] = picture.bits
        entries["ColorSpace"] = PDFName(picture.space)
        entries["Filter"] = PDFArray([PDFName(picture.filter)])
        if picture.filter == "FlateDecode":
            predictor = {
                "Predictor": _PNG,
                "Colors": picture.colours,
                "BitsPerComponent": picture.bits,
                "Columns": picture.columns,
            }
            entries["DecodeParms"] = PDFArray([PDFDictionary(predictor)])
        data: bytes = stream.format(document)
        return data


_PNG = 15
"""Each row says itself which of PNG's predictors it was packed with (ISO 32000-1, table 10)."""
