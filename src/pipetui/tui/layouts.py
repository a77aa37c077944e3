"""Keys of keyboards with other letters: where such a letter means nothing, the key of the same place is meant.

The places are those of the standard Russian, Ukrainian and Greek layouts, against the US one.
"""

from textual import events
from textual.screen import Screen

_US = "qwertyuiop[]asdfghjkl;'zxcvbnm,./" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_OTHERS = (
    "йцукенгшщзхъфывапролджэячсмитьбю." + "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,",
    "йцукенгшщзхїфівапролджєячсмитьбю." + "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,",
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./" + ':΅ΕΡΤΥΘΙΟΠ{}ΑΣΔΦΓΗΞΚΛ¨"ΖΧΨΩΒΝΜ<>?',
)
_PLACES = {other: us for layout in _OTHERS for other, us in zip(layout, _US, strict=True) if not other.isascii()}


def meant(event: events.Key, screen: Screen[object]) -> events.Key:
    """The key, or that of the same place where it means nothing on the screen and is not typed there."""
    other = same_place(event)
    if other is None or event.key in screen.active_bindings:
        return event
    typed = screen.focused is not None and screen.focused.check_consume_key(event.key, event.character)
    return event if typed else other


def same_place(event: events.Key) -> events.Key | None:
    """The key of the same place on a US keyboard; None for a key that is on one anyway."""
    letter = _PLACES.get(event.character or "")
    if letter is None:
        return None
    names = {"[": "left_square_bracket", "]": "right_square_bracket", ";": "semicolon", "'": "apostrophe",
             ",": "comma", ".": "full_stop", "/": "slash", "{": "left_curly_bracket", "}": "right_curly_bracket",
             ":": "colon", '"': "quotation_mark", "<": "less_than_sign", ">": "greater_than_sign",
             "?": "question_mark"}  # fmt: skip
    return events.Key(names.get(letter, letter), letter)
