"""Dates in the languages that the rep has named besides ours, put into English by the `dateparser` library.

The library only translates: what a date is, our own readers decide, so that nothing is guessed in any language.
"""

from __future__ import annotations

import re

from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WITHOUT_DIGITS = r"in \d{1,4} \w+|\d{1,4} \w+ ago|\D*"
"""What words without a digit may become: `domani` is `in 1 day`, but `lundi en huit` must not become `monday 8`."""


def in_english(words: str, languages: tuple[str, ...]) -> Iterator[str]:
    """The words in English, once for each of the languages that knows all of them.

    Raises InputError for a language that the library does not know.
    """
    from dateparser.conf import settings  # 300 ms
    from dateparser.languages.loader import default_loader

    for language in languages:
        try:
            locale = default_loader.get_locale(language)
        except ValueError as error:
            raise InputError(
                f"dates are not known in the language “{language}”",
                "languages in the configuration are codes such as it, pl, pt",
            ) from error
        if not locale.is_applicable(words, strip_timezone=False, settings=settings):
            continue
        english = " ".join(locale.translate(words, keep_formatting=False, settings=settings).split())
        said, made = re.findall(r"\d+", words), re.findall(r"\d+", english)
        if said == made or (not said and re.fullmatch(_WITHOUT_DIGITS, english)):
            yield english
