"""What is no text of the article: chrome, spam, bylines, residue.

`remover` holds the passes. Told by words alone: `phrases`, `furniture`, `keywords` and the rules of `definitions`; told
by shape and position: `structure`; names set in as brands: `brands`; paragraphs and sentences of other pages: `topics`.
"""
