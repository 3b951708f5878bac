"""The frame of every HTML page we write: style and script inline, a strict content security policy by hash.

Page text passes only through `html.escape` or `json_island`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from importlib.resources import files
from typing import Any

import regex

from unionstats.inert import visible


def escaped(text: object) -> str:
    """Return page text as inert HTML text."""
    return escape(visible(str(text)), quote=True)


def json_island(value: Any) -> str:  # noqa: ANN401 - whatever json can write
    """Return data for a script element of type application/json, escaped so that nothing can end it early."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def link(url: str | None, label: str) -> str:
    """Return a link for http(s) addresses, plain text for everything else."""
    if url and regex.match(r"https?://[^\s\"'<>]+\Z", url):
        return f'<a href="{escape(url, quote=True)}" rel="noreferrer noopener">{escaped(label)}</a>'
    return escaped(label)


def asset(name: str) -> str:
    """Read a style sheet or script that ships in report/assets."""
    return files("unionstats.report").joinpath("assets", name).read_text(encoding="utf-8")


def html_page(title: str, body: str, *, style: str, script: str = "") -> str:
    """Return a whole page under a policy that allows its own style and script and nothing else.

    Args:
        title: shown in the tab; escaped here.
        body: inert HTML, made with `escaped`.
        style: content of the one style element.
        script: content of the one script element; none where empty.
    """
    policy = f"default-src 'none'; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src '{_hash(script)}'"
    scripts = f"<script>{script}</script>" if script else ""
    return (
        '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
        f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n{scripts}\n</body>\n</html>\n"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
