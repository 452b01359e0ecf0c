"""Danish as it should be written: dates, numbers, lists, order, hyphens. Babel and pyphen live here."""
