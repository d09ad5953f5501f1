"""Known vulnerabilities of everything that is installed: ``make audit``.

    python .ci/audit.py PIP_AUDIT

Ends with 0 if none is known, 1 if some are, 2 if nothing could be audited because the advisory service of the package
index can't be reached.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://pypi.org/pypi/pip/25.0/json"
OPTIONS = ["--strict", "--no-deps", "--disable-pip", "--progress-spinner", "off"]  # strict: what is skipped is no pass


def unreachable() -> str | None:
    """Why the advisory service can't be asked; None if it can."""
    try:
        with urllib.request.urlopen(SERVICE, timeout=15):
            return None
    except (urllib.error.URLError, TimeoutError) as error:
        return str(error)


def audited(pip_audit: str, requirements: Path) -> bool:
    """Whether no vulnerability is known; pip-audit prints those that are."""
    command = [pip_audit, *OPTIONS, "--requirement", str(requirements)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0  # noqa: S603  # our own words


def main() -> int:
    """Audit the hashed requirements, and torch, which has none."""
    if reason := unreachable():
        print(f"Nothing was audited: {SERVICE} can't be reached ({reason}).", file=sys.stderr)  # noqa: T201  # a command
        print("Run `make audit` again on a machine with access to the package index.", file=sys.stderr)  # noqa: T201  # too
        return 2
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        torch = Path(folder) / "torch.txt"
        torch.write_text("\n".join(pin for pin in pins if pin.startswith("torch==")) + "\n", encoding="utf-8")
        clean = [audited(pip_audit := sys.argv[1], ROOT / "requirements" / "dev.txt"), audited(pip_audit, torch)]
    return 0 if all(clean) else 1


if __name__ == "__main__":
    sys.exit(main())
