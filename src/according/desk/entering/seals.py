"""
Seals: what shows that a form of the desk was sent by the person it was given to.

The door refuses what another site's page sends (:mod:`according.desk.guard`); where people log in, each form also carries a secret of its
own session. It is put into every form of every template as that is loaded, so that none can be forgotten.
"""

from __future__ import annotations

import re
from hmac import compare_digest

from fastapi import HTTPException, Request
from jinja2.ext import Extension
from markupsafe import Markup

# The field that holds it.
SEAL = "seal"
_FORM = re.compile(r"""<form\b[^>]*\bmethod=["']?post["']?[^>]*>""", re.IGNORECASE)
# Kinds of content that a page elsewhere can make a browser send without asking; JSON is not among them.
_SENT_BY_FORMS = ("application/x-www-form-urlencoded", "text/plain")
_WITH_FILES = "multipart/form-data"


class Sealed(Extension):
    """Puts the seal into every form that is posted."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template's source with the seal behind each form's beginning."""
        return _FORM.sub(lambda form: form.group() + "{{ seal_of(request) }}", source)


def seal_of(request: Request) -> Markup:
    """Return the field with the seal; nothing where nobody logs in."""
    seal = request.scope.get("seal")
    return Markup() if seal is None else Markup('<input type="hidden" name="{}" value="{}">').format(SEAL, seal)


async def check_seal(request: Request) -> None:
    """Refuse a form without the seal of whoever is logged in."""
    seal = request.scope.get("seal")
    sent = request.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if seal is None or request.method in ("GET", "HEAD", "OPTIONS") or sent not in (*_SENT_BY_FORMS, _WITH_FILES):
        return
    # Files are taken in as they come, by the page itself: such a form must say where it comes from, which the door has looked at.
    if sent == _WITH_FILES:
        if not {"sec-fetch-site", "origin"} & set(request.headers.keys()):
            raise HTTPException(403, "This form does not say from which page it comes; nothing was changed.")
        return
    given = request.headers.get("x-seal") or (await request.form()).get(SEAL)
    if not isinstance(given, str) or not compare_digest(given.encode(), seal.encode()):
        raise HTTPException(403, "This form was made for another login; nothing was changed. Send it again from here.")
