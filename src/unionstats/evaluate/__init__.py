"""Evaluation: scores against labels, and the examples of the rules.

Scores: `pages`, `gold`, `score`, `floors`, `show`; two outputs compared: `difference`. Rules: `rules_run` runs their
examples (`rules_examples`, `stage_examples`, `place_examples`), `rules_lint` looks at the files, `rules_new` and
`rules_learnt` write new ones.
"""
