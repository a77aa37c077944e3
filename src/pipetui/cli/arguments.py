"""Which words name the deal, and which say what about it: `acme rollout call "left voicemail" no-answer next:tue`.

Pure functions over words. `names` tells what words name: it returns the numbers of the deals, and raises
NotFoundError for words that fit none, AmbiguousError for words that fit several. A number, or a list of numbers
such as `3,7-9`, is always one word. Several in a row that are all deals are several deals where nothing else makes
sense, and else refused: nothing goes to a deal that may not be meant. `1 -- 2 bottles` is about #1 alone.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.deal import KIND_ALIASES, TOUCH_KINDS
from pipetui.domain.errors import AmbiguousError, InputError, NotFoundError, PipetuiError
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NamedTuple, TypeAlias, TypeVar

    T = TypeVar("T")
    Deals: TypeAlias = tuple[int, ...]
    Names: TypeAlias = Callable[[str], Deals]
else:
    from pipetui.domain.record import NamedTuple

_NUMBERS = r"#?[0-9]{1,18}(-#?[0-9]{1,18})?(,#?[0-9]{1,18}(-#?[0-9]{1,18})?)*"
_LONGEST_NUMBER = 18
_LONGEST_RANGE = 10_000
_LONGEST_NAME = 100
"""Words of a line that may be the name of a deal."""
_KIND_HINT = f"it is one of {', '.join(TOUCH_KINDS)}; for example: pipetui log acme call reached"
_ASSIGNMENT = r"([A-Za-z]+)[:=](?!//)(.*)"
_NAMED = r"([^\W\d_][^:=]*)[:=](?!//)(.*)"
_TAG = r"([+-])([^\W\d].*)"


def numbers(word: str) -> Deals | None:
    """The deal numbers that `42`, `#42` or `3,7-9` list, each once; None for any other word.

    Raises InputError for a range that runs backwards or is endless.
    """
    if word.isascii() and word.isdigit() and len(word) <= _LONGEST_NUMBER:
        return (int(word),)
    if not (word[:1].isdigit() or word[:1] == "#") or not re.fullmatch(_NUMBERS, word):
        return None
    found: dict[int, None] = {}
    for part in word.replace("#", "").split(","):
        first, _, last = part.partition("-")
        span = range(int(first), int(last or first) + 1)
        if not 0 < len(span) <= _LONGEST_RANGE:
            raise InputError(f"{quoted(word)} is not a list of deals", "deals are listed like 3,7-9")
        found.update(dict.fromkeys(span))
    return tuple(found)


def plain(words: Sequence[str]) -> list[str]:
    """The words without the first `--`, which only told the shell's options from them."""
    kept = list(words)
    if "--" in kept:
        kept.remove("--")
    return kept


def dated(words: Sequence[str]) -> tuple[list[str], str]:
    """The words without `at:WHEN`, and when: something that is put into the book later than it happened.

    Raises InputError where it is given twice, or with nothing behind it.
    """
    bound = list(words).index("--") if "--" in words else len(words)
    given = [word for word in words[:bound] if word.lower().startswith("at:")]
    if len(given) > 1:
        raise InputError(f"{quoted(given[1])} is a second one of its kind", "give it once")
    if given and not given[0][3:].strip():
        raise InputError("at: has nothing after it", 'for example at:yesterday, at:mon, at:"31 dec"')
    return [word for word in words[:bound] if word not in given] + list(words[bound:]), given[0][3:] if given else ""


def deals(words: Sequence[str], names: Names) -> Deals:
    """What words name that name nothing but deals: numbers and lists of them, or one deal by its words."""
    words = plain(words)
    listed = [numbers(word) for word in words]
    if listed and all(listed):
        return tuple(dict.fromkeys(number for part in listed if part for number in part))
    return names(" ".join(words))


def leading(
    words: Sequence[str], names: Names, fits: Callable[[Deals, list[str]], T], *, missing: InputError
) -> tuple[Deals, T]:
    """The longest leading run of words that names a deal so that `fits(deals, rest)` takes the rest.

    `fits` raises InputError for a rest it does not take; `missing` is the error when there is no rest. Raises what
    stood in the way of the longest run; NotFoundError, naming the words before the rest, when no run names a deal.
    """
    words = list(filter(str.strip, words))
    while words and not fold(words[0]).strip():  # a mark alone names nothing, and hides that the next one does
        del words[0]

    def taken(found: Deals, rest: list[str]) -> T:
        if not rest:
            raise missing
        return fits(found, rest)

    if words[1:2] == ["--"] and (listed := numbers(words[0])):
        return listed, taken(listed, words[2:])
    words = plain(words)
    if words and numbers(words[0]):
        return _numbered(words, names, taken)
    trouble: PipetuiError | None = None
    runs = _runs(words, names)
    for end in range(len(runs), 0, -1):
        found = runs[end - 1]
        try:
            if isinstance(found, AmbiguousError):
                taken((found.choices[0][0],), words[end:])
                raise found  # the rest is understood: which deal is meant is all there is to ask
            return found, taken(found, words[end:])
        except InputError as error:
            if error is found:
                raise
            trouble = trouble or error
    raise trouble or _unknown(words, names, taken)


def _numbered(words: list[str], names: Names, taken: Callable[[Deals, list[str]], T]) -> tuple[Deals, T]:
    """Of `10 11 12 tue call` the deals and the rest, if but one number of deals leaves a rest that is understood."""
    groups = _in_a_row(words, names)
    found: list[tuple[Deals, T]] = []
    trouble: list[InputError] = []
    for end, listed in enumerate(groups, 1):
        try:
            found.append((listed, taken(listed, words[end:])))
        except InputError as error:
            trouble.append(error)
    if not found:
        raise trouble[-1 if len(groups) == len(words) else 0]
    if len(found) > 1 and not (len(groups) == 2 and _is_month(words[2])):
        raise _unclear(words, found[-1][0])
    return found[0]


def _in_a_row(words: Sequence[str], names: Names) -> list[Deals]:
    """The deals of the first number, of the first two, … as long as all are numbers of deals that there are."""
    found: list[Deals] = []
    for word in words:
        try:
            listed = numbers(word)
            if len(words) > 1 and numbers(words[1]):
                for number in listed or ():
                    names(str(number))
        except PipetuiError:
            break
        if not listed:
            break
        found.append(tuple(dict.fromkeys((*(found[-1] if found else ()), *listed))))
    return found or [numbers(words[0]) or ()]


def _is_month(word: str) -> bool:
    """Whether a number before the word is its day: of `1 3 dec call` the deal is #1 alone."""
    from pipetui.domain.dates import foreign_words
    from pipetui.domain.dates.written import MONTHS, place

    return place(foreign_words.in_english(word.lower()).strip(".,;:"), MONTHS) is not None


def _unclear(words: Sequence[str], several: Deals) -> InputError:
    """The refusal of numbers that may be deals or belong to what is said about the first, with both ways to say it."""
    rest = "" if len(words) < 3 else " …"
    return InputError(
        f"{quoted(words[1])} may be a deal, or a part of what follows #{words[0].lstrip('#')}",
        f"several deals: {','.join(map(str, several))} …; one deal: {words[0]} -- {words[1]}{rest}",
    )


def _runs(words: Sequence[str], names: Names) -> list[Deals | AmbiguousError]:
    """What the first word, the first two, … name, as far as they name anything: more words never fit more deals."""
    found: list[Deals | AmbiguousError] = []
    for end in range(1, min(len(words), _LONGEST_NAME) + 1):
        try:
            found.append(names(" ".join(words[:end])))
        except NotFoundError:
            break
        except AmbiguousError as error:
            found.append(error)
    return found


def _unknown(words: list[str], names: Names, taken: Callable[[Deals, list[str]], object]) -> PipetuiError:
    """The error for words none of which name a deal: it names those before the rest that is understood."""
    for end in range(1, min(len(words), _LONGEST_NAME)):
        try:
            taken((), words[end:])
        except PipetuiError:
            continue
        words = words[:end]
        break
    try:
        names(" ".join(words))
    except PipetuiError as error:
        return error
    raise AssertionError("names was asked the same before and raised")


def touch(words: Sequence[str], names: Names) -> tuple[Deals, list[str]]:
    """The deal, and the line of the touch: it begins at the first kind of touch that has a deal before it.

    A kind may be shortened (`cal`) only where no word is a whole one. Where the words before the first kind fit no
    deal or several, a later kind may do: `acme demo call reached` when the deal is called Acme demo.
    """
    words = list(words)
    bound = words.index("--") if "--" in words else len(words)
    if words and (listed := numbers(words[0])):
        groups = _in_a_row(words[:bound], names)
        end = len(groups)
        if end < bound and (is_kind(words[end]) or _begins_kind(words[end])):
            return groups[-1], words[end:]
        return listed, words[1:]
    places = [place for place in range(1, bound) if is_kind(words[place])]
    places = places or [place for place in range(1, bound) if _begins_kind(words[place])]
    if not places:
        names(words[0] if words else "")
        raise InputError("what kind of touch was it?", _KIND_HINT)
    trouble: PipetuiError | None = None
    for place in places:
        try:
            return names(" ".join(words[:place])), words[place:]
        except NotFoundError as error:
            raise trouble or error from None
        except AmbiguousError as error:
            trouble = trouble or error
    assert trouble is not None
    raise trouble


def is_kind(word: str) -> bool:
    """Whether the word is a kind of touch, or another name of one."""
    return fold(word) in (*TOUCH_KINDS, *KIND_ALIASES)


def _begins_kind(word: str) -> bool:
    return len(word) >= 3 and any(kind.startswith(fold(word)) for kind in TOUCH_KINDS)


def text(words: Sequence[str], names: Names, title: Callable[[int], str]) -> tuple[Deals, str]:
    """The deal, and free text about it: the first run of words that names one deal, and what follows.

    Words of the deal's own title that follow belong to its name: of `acme rollout they want a quote` the text is
    “they want a quote” although `acme` alone may name the deal. `title` gives the title of a deal.
    """
    words = list(words)
    if "--" in words:
        place = words.index("--")
        return deals(words[:place], names), " ".join(words[place + 1 :])
    if words and (listed := numbers(words[0])):
        groups = _in_a_row(words, names)
        if len(groups) > 1:
            raise _unclear(words, groups[-1])
        return listed, " ".join(words[1:])
    runs = _runs(words, names)
    for place, found in enumerate(runs):
        if isinstance(found, AmbiguousError):
            continue
        end, own = place + 1, fold(title(found[0])).split()
        while end < len(words) - 1 and fold(words[end]) in own:
            end += 1
        return found, " ".join(words[end:])
    for found in runs[-1:]:
        assert isinstance(found, AmbiguousError)
        raise found
    return names(words[0] if words else ""), ""


class Assignments(NamedTuple):
    """What `pipetui edit` is asked for: fields with their new text, tags to put on and to take off."""

    fields: dict[str, str]
    tags_on: tuple[str, ...] = ()
    tags_off: tuple[str, ...] = ()


def changes(words: Sequence[str], known: Sequence[str]) -> tuple[list[str], Assignments]:
    """The words before the first change, and the changes: `value:15k`, `title=Acme big rollout`, `+tag`, `-tag`.

    What follows `field:` belongs to it up to the next change. `known` are the names of fields that exist, for the
    hint; whether a field is known is for the caller to say. One of them may have hyphens, or blanks in a quoted word;
    behind the number of a deal such a word can be nothing but a field.
    """
    words = plain(words)
    deal: list[str] = []
    fields: dict[str, str] = {}
    on: list[str] = []
    off: list[str] = []
    current = ""
    for word in words:
        numbered = bool(deal) and not current and numbers(deal[0]) is not None
        if assigned := assignment(word, known) or (_named(word) if numbered else None):
            current, text = assigned
            if current in fields:
                raise InputError(f"{current} is given twice", "give each field once")
            fields[current] = text
        elif match := re.fullmatch(_TAG, word):
            (on if match[1] == "+" else off).append(match[2])
        elif current:
            fields[current] = f"{fields[current]} {word}".strip()
        elif on or off:
            raise InputError(
                f"{quoted(word)} is not a change", f"write field:value, +tag or -tag; {_known(word, known)}"
            )
        else:
            deal.append(word)
    return deal, Assignments(fields, tuple(on), tuple(off))


def assignment(word: str, known: Sequence[str] = ()) -> tuple[str, str] | None:
    """The field and the text of `value:15k`, `"contract end:eoq"`; None for a word that is none.

    What is more than letters before the sign has to be the name of a `known` field.
    """
    if match := re.fullmatch(_ASSIGNMENT, word, re.DOTALL):
        return match[1].lower(), match[2]
    named = _named(word)
    return named if named and named[0] in known else None


def _named(word: str) -> tuple[str, str] | None:
    """The name and the text of a word that would be one of a field of the rep's own, were there one."""
    match = re.fullmatch(_NAMED, word, re.DOTALL)
    if match is None:
        return None
    from pipetui.domain.custom_fields import word_of  # few words are so

    return word_of(match[1]), match[2]


def is_tag(word: str) -> bool:
    """Whether a word puts a tag on, or takes one off: `+hot`, `-cold`."""
    return re.fullmatch(_TAG, word) is not None


def _known(word: str, known: Sequence[str]) -> str:
    near = nearest(word, known)
    return f"did you mean {near[0]}:…?" if near else f"the fields are {', '.join(known)}"


def query(words: Sequence[str]) -> str:
    """The filter that the words of a shell make: one word is taken as it is, of several each stays together."""
    words = plain(words)
    return words[0] if len(words) == 1 else " ".join(_kept_together(word) for word in words)


def _kept_together(word: str) -> str:
    if not re.search(r"\s", word) or '"' in word:
        return word
    match = re.fullmatch(r"(-?[A-Za-z]+(?:\.[A-Za-z]+)?(?::?[<>]=?|[:=]))(.*)", word, re.DOTALL)
    return f'{match[1]}"{match[2]}"' if match else f'"{word}"'
