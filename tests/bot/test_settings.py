"""Settings that can't be used are named; what looks like a secret is shown nowhere, whatever it was put into."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.logs import cleaned
from bot.masking import masked
from bot.messages import explain
from bot.settings import SettingsError, known_names, load_settings, milvus_address
from bot.terminal.doctor import env_file
from bot.terminal.screen import Screen
from tests.bot.conftest import Ran

TOKEN = "123456789:AAsecret-secret_secret-secret"
PASSWORD = "Geheim123"
PLAIN = "https://t.me/@baowen_bot p34:0-43 2025-11-08 12:30:00"
ENV = "BAOWEN_CONTACT=编辑部\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (ENV.encode("gb18030"), 1),
        (b"BAOWEN_LANG=zh\n" + ENV.encode("gb18030"), 2),
        (ENV.encode("utf-16"), 1),
        (b"PORT=8000\n".decode().encode("utf-16-le"), 1),
        (b"\n\n\xff\n", 3),
    ],
    ids=["GBK", "GBK below", "UTF-16", "UTF-16 without a mark", "bytes"],
)
@pytest.mark.parametrize("command", ["status", "doctor", "ask"])
def test_a_file_of_settings_in_another_encoding_is_named(
    baowen: Callable[..., Ran], tmp_path: Path, data: bytes, line: int, command: str
) -> None:
    (tmp_path / ".env").write_bytes(data)
    ran = baowen(command)
    assert ran.code == 2
    assert ran.err.startswith(f"设置有误，.env：第 {line} 行不是 UTF-8")
    assert "UTF-8" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_the_mark_of_windows_editors_hides_no_setting(baowen: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfBAOWEN_LANG=xx\n")
    assert "BAOWEN_LANG" in baowen("status").err
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfBAOWEN_LAGN=zh\n")
    assert "BAOWEN_LAGN：没有这项设置，是不是 BAOWEN_LANG？" in baowen("status").err


def test_a_file_that_can_not_be_read_is_named(
    baowen: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / ".env").write_text("")
    monkeypatch.setattr(Path, "read_bytes", refused)
    ran = baowen("status")
    assert (ran.code, ran.err) == (2, "设置有误，.env：读不了：没有权限\n")


@pytest.mark.parametrize("name", sorted(known_names()))
@pytest.mark.parametrize("value", [TOKEN, TOKEN.replace(":", "%3A"), f"http://user:{PASSWORD}@[h:99999/{TOKEN}"])
def test_a_token_in_any_setting_is_not_shown(
    baowen: Callable[..., Ran], name: str, value: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(name, value)
    ran = baowen("doctor")
    shown = ran.out + ran.err + caplog.text
    assert name in shown
    assert "AAsecret" not in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize("name", ["BAOWEN_TELEGRAM_API", "BAOWEN_WEBHOOK_URL", "BAOWEN_MODEL", "BAOWEN_CONTACT"])
def test_who_logs_in_at_an_address_is_not_shown(
    baowen: Callable[..., Ran], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f"https://user:{PASSWORD}@baowen.example/bot?api_key={PASSWORD}&lang=zh")
    ran = baowen("doctor")
    assert PASSWORD not in ran.out + ran.err
    assert f"{name} = https://***@baowen.example/bot?api_key=***&lang=zh" in ran.out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"at {TOKEN}!", "at ***!"),
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "https://api.telegram.org/bot***/getMe"),
        (f"http://u:p@ss:{PASSWORD}@h/x", "http://***@h/x"),
        (f"http://u:p/{PASSWORD}?#@h/x", "http://***@h/x"),
        (f"http://{PASSWORD}@h", "http://***@h"),
        (f"https://h/?access_token={PASSWORD}#x", "https://h/?access_token=***#x"),
        ("sha256:" + "a1" * 32, "sha256:" + "a1" * 32),
        (PLAIN, PLAIN),
        ("a@b.example", "a@b.example"),
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert cleaned(text, ()) == shown
    assert shown in explain(SettingsError("PORT", text))


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        (f"TELEGRAM_BOT_TOKEN={TOKEN}\n", 0o600, None),
        (f"TELEGRAM_BOT_TOKEN={TOKEN}\n", 0o640, "chmod 600"),
        (f"TELEGRAM_BOT_TOKEN={TOKEN}\n", 0o604, "chmod 600"),
        ("TELEGRAM_BOT_TOKEN=short\n", 0o644, "chmod 600"),
        ("BAOWEN_WEB_TOKEN=sixteen-signs-long\n", 0o644, "chmod 600"),
        (f"BAOWEN_TELEGRAM_API=http://u:{PASSWORD}@h\n", 0o644, "chmod 600"),
        ("TELEGRAM_BOT_TOKEN=\nBAOWEN_LANG=zh\n", 0o644, None),
        ("BAOWEN_LANG=zh\n", 0o666, "可改写"),
        ("BAOWEN_LANG=zh\n", 0o620, "可改写"),
    ],
)
def test_the_doctor_warns_of_settings_that_others_can_read(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path, text: str, mode: int, told: str | None
) -> None:
    path = tmp_path / ".env"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    (found,) = env_file(path, Screen())
    assert found.ok is (told is None)
    assert (told or "") in found.text
    ran = baowen("doctor", data=indexed)
    assert f"{'✓' if told is None else '✗'} .env " in ran.out
    assert (ran.code == 0) is (told is None)
    assert TOKEN not in ran.out


def test_no_file_of_settings_is_nothing_to_tell(tmp_path: Path) -> None:
    assert list(env_file(tmp_path / ".env", Screen())) == []


@pytest.mark.parametrize("uri", ["milvus:19530", "http://", "grpc://milvus", "http://root:geheim@milvus:19530"])
def test_an_address_of_a_cluster_is_checked_and_no_password_is_shown(monkeypatch, uri: str) -> None:
    monkeypatch.setenv("BAOWEN_MILVUS_URI", uri)
    with pytest.raises(SettingsError, match="BAOWEN_MILVUS_URI") as told:
        load_settings()
    assert "geheim" not in explain(told.value)


def test_a_cluster_needs_an_address_and_its_token_is_masked(monkeypatch) -> None:
    monkeypatch.setenv("BAOWEN_MILVUS_TOKEN", "root:geheim")
    settings = load_settings(engine="milvus")
    assert "geheim" not in repr(settings)
    with pytest.raises(SettingsError, match="BAOWEN_MILVUS_URI"):
        milvus_address(settings)
    assert milvus_address(load_settings(milvus_uri="http://milvus:19530")) == ("http://milvus:19530", "root:geheim")
