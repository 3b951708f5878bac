"""Names that are set into pages as brands: read from their places, from rules, or torn from the title."""
