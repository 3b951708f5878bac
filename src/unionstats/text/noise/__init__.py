"""Noise: everything on a page that is not the article's text (chrome, spam, bylines, residue).

`remover` holds the passes. Some noise is recognised by its words alone (`phrases`, `furniture`, `keywords`, the rules
of `definitions`), some by form and position (`structure`), names set into pages as brands by `brands`, and paragraphs
or sentences of other pages by `topics`.
"""
