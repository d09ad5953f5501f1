"""What the program writes, only its owner can read, whatever the umask; nothing lies in the shared temporary folder."""

from __future__ import annotations

import stat

from tests.security.conftest import Site, Until
from tests.telegram.double import Double


def test_every_file_is_the_owners_alone(site: Site, telegram: Double, ended: Until) -> None:
    assert site.run("ask", "灯会门票多少钱")[0] == 0
    assert site.run("backup", str(site.folder / "backup.sqlite"))[0] == 0
    bot = site.start("bot", TELEGRAM_BOT_TOKEN=telegram.token, BAOWEN_TELEGRAM_API=telegram.url)
    lin = telegram.citizen()
    lin.says("灯会门票多少钱")
    assert "35元" in lin.hears(timeout=60).text
    ended(bot)
    written = [path for part in ("data", "state") for path in (site.folder / part).rglob("*")]
    assert {"archive.sqlite", "vectors.sqlite", "telegram.sqlite", "CURRENT", "manifest.json", "publishing.jsonl"} <= {
        path.name for path in written
    }
    assert any(path.suffix == ".prom" for path in written)
    for path in [site.data, site.folder / "backup.sqlite", *written]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
    assert list((site.folder / "tmp").iterdir()) == [], "nothing is left where others can prepare or read files"


def test_the_dictionary_cache_of_the_slower_segmenter_is_private(site: Site) -> None:
    command = (
        "from pathlib import Path; from retrieval.language.tokenizer import Tokenizer; import sys\n"
        "Tokenizer(Path(sys.argv[1]), prefer_rust=False).words('灯会开幕')"
    )
    cache = site.folder / "cache"
    assert site.run("-c", command, str(cache))[0] == 0
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert list(cache.iterdir())
    assert list((site.folder / "tmp").iterdir()) == []
