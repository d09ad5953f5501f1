"""What in a text looks like a secret, in whatever setting it was put: a bot's token, who logs in at an address."""

from __future__ import annotations

import re

MASK = "***"
_TOKEN = re.compile(r"(?:(?<!\w)|(?<=bot))[0-9]{3,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,100}")
"""As BotFather gives them, also as they stand in an address."""
_LOGIN = re.compile(r"(?<=:/)(/?)(?:[^\s/?#]{0,500}@|[^\s/?#:]{0,100}:\S{0,500}@)")
"""https://name:password@host, as a path with one slash; a password that nobody escaped may hold any sign."""
_PARAMETER = re.compile(r"(?i)([?&][\w-]{0,40}(?:token|secret|key|passw|pwd|auth)[\w-]{0,40}=)[^&\s#<][^&\s#]*")


def masked(text: str) -> str:
    """``text`` with *** for whatever looks like a secret."""
    text = _LOGIN.sub(rf"\g<1>{MASK}@", _TOKEN.sub(MASK, text))
    return _PARAMETER.sub(rf"\g<1>{MASK}", text)
