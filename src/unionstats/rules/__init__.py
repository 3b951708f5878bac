"""Rule folders: finding, reading and compiling rules, whatever their kind. Begin with `folder`.

Files: `parts`, `parsed`, `keys`, `shape`. Patterns: `lazy`, `pattern_tree`, and what is read off it: `outline` (what
a pattern needs), `standard` (the same for `re`), `runaway` and `ways` (what it may cost).
"""
