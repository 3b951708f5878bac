"""An object store on loopback (moto's server, a process of its own), and a proxy that plays tricks on its way."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BUCKET = "tables"
ADDRESS = f"s3://{BUCKET}/union"
KEY = "AKIACANARY4711"
SECRET = "canary-9f8e7d6c5b4a"  # noqa: S105 - a bird


@contextmanager
def running_server() -> Iterator[str]:
    """Run an object store on a free port; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


def environment(server: str, cache: object) -> dict[str, str]:
    """Return the variables by which a program finds the object store, and where it keeps its mirror."""
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "XDG_CACHE_HOME": str(cache),
    }


def empty_bucket(server: str) -> None:
    """Make the bucket, empty."""
    import boto3  # noqa: PLC0415 - only with moto

    boto3.client("s3", endpoint_url=server).create_bucket(Bucket=BUCKET)
    boto3.resource("s3", endpoint_url=server).Bucket(BUCKET).objects.all().delete()


# What a proxy does with a request: (method, path, headers) -> whether its answer is to reach the one who asked.
Trick = Callable[[str, str, dict[str, str]], bool]


@contextmanager
def proxy(server: str, trick: Trick) -> Iterator[str]:
    """Stand between programs and the object store; `trick` may change the headers, or swallow the answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            """Send the request on, and its answer back."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = dict(self.headers.items())
            wanted = trick(self.command, self.path, headers)
            onward = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
            onward.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                onward.putheader(name, value)
            onward.endheaders(body)
            answer = onward.getresponse()
            content = answer.read()
            onward.close()
            if not wanted:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                    self.send_header(name, value)
            length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
            self.send_header("Content-Length", length or "0")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
