"""A stand-in for Telegram's Bot API server, over real HTTP on loopback, that applies Telegram's own rules.

What it refuses, as Telegram does (error texts from the server's and TDLib's sources):

- an unknown token (401), an unknown method (404), two pollers at once (409);
- text that is empty or longer than 4096 UTF-16 units after the entities are parsed, and HTML that TDLib's own parser
  refuses (``tdjson``, ``parseTextEntities``);
- callback data outside 1–64 bytes, keyboards with empty rows or buttons that do nothing;
- an edit that changes nothing, an edit of a message that is gone or not the bot's;
- an answer to a callback or inline query that is unknown, already answered or too old;
- more than 50 inline results, ids that repeat or exceed 64 bytes, commands with bad names or descriptions;
- writing to people who never wrote to the bot or have blocked it (403), and, where a test wants it, too many messages
  (429 with ``retry_after``).

What it delivers: long polling with ``offset`` confirming what went before, each update until it is confirmed; commands,
mentions and replies only where privacy mode hides the rest of a group's talk; webhooks with their secret.

``faults.py`` lists what can go wrong on request. ``people.py`` is what tests read like: a citizen says, hears, presses.
"""

from tests.telegram.double.faults import Fault
from tests.telegram.double.people import Citizen, Group, Heard
from tests.telegram.double.server import Double

__all__ = ["Citizen", "Double", "Fault", "Group", "Heard"]
