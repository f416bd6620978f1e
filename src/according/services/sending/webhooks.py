"""
A notice to a webhook: JSON by POST, signed.

The header ``According-Signature: t=SECONDS,v1=HEX`` holds the time of sending and the HMAC-SHA256, by the secret, of the time, a full stop
and the body. Who receives it makes the same of what came, compares, and refuses what was sent long ago.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

from according.errors import InputError, SendError
from according.exports.objects.readings import dump_line
from according.services.sending.secret import find_secret

# In seconds, from the look-up of the host's name to the answer.
WEBHOOK_LONGEST = 30.0
SIGNED_BY = "According-Signature"


def sign(body: bytes, secret: str, at: int) -> str:
    """
    Return the header that signs a body.

        >>> sign(b"{}", "secret", 1700000000)[:16]
        't=1700000000,v1='
    """
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def post(channel: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Post a notice; a host of this machine or a private network is refused, as where pages are fetched, unless it is allowed by name."""
    from according.intake.web.addresses import Guard, read_address, read_allowed
    from according.intake.web.connecting import request

    body = dump_line(dict(record)).encode("utf8", "backslashreplace")
    headers = {"Content-Type": "application/json", "According-Notice": str(record["id"])}
    if channel.get("secret"):
        headers[SIGNED_BY] = sign(body, find_secret(channel["secret"]), int(time.time()))
    address = read_address(channel["url"])
    try:
        with request(address, Guard(read_allowed()), WEBHOOK_LONGEST, headers, body=body) as answer:
            status = answer.status
    except InputError as error:
        # The path may be all that keeps others from posting there: it is told to nobody.
        why = str(error).replace(address.shown, address.site).replace(": not fetched:", ": not sent:")
        raise SendError(f"webhook: {why}") from None
    # Not followed elsewhere: a redirect could lead to where nobody wanted to send.
    if not 200 <= status < 300:
        raise SendError(f"webhook: {address.site} answers with status {status}")
