"""Where a fact belongs: place, scope, body. Begin with `resolve`, then `article`: the order in which a page is read.

Names: `gazetteer`, `surfaces` (the words looked for), `mentions`, `settle` (which unit a name means), `hosts` and
`sites` (what the address and the site say), `towns`. Anchors, to which figures can be attached: `anchor`, `anchors`,
`state`, with `pointing` (我省, 全市), `bodies` and `body_anchors`, `lists` and `samples`. The article: `home` (whom
it speaks for), `known`, `main_place`, `subheads`, `passing` and `away` (who is only named), `single_body`,
`wage_cases`, `events`. A figure: `carrier` (which anchor carries it), `line`, `aid`.
"""
