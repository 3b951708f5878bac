"""Make the pages of data/raw that are no plain UTF-8 from their masters in tests/gold/masters.

A master is what the editor wrote, in simplified script and UTF-8. A recipe does to it what the web did to such pages:
another script, another encoding, an archive, or the byte-level replacement that hacked mirrors suffer.
A line that begins with `=` is kept in its own script (spam is pasted in by other hands).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

import opencc

ROOT = Path(__file__).resolve().parents[1]
MASTERS = ROOT / "tests" / "gold" / "masters"
RAW = ROOT / "data" / "raw"

_TRADITIONAL = opencc.OpenCC("s2t")

# What the mirrors insert: a bracket with the reading behind a closed set of traditional characters.
READINGS = {
    "產": "chǎn", "業": "yè", "衛": "wèi", "設": "shè", "務": "wù", "學": "xué", "創": "chuàng", "權": "quán",
    "質": "zhì", "術": "shù", "數": "shù", "導": "dǎo", "調": "diào", "訓": "xùn", "經": "jīng", "關": "guān",
    "優": "yōu", "續": "xù", "發": "fā", "區": "qū", "協": "xié", "規": "guī", "節": "jié", "轉": "zhuǎn",
    "態": "tài", "養": "yǎng", "農": "nóng", "現": "xiàn", "內": "nèi", "據": "jù", "進": "jìn", "電": "diàn",
    "運": "yùn", "機": "jī", "實": "shí", "當": "dāng", "時": "shí", "對": "duì", "網": "wǎng", "單": "dān",
    "紀": "jì", "構": "gòu", "將": "jiāng", "準": "zhǔn", "舉": "jǔ", "臺": "tái",
}  # fmt: skip


def traditional(text: str) -> str:
    """Convert the lines of a master, but for those marked to be kept."""
    lines = (line[1:] if line.startswith("=") else _TRADITIONAL.convert(line) for line in text.split("\n"))
    return "\n".join(lines)


def replaced_bytewise(text: str) -> str:
    """Insert the readings as the mirrors do: byte by byte in GBK, blind to where a character begins.

    Where the second byte of one character and the first of the next happen to be a target, the insertion tears them
    apart; what follows is read one byte off, and an ASCII byte that completes a broken pair is lost with it.
    """
    content = text.encode("gbk")
    for character, reading in READINGS.items():
        target = character.encode("gbk")
        content = content.replace(target, target + f"({reading})".encode("gbk"))
    return _decoded_with_losses(content)


def _decoded_with_losses(content: bytes) -> str:
    """Decode GBK as the mirrors' script did: a pair that is no character becomes one question mark."""
    pieces: list[str] = []
    at = 0
    while at < len(content):
        width = 1 if content[at] < 0x80 else 2
        pieces.append(content[at : at + width].decode("gbk", errors="replace").replace("\ufffd", "?")[:1])
        at += width
    return "".join(pieces)


def _master(name: str) -> str:
    return (MASTERS / name).read_text(encoding="utf-8")


def pages() -> dict[str, bytes]:
    """Return every made page: its name in data/raw -> its bytes."""
    return {
        "01-hacked-traditional.txt": traditional(_master("01-hacked-traditional.txt")).encode(),
        "05-byteshift-bijie.txt": replaced_bytewise(traditional(_master("05-byteshift-bijie.txt"))).encode(),
        "09-tangshan-gb18030.txt": _master("09-tangshan.txt").replace("\n", "\r\n").encode("gb18030"),
        "10-taiwan-big5.html": _master("10-taiwan.html").encode("big5"),
        "12-archive.txt.gz": gzip.compress(_master("12-jiangsu.txt").encode(), mtime=0),
        "13-hainan-utf16.txt": b"\xff\xfe" + _master("13-hainan.txt").encode("utf-16-le"),
        "17-mirror.jsonl": _mirror(),
        "22-hongkong-big5.html": _master("22-hongkong.html").encode("big5hkscs"),
    }


def _mirror() -> bytes:
    """Make the copy of a portal's article that another host shows: other script, other chrome, no author."""
    text = (RAW / "04-portal-chuzhou.txt").read_text(encoding="utf-8")
    body = text[text.index("近日,省总工会") : text.index("(本网记者")]
    page = {
        "id": "mirror-1",
        "url": "http://www.kmyy-mirror.example/wap_doc/2024-03-04/77120.html",
        "text": f"=九九娱乐-皖江棋牌官网-国产精品彩票在线-游戏大厅\n=\n让更多滁州工匠挑大梁\n2024-03-04\n\n{body}\n"
        "=汉川市| 黔江区| 沂源县| 星座| 文化| 焉耆| 家居| 长白| 富平县| 奉贤区|",
    }
    page["text"] = traditional(page["text"])
    return (json.dumps(page, ensure_ascii=False) + "\n").encode()


def main() -> int:
    """Write the made pages, or check that they are what their masters make."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a page is stale")
    options = parser.parse_args()
    stale = [name for name, content in pages().items() if not _holds(RAW / name, content)]
    for name in [] if options.check else stale:
        (RAW / name).write_bytes(pages()[name])
    print("\n".join(stale) or "all pages are up to date")
    return int(options.check and bool(stale))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main())
