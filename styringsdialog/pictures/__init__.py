"""Image files read into what a PDF can show: upright, in grey or sRGB, and with nothing hidden in them."""
