"""Text and its changes: edits, repair, script, noise, articles, sentences. Begin with `clean`: the order of the stages.

Changes: `edits`. Repair: `repair`, `realign` with `shifted`, `backslash`, `plausible`; `script`. Noise: the package
`noise`. Articles: `articles`, `lines`, `wrapping`, `layout`; their days and publishers: `bylines`, `stamps`,
`datenumbers`. Sentences: `sentences`, `marks`. Pages as a whole: `flags`. Words: `dictionary`. For one's own sites:
`boilerplate`.
"""
