"""The output of commands: lines for people, inert whatever a page or file name contains, and results byte for byte."""

from __future__ import annotations

import sys

import click

from unionstats.inert import visible


def say(line: object, *, err: bool = False) -> None:
    """Write a line of text, on stdout or stderr; control and bidi characters in it are written out."""
    click.echo(visible(str(line)), err=err)


def write_bytes(content: bytes) -> None:
    """Write all bytes: an unbuffered stdout (PYTHONUNBUFFERED) may accept only some of them at a time."""
    stream = sys.stdout.buffer
    left = memoryview(content)
    while left:
        left = left[stream.write(left) :]
    stream.flush()
