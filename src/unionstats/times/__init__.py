"""When a fact holds, and whether it is told as done, planned or laid down. Begin with `resolve` and `status`.

What time words say: `vocabulary`, `expressions`, `dates`, `days`, `lengths`. When the article was written:
`reference_date`, `year_of_writing`. Expressions in their order: `mentions`, `timeline`, `context`, `readings`,
`framing` (the part that each plays). Which of them dates a figure: `own_words` and `bearing` within its sentence,
`earlier` and `frames` from those before, `period_builder` for the result; with `headings`, `topics`, `titles`,
`events`, `windows`, `sums`, `growth` and `columns` for single forms. Status: `cues`, `status`, and `plans` for what a
planned figure's time cannot be.
"""
