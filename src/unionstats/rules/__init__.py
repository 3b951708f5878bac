"""Rule folders: how rules are found, read and compiled. Knows no kind of rule."""
