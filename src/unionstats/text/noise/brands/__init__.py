"""Names that are set into pages as brands: found by their position, by rules, or as fragments of the title."""
