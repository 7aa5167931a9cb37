"""A saved mail (.eml) -> its body as text, the subject as title, sender as author, and its day."""

from __future__ import annotations

import email
import email.policy
from datetime import date
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from detente.errors import InputError
from detente.text.content import Content, without_controls
from detente.text.plain import declared_text, decoded_text
from detente.text.quiet import quiet
from detente.text.webpage import html_content


def _sent_on(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(str(message["date"])).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _sender(message: EmailMessage) -> str | None:
    name, address = email.utils.parseaddr(str(message["from"] or ""))
    return name or address or None


def _body(message: EmailMessage) -> Content:
    part = message.get_body(preferencelist=("plain", "html"))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        raise InputError("the mail has no text in its body")
    if part.get_content_subtype() == "html":
        return html_content(payload)
    declared = declared_text(payload, part.get_content_charset() or "utf-8")
    if declared is not None:
        return Content(text=without_controls(declared))
    text, notes = decoded_text(payload)
    return Content(text=text, notes=notes)


def mail_content(data: bytes) -> Content:
    """Return the content of a mail; attachments are not read.

    Raises
    ------
    InputError
        If it is no mail or has no text in its body.
    """
    with quiet():
        try:
            message = email.message_from_bytes(data, policy=email.policy.default)
            if not message.keys() or not isinstance(message, EmailMessage):
                raise InputError("not a mail: it has no header lines")
            content = _body(message)
            title = " ".join(str(message["subject"] or "").split()) or None
            sender, sent_on = _sender(message), _sent_on(message)
            n_attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
        except InputError:
            raise
        except Exception as error:  # the parser raises anything on a broken header
            raise InputError(f"not a whole mail ({type(error).__name__})") from None
    notes = (f"{n_attached} attachments not read",) if n_attached else ()
    return Content(
        text=content.text,
        title=title,
        author=sender,
        published_on=sent_on or content.published_on,
        notes=(*content.notes, *notes),
    )
