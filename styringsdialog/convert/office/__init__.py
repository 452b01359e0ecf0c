"""Office files made into tagged PDF by LibreOffice: told what they hold, stilled, converted, and their tags mended."""
