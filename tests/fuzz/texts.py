"""What parsers are fed: the words of their own grammar, mixed with text that means harm."""

from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Texts = st.SearchStrategy[str]

HOSTILE = (
    "\0", "\x01", "\x08", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\xa0", "\xad", "\t", "\r", "\n", "\r\n", "\x1b",
    "\x1b[31m", "\x1b[2J", "\x1b]0;x\x07", "\x1b]8;;http://x\x1b\\y", "\x1b]52;c;eA==", "\x9b31m", "\x9d0;x", "\u202e",
    "\u2066x", "\u200f", "\u061c", "\u200b", "\u200d", "\u2060", "\ufeff", "\ufffe", "\u2028", "\u2029", "\ud800",
    "\udce4", "\udfff", "\u0301", "e\u0301", "\u0301" * 30, "\U0001f469\u200d\U0001f4bb", "\U0001f1e9", "٣", "３", "²",
    "①", "½", "१२", "１２ｋ", "٢٣rd", "−5", "–", "İ", "ß", "ﬁ", "株式会社", "Ω", "\u1112\u1161", "9" * 20, "9" * 5000,
    "0" * 400, "1e999", "-0", "0x1f", "1_000", "NaN", "Infinity", str(2**32), str(2**63), "'", '"', '"x', "'x'", '""',
    "“", "`", "\\", "\\x1b", "%s", "%", "{", "}", "{0}", "[red]", "[/]", "$(x)", ";", "|", "#", "@", "+", "-", "--",
    "/", "//", ":", "=", "==", ",", ".", "..", "(", ")", "((", "<", ">", "?", "*", "~", "&", "None", "null", "true",
    "=1+1", "@SUM(A1)", "' OR 1=1 --", "x'); DROP TABLE deal; --", "é", "Ann Lee", "x",
)  # fmt: skip
"""What a terminal, a spreadsheet, SQL, a number reader or a quick regular expression might trip over."""

LENGTHS = (70, 400, 5_000, 100_000)
"""How long a line is made; the last is the one that shows what takes more than its share of time."""

_GAPS = ("", " ", "  ", "\n", ":", ",")
_REPEATED = (" ", "  ", "a", "1", "(", "1,", "a ", "-", "- ", "@a.", "[", "{{", "\u0301a", "'a ", "1 ")


def one_of(tokens: tuple[T, ...]) -> st.SearchStrategy[T]:
    """One of the tokens, the first the plainest; unlike `sampled_from` it does not carry them in its name."""
    return st.integers(0, len(tokens) - 1).map(lambda place: tokens[place])


def pieces(*tokens: str) -> Texts:
    """One word at a time: a token, an altered one, a hostile one, or any."""
    token, hostile = one_of(tokens), one_of(HOSTILE)
    altered = st.builds(_altered, token, st.integers(0, 12), hostile | any_text(2))
    return st.one_of(token, token, altered, hostile, any_text(8))


def fed(*tokens: str, between: str = " ") -> Texts:
    """Texts of these tokens, whole and altered, with hostile ones between them; some of them very long."""
    piece = pieces(*tokens)
    several = st.lists(piece, max_size=7)
    run_on = st.lists(st.tuples(piece, one_of(_GAPS)), max_size=8)
    return st.one_of(
        one_of(tokens),
        several.map(between.join),
        several.map(between.join),
        run_on.map(lambda parts: "".join(word + gap for word, gap in parts)),
        long(*tokens),
    )


def lines(*tokens: str) -> Texts:
    """Texts of several lines: each token is one, and some of their words stand together."""
    whole, piece = st.lists(one_of(tokens), max_size=8), st.lists(pieces(*tokens), max_size=8)
    return st.one_of(
        whole.map("\n".join),
        piece.map("\n".join),
        piece.map("\r\n".join),
        st.lists(fed(*tokens), max_size=4).map("\n".join),
    )


def words(*tokens: str) -> st.SearchStrategy[list[str]]:
    """Words as a shell has split them; a word may hold spaces."""
    return st.lists(st.one_of(pieces(*tokens), pieces(*tokens), pieces(*tokens), fed(*tokens)), max_size=7)


def long(*tokens: str) -> Texts:
    """A word many times over, with something before and behind it that may keep it from fitting."""
    ends = one_of(("", "x", "!", "\n", *tokens, *HOSTILE))
    return st.builds(_long, ends, one_of((*_REPEATED, *tokens, *HOSTILE)), one_of(_GAPS), one_of(LENGTHS), ends)


def any_text(longest: int) -> Texts:
    """Any characters at all, lone surrogates too."""
    return st.text(st.characters(), max_size=longest)


def _altered(token: str, place: int, by: str) -> str:
    """The token with something put into it, or with what stood there replaced."""
    return token[: place // 2] + by + token[place // 2 + place % 2 :]


def _long(head: str, word: str, gap: str, length: int, tail: str) -> str:
    body = (word + gap) or " "
    return head + (body * (length // len(body) + 1))[:length] + tail
