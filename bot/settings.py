"""Every setting of the program, read once from the environment and ``.env``; nothing else reads ``os.environ``."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.lang import Lang, lang_named, lang_of_locale
from bot.masking import masked

PREFIX = "BAOWEN_"
LANG_KEY = "BAOWEN_LANG"
LOCALE_KEYS = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What says in which language a terminal's user reads, the first that is set."""
TOKEN_KEY = "TELEGRAM_BOT_TOKEN"  # noqa: S105  # its name
QUIET_HOURS = re.compile(r"([01]?\d|2[0-3])-([01]?\d|2[0-4])")
TOKEN_FORM = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
"""The bot's number and its secret, as BotFather gives them."""
ENV_FILE = ".env"
COMPLETION_KEY = "_BAOWEN_COMPLETE"
"""In it a shell says what it wants completed, as click reads it."""
ENV_ENCODING = "utf-8-sig"
"""UTF-8, also with the mark at its beginning that editors on Windows write."""
LEAST_TOKEN_CHARS = 16
WEB_ADDRESS = re.compile(r"https?://[^/?#\s]+")
CITATION_FIELDS = ("quote", "headline", "paper", "date", "page", "names", "url")
"""What ``citation_style`` can name."""


class SettingsError(Exception):
    """A setting is unknown or has a value that can't be used; the message names key and value (secrets masked)."""

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(f"{key}: {masked(detail)}")
        self.key, self.detail = key, masked(detail)


def lang_of_the_locale() -> Lang:
    """The language that the environment's locale names."""
    return lang_of_locale(next((os.environ[key] for key in LOCALE_KEYS if os.environ.get(key)), ""))


class Settings(BaseSettings):
    """Settings with their defaults. Command line wins over environment, environment over ``.env``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding=ENV_ENCODING, extra="ignore", frozen=True
    )

    data: Path = Field(default=Path("data"), description="Folder of the archive and the published generations.")
    model: str = Field(default="bundled", description="Encoder: bundled, a folder, or a sentence-transformers hub id.")
    model_revision: str | None = Field(default=None, description="Revision of a hub model.")
    model_backend: Literal["torch", "onnx", "openvino"] = Field(default="torch", description="Runtime of a hub model.")
    reranker: str | None = Field(
        default=None, description="Optional second look: a folder or hub id of a sentence-transformers CrossEncoder."
    )
    reranker_revision: str | None = Field(default=None, description="Revision of a hub reranker.")
    reading: Literal["full", "light", "off"] = Field(
        default="full", description="How many excerpts the network reads for a question; off: none, no short answers."
    )
    reading_budget_s: float = Field(
        default=2.0, gt=0, description="Seconds after which reading is given up; the answer then does without it."
    )
    offline: bool = Field(default=False, description="Never look for models on the network, only in the cache.")
    lang: Lang = Field(
        default_factory=lang_of_the_locale,
        description="Language of the terminal's own words: zh-Hans, zh-Hant or en; empty: by the locale.",
    )
    chat_history: bool = Field(default=True, description="Keep what is typed in `baowen chat`, in the data folder.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level logged.")
    log_format: Literal["text", "json"] = Field(default="text", description="Log lines for people or for programs.")
    keep_generations: int = Field(default=3, ge=1, description="Older generations kept for going back.")
    gate_recall: float = Field(default=0.03, ge=0, le=1, description="How far recall may fall at a publishing.")
    gate_accuracy: float = Field(default=0.03, ge=0, le=1, description="How far the share of right answers may fall.")
    gate_wrong: float = Field(default=0.05, ge=0, le=1, description="How far wrong answers to no answer may rise.")
    watch: Path | None = Field(default=None, description="Folder that `baowen watch` looks at.")
    schedule: Literal["", "weekdays", "daily"] = Field(
        default="", description="On which days an edition is expected; empty: none is."
    )
    schedule_by: time = Field(default=time(7, 30), description="Local time by which it must be there.")
    schedule_papers: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Papers that are expected, separated by commas; empty: any paper will do."
    )
    timezone: str = Field(default="Asia/Shanghai", description="Time zone of the paper (IANA name) and its schedule.")
    host: str = Field(default="127.0.0.1", description="Address that the web process listens on.")
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT", description="Port of the web process.")
    web_token: SecretStr | None = Field(
        default=None, description="What opens the web page, the API and MCP; at least 16 characters."
    )
    web_open: bool = Field(default=False, description="Let everybody who reaches the web page ask and read.")
    web_url: str | None = Field(
        default=None, description="Public address of the web page, for permalinks; empty: as it was asked for."
    )
    web_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Further host names under which assistants reach /mcp, separated by commas."
    )
    web_per_minute: int = Field(default=120, ge=1, description="Most requests of one client of the page in a minute.")
    citation_style: str = Field(
        default="《{headline}》，{paper}{date}{page}，{names}",
        description="The paper's own way to cite, for copying: {quote}, {headline}, {paper}, {date}, {page}, {names}, "
        "{url}.",
    )
    engine: Literal["embedded", "milvus"] = Field(
        default="embedded", description="Where the index lies: files of the data folder, or a Milvus cluster."
    )
    milvus_uri: str = Field(default="", description="Address of the cluster, e.g. http://milvus:19530.")
    milvus_token: SecretStr | None = Field(default=None, description="The cluster's user:password, or its key.")
    milvus_prefix: str = Field(
        default="baowen", pattern="^[A-Za-z][A-Za-z0-9]{0,30}$", description="How its collections of this paper begin."
    )
    telegram_bot_token: SecretStr | None = Field(
        default=None, validation_alias=TOKEN_KEY, description="Token from BotFather; needed by the bot."
    )
    telegram_api: str = Field(
        default="https://api.telegram.org", description="Bot API server, e.g. of a self-hosted one (no trailing slash)."
    )
    contact: str = Field(default="", description="What readers are told who ask for people: telephone, hours, address.")
    crisis: str = Field(default="", description="What a cry for help is told, instead of the built-in words.")
    admins: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="Telegram user ids of the operators, separated by commas."
    )
    desk_chat: int | None = Field(
        default=None, description="Telegram chat of the editors who answer what readers pass on; empty: none do."
    )
    webhook_url: str | None = Field(
        default=None, description="Public HTTPS address of the web process; Telegram then delivers to it."
    )
    quiet_hours: str = Field(
        default="22-7", description="Local hours in which alerts make no sound, e.g. 22-7; empty: none."
    )
    rich_messages: bool = Field(
        default=False, description="Send formatted messages as rich ones where the Bot API server takes them."
    )
    questions_per_minute: int = Field(default=20, ge=1, description="Most questions of one person in a minute.")

    @field_validator("lang", mode="before")
    @classmethod
    def _lang(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if not value.strip():
            return lang_of_the_locale()
        if (lang := lang_named(value)) is None:
            raise ValueError("give zh-Hans, zh-Hant or en")
        return lang

    @field_validator("milvus_uri")
    @classmethod
    def _server_address(cls, value: str) -> str:
        parts = urlsplit(value.strip())
        if parts.username or parts.password:
            raise ValueError("no user or password in the address: BAOWEN_MILVUS_TOKEN takes them")
        if value.strip() and not (parts.scheme in {"http", "https"} and parts.hostname):
            raise ValueError("give an address like http://milvus:19530")
        return value.strip()

    @field_validator("quiet_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        if value.strip() and not QUIET_HOURS.fullmatch(value.strip()):
            raise ValueError("give two hours such as 22-7, or nothing")
        return value.strip()

    def is_quiet(self, now: time) -> bool:
        """Whether nobody is to be woken at a time of the paper's day."""
        found = QUIET_HOURS.fullmatch(self.quiet_hours)
        if found is None:
            return False
        begin, end = int(found[1]), int(found[2])
        return begin <= now.hour < end if begin <= end else now.hour >= begin or now.hour < end

    @field_validator("web_token")
    @classmethod
    def _long(cls, value: SecretStr | None) -> SecretStr | None:
        token = value.get_secret_value().strip() if value else ""
        if token and len(token) < LEAST_TOKEN_CHARS:
            raise ValueError(f"too easy to guess; give at least {LEAST_TOKEN_CHARS} characters")
        return SecretStr(token) if token else None

    @field_validator("web_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        address = (value or "").strip().rstrip("/")
        if address and not WEB_ADDRESS.fullmatch(address):
            raise ValueError("give an address such as https://ask.example.cn, without anything behind the host")
        return address or None

    @field_validator("citation_style")
    @classmethod
    def _template(cls, value: str) -> str:
        try:
            value.format(**dict.fromkeys(CITATION_FIELDS, ""))
        except (KeyError, IndexError, ValueError, AttributeError):
            names = ", ".join(f"{{{name}}}" for name in CITATION_FIELDS)
            raise ValueError(f"only {names} can stand in braces") from None
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value

    @field_validator("schedule_papers", "web_hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        found = value.replace("，", ",").split(",") if isinstance(value, str) else value
        return [name.strip() for name in found if name.strip()] if isinstance(found, list) else found

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("no such time zone; give a name like Asia/Shanghai") from None
        return value


def chosen_lang() -> Lang:
    """The language to speak before, and where, the settings can't be read."""
    given = os.environ.get(LANG_KEY) or _named_in_file(LANG_KEY)
    return lang_named(given) or lang_of_the_locale()


def _named_in_file(key: str) -> str:
    """What ``.env`` gives a name; empty where it gives nothing, or can't be read."""
    try:
        return dotenv_values(ENV_FILE, encoding=ENV_ENCODING).get(key) or ""
    except (OSError, UnicodeDecodeError):
        return ""


def completion_wanted() -> str:
    """What a shell wants completed (``zsh_complete``, …); empty for every other call."""
    return os.environ.get(COMPLETION_KEY, "")


def colour_wanted() -> bool:
    """Whether the environment leaves a terminal its colours (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def known_names() -> dict[str, str]:
    """Environment name → description, for ``doctor`` and the documentation test."""
    return {
        str(field.validation_alias or PREFIX + name.upper()): field.description or ""
        for name, field in Settings.model_fields.items()
    }


def load_settings(**overrides: object) -> Settings:
    """Read the settings; ``overrides`` that are not None win. Raises ``SettingsError``."""
    refuse_unreadable_file()
    refuse_unknown_names()
    chosen: dict[str, Any] = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise _first_wrong(error) from None


def bot_token(settings: Settings) -> str:
    """The bot's token. Raises ``SettingsError`` where there is none, or what stands there can be none."""
    given = settings.telegram_bot_token
    token = given.get_secret_value().strip() if given else ""
    if not token:
        raise SettingsError(TOKEN_KEY, "not set; BotFather gives one (see docs/telegram.md)")
    if not TOKEN_FORM.fullmatch(token):
        raise SettingsError(TOKEN_KEY, "*** — no token: BotFather's look like 123456789:AAF-abc…, without spaces")
    return token


def milvus_address(settings: Settings) -> tuple[str, str]:
    """Address and token of the cluster. Raises ``SettingsError`` where there is no address."""
    if not settings.milvus_uri:
        raise SettingsError(f"{PREFIX}MILVUS_URI", "not set; BAOWEN_ENGINE=milvus needs the address of the cluster")
    return settings.milvus_uri, settings.milvus_token.get_secret_value() if settings.milvus_token else ""


def _first_wrong(error: ValidationError) -> SettingsError:
    """The first setting that can't be used; what might be a secret is not shown."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    key = name if name in known_names() else PREFIX + name.upper()
    shown = "***" if "TOKEN" in key or "SECRET" in key else repr(first["input"])
    return SettingsError(key, f"{shown} — {first['msg']}")


def state_folders() -> tuple[Path, ...]:
    """Where this user's programs keep state that belongs to no data folder, best first (XDG base directories)."""
    given = os.environ.get("XDG_STATE_HOME", ""), os.path.expanduser("~/.local/state")  # noqa: PTH111  # no home: no error
    bases = [Path(base) / "baowen" for base in given if Path(base).is_absolute()]
    return *bases[:1], Path(tempfile.gettempdir()) / f"baowen-{os.getuid()}"


def refuse_unreadable_file() -> None:
    """Raise ``SettingsError`` where ``.env`` can't be read, or is no text in UTF-8."""
    path = Path(ENV_FILE)
    if not path.is_file():  # a pipe is read once, by who reads the settings
        return
    try:
        data = path.read_bytes()
        text = data.decode(ENV_ENCODING)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SettingsError(ENV_FILE, f"line {line} is not UTF-8; save the file as UTF-8 and try again") from None
    except OSError as error:
        raise SettingsError(ENV_FILE, f"can't be read: {error.strerror}") from None
    if "\0" in text:  # UTF-16 without its mark
        line = text[: text.index("\0")].count("\n") + 1
        raise SettingsError(ENV_FILE, f"line {line} is no text in UTF-8; save the file as UTF-8 and try again")


def holds_secrets(path: Path) -> bool:
    """Whether a file of settings names a token, or holds what looks like a secret; False where it can't be read."""
    try:
        text = path.read_text(encoding=ENV_ENCODING)
    except (OSError, UnicodeDecodeError):
        return False
    given = dotenv_values(path, encoding=ENV_ENCODING)
    return masked(text) != text or any(value for key, value in given.items() if "TOKEN" in key)


def refuse_unknown_names() -> None:
    """Raise ``SettingsError``, with the nearest known name, for a ``BAOWEN_*`` name that no setting has."""
    known = known_names()
    given = set(os.environ) | set(dotenv_values(ENV_FILE, encoding=ENV_ENCODING))
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, list(known), n=1)
            raise SettingsError(name, "unknown setting" + (f"; did you mean {near[0]}?" if near else ""))
