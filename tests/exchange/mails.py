"""Maildirs, mbox files and messages, as other programs write them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

ME = "jo@pipes.example"
ANN = "ann@acme.example"
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def message(
    sender: str = ANN,
    to: str = ME,
    subject: str = "Pump",
    text: str = "We take it.",
    at: datetime | str = datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    ident: str = "",
    **headers: str,
) -> bytes:
    """A message; further headers by their names, `_` for `-`; "" leaves one out."""
    date = at if isinstance(at, str) else format_datetime(at)
    told = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": date,
        "Message-ID": f"<{ident or abs(hash((sender, to, subject, text, date)))}@mail.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in told.items() if value)
    return f"{head}\n{text}\n".encode()


class Maildir:
    """A Maildir as isync keeps it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("cur", "new", "tmp"):
            (path / name).mkdir(parents=True)
        self._count = 0

    def put(self, *messages: bytes, flags: str = "S") -> list[Path]:
        """Store messages; returns where."""
        made = []
        for one in messages:
            self._count += 1
            path = self.path / "cur" / f"1795255200.{self._count}_1.host,U={self._count}:2,{flags}"
            path.write_bytes(one)
            made.append(path)
        return made


def mbox(path: Path, messages: Iterable[bytes]) -> Path:
    """An mbox in which lines that begin with From are quoted (mboxrd)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        for one in messages:
            lines = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in one.split(b"\n")]
            file.write(b"From ann@acme.example Fri Nov 20 09:00:00 2026\n" + b"\n".join(lines) + b"\n")
    return path
