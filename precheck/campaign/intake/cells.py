"""What people write in cells and options: dates, yes and no, names of columns."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

from precheck.campaign.intake.errors import NotAnInstant
from precheck.campaign.procedure import last_second
from precheck.structure.folding import fold, word_set

_YES = word_set("1 oui o yes y vrai true x")
_NO = word_set("0 non n no faux false")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T]+(?:a )?(\d{1,2})[:h](\d{2})?(?::(\d{2}))?)?")


def plain(text: str) -> str:
    """Words folded, one space apart: « N° étudiant » -> "n etudiant"."""
    return " ".join(re.findall(r"[^\W_]+", fold(unicodedata.normalize("NFC", text)).replace("’", "'")))


def yes_or_no(said: str) -> bool | None:
    """None when it is neither."""
    word = fold(said.strip())
    return True if word in _YES else False if word in _NO else None


def instant(said: str, zone: ZoneInfo) -> dt.datetime:
    """The last second meant, in UTC: a day is meant whole; a time without a zone is that of the campaign.

    A minute without its seconds is that minute's first second, as a clock shows it.

    Raises:
        NotAnInstant: it cannot be understood.
    """
    text = said.strip()
    try:
        day = _DAY.fullmatch(fold(text))
        if day:
            date = dt.date(int(day[3]), int(day[2]), int(day[1]))
            if day[4] is None:
                return last_second(date, zone)
            time = dt.time(int(day[4]), int(day[5] or 0), int(day[6] or 0))
            return last_second(dt.datetime.combine(date, time), zone)
        if len(text) <= 10:
            return last_second(dt.date.fromisoformat(text), zone)
        return last_second(dt.datetime.fromisoformat(text).replace(microsecond=0), zone)
    except (ValueError, OverflowError):
        raise NotAnInstant(said=said) from None
