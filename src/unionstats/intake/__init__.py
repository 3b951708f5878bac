"""Raw pages: files, folders, archives, encodings, HTML.

Begin with `sources` for files, `decode` for bytes, `markup` for HTML. Files: `sources`, `streams`, `packed`, and one
module for each form: `plain`, `jsonl`, `parquet`, `warc`, with `records` and `responses` for what they hold. Bytes:
`decode`, `charset`. HTML: `html` reads the tags into `displayed`; `hidden`, `scripted`; `mainpart` chooses the lines
of the article by `chrome` and `stretch`; `metadata` reads title and day.
"""
