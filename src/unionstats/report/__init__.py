"""What people look at. Nothing here decides what a fact is.

The report: `overview` (the figures), `report_html`, `report_series`, `charts`, `tables_html`. One page: `marks` (what
is shown), `explain_html`, `terminal`. Facts in a shell: `listing`, `query`, `export`, `panel`, `console`. Shared:
`labels`, `selfcontained`.
"""
