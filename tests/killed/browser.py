"""A plain browser of one person: cookies, the token that forms need, no redirects followed."""

import http.client
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PATIENCE_SECONDS = 60


class Broken(Exception):
    """That the connection broke: whether the site did what was asked nobody knows."""


@dataclass(frozen=True)
class Reply:
    """An answer that came in whole."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


class Browser:
    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._token = secrets.token_hex(16)
        self._cookies = f"sessionid={session}; csrftoken={self._token}"

    def get(self, path: str) -> Reply:
        """Ask for a page. Raises Broken."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]], **headers: str) -> Reply:
        """Send a form. Raises Broken."""
        kind = "application/x-www-form-urlencoded"
        return self._ask(
            "POST", path, urlencode(fields, doseq=True).encode(), {"Content-Type": kind, **headers}
        )

    def post_json(self, path: str, told: Any) -> Reply:
        """Send what a script sends. Raises Broken."""
        return self._ask("POST", path, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def post_file(
        self, path: str, fields: Mapping[str, str], field: str, name: str, content: bytes, **headers: str
    ) -> Reply:
        """Send a form with a file. Raises Broken."""
        border = secrets.token_hex(12)
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{text}\r\n'.encode()
            for each, text in fields.items()
        ]
        heading = f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{heading}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{border}--\r\n".encode()
        kind = f"multipart/form-data; boundary={border}"
        return self._ask("POST", path, body, {"Content-Type": kind, **headers})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        told = {"Cookie": self._cookies, "X-CSRFToken": self._token, "Connection": "close", **headers}
        try:
            connection.request(method, path, body, told)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Broken from error
        finally:
            connection.close()
        renewed = re.search(r"sessionid=(\w+)", answer.headers.get("Set-Cookie", ""))
        assert renewed is None, "the session was changed"
        return Reply(answer.status, answer.headers.get("Location", ""), content)
