"""The filter language of every list: `stage:proposal value>10k overdue #saas -next:none (acme or globex)`.

Words are joined by "and"; `or`, `not` or a leading `-`, and parentheses do the rest. A plain word or a "quoted
phrase" is looked for in the deal's text, its notes and touches; `#42` is a number, `#saas` and `+saas` are tags.
Bare `overdue`, `today`, `planned`, `nonext`, `rotting`, `parked`, `hot`, `open`, `won`, `lost`, `mine`, `theirs` and
`stale` (an answer of the qualification is) ask for that state; in quotes they are text. `budget:yes`, `authority:no`,
`need:unknown`, `timing:stale` ask for an answer, `fit.over:50` and `intent.over:20` for a score. `field:none` finds
what is missing, `has:field` what is there; a field that the rep added is asked by its name. A value of several
words stands in quotes, or with hyphens for the blanks: `reason:no-decision`. What compares has a spelling that a
shell leaves alone:

    <  value.under:10k  close.before:eow      >  value.over:10k  close.after:eow
    <= value.max:10k    close.until:eow       >= value.min:10k   close.from:eow

An amount compares deals of its own currency, a bare one those of the book's; those of others where a rate is known.
"""

from __future__ import annotations

import re
from itertools import islice

from pipetui.domain.deal import LOST, OPEN, STATUSES, WON
from pipetui.domain.errors import InputError
from pipetui.domain.folding import spellings
from pipetui.domain.query import terms
from pipetui.domain.query.facts import SCORES as SCORES
from pipetui.domain.query.facts import Asked, QueryContext
from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import NamedTuple, TypeAlias

    from pipetui.domain.custom_fields import CustomField
    from pipetui.domain.dates.when import DateRules
    from pipetui.domain.query.facts import Card, Test, Totals
else:
    from pipetui.domain.record import NamedTuple


class Query(NamedTuple):
    """A filter ready to run: `matches(card)` decides, in about a microsecond.

    `fields` are the names asked about ("status", "next", "text" …), so that a list can tell whether closed or
    parked deals were meant. `problem` says what a partial parse left out, "" for nothing. `statuses` are those that
    a deal may have to match: deals of others need not be read. `phrases` are the words and phrases that are looked for
    as text, but for those behind a `not`. `bare` says that an amount names no currency, so that it compares deals in
    the book's own alone. `node` is what was read, None where nothing is asked.
    """

    text: str
    matches: Test
    fields: frozenset[str] = frozenset()
    problem: str = ""
    statuses: tuple[str, ...] = STATUSES
    phrases: tuple[str, ...] = ()
    bare: bool = False
    node: Node | None = None


class Leaf(NamedTuple):
    """One condition on one field; `asked` says it in words, None for a text, the `phrase`, that is looked for."""

    field: str
    test: Test
    asked: Asked | None = None
    phrase: str = ""


class Not(NamedTuple):
    """The opposite of a condition."""

    part: Node


class And(NamedTuple):
    """Two conditions that must both hold."""

    left: Node
    right: Node


class Or(NamedTuple):
    """Two conditions of which one must hold."""

    left: Node
    right: Node


if TYPE_CHECKING:
    Node: TypeAlias = Leaf | Not | And | Or


_DEEPEST = 40
"""More open parentheses than this are a slip, and would exhaust the reader."""
_MOST_WORDS = 200
_WHETHER = ("has", "not")
"""Before a colon and the name of a field, whether a deal has something there."""

_TOKEN = (
    r"""[()]|-(?=\S)"""
    r"""|([^\W\d_][\w-]*(?:\.[A-Za-z]+)?(?::?[<>]=?|[:=])|[+#])?(?:"([^"]*)(?:"|$)|'([^']*)'(?![^\s)]))"""
    r"""|[^\s()]+"""
)
_FIELD = r"([^\W\d_][\w-]*)(?:\.([A-Za-z]+))?(:?[<>]=?|[:=])(.*)"
_SPACED = r"([^\W\d_][^:=<>]{0,200}? [^:=<>.]{0,200})(?:\.([A-Za-z]+))?(:?[<>]=?|[:=])(.*)"


def parse(
    text: str,
    now: datetime,
    rules: DateRules,
    currency: str,
    *,
    partial: bool = False,
    scores: Mapping[int, Totals] | None = None,
    mentioning: Callable[[str], Collection[int]] | None = None,
    custom: Callable[[], Sequence[CustomField]] | None = None,
    rates: ExchangeRates = NO_RATES,
) -> Query:
    """The query that `text` says; an empty one matches everything.

    Raises InputError naming the word that is not understood. With `partial`, for filtering as one types, nothing
    is raised: what cannot be read is left out and told in `problem` (an unfinished last word is left out
    silently), an unknown `foo:bar` is looked for as text, and a last tag matches from its first letters on.
    Whoever is asked for `fit` or `intent` (see `fields`) has to have given the `scores` of the deals; only with
    `mentioning` are texts looked for in notes and touches. `custom` gives the fields that the rep added, `rates` what
    other currencies are worth.
    """
    said = clean(text)
    asked = QueryContext(
        now, rules, currency, scores=scores, bare=[], mentioning=mentioning, custom=custom, rates=rates
    )
    reader = _Reader(said, asked, partial, ended=text.endswith(" "))
    node = reader.read()
    if node is None:
        return Query(said, _everything, problem=reader.problem)
    statuses = tuple(status for status in STATUSES if True in _answers(node, _EXAMPLES[status]))
    fields, phrases = frozenset(leaf.field for leaf in leaves(node)), tuple(dict.fromkeys(_phrases(node)))
    return Query(said, _compiled(node), fields, reader.problem, statuses, phrases, bool(asked.bare), node)


def narrowed(query: Query, by: Query) -> Query:
    """What fits both, the one that is typed and one that is on anyhow; the problem, if any, is that of the first."""
    if not by.text:
        return query
    if not query.text:
        return by._replace(problem=query.problem or by.problem, phrases=query.phrases)
    first, second = query.matches, by.matches
    return Query(
        query.text,
        lambda card: first(card) and second(card),
        query.fields | by.fields,
        query.problem or by.problem,
        tuple(status for status in query.statuses if status in by.statuses),
        query.phrases,
        query.bare,
    )


def both(*texts: str) -> str:
    """The filter that asks for all that the texts ask for, each by itself."""
    said = [text.strip() + '"' * (text.count('"') % 2) for text in texts if text.strip()]  # a " may be left open
    return " ".join(f"({text})" for text in said) if len(said) > 1 else "".join(said)


def _everything(_: object) -> bool:
    return True


def leaves(node: Node) -> Iterator[Leaf]:
    """The conditions of a query, from left to right."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        yield from leaves(node.left)
        yield from leaves(node.right)


def _phrases(node: Node, sought: bool = True) -> Iterator[str]:
    """The texts that the query looks for; what is denied twice is looked for."""
    if isinstance(node, Leaf):
        if sought and node.phrase:
            yield node.phrase
    elif isinstance(node, Not):
        yield from _phrases(node.part, not sought)
    else:
        yield from _phrases(node.left, sought)
        yield from _phrases(node.right, sought)


class _Won(NamedTuple):
    """What all won deals have in common: not a next step, which is the check-in of those that have one."""

    status: str = WON
    badge: str = ""
    rotting_days: int = 0


class _Lost(NamedTuple):
    """What all lost deals have in common."""

    status: str = LOST
    badge: str = ""
    rotting_days: int = 0
    next_step: None = None


class _Open(NamedTuple):
    """What all open deals have in common."""

    status: str = OPEN


_EXAMPLES: dict[str, _Open | _Won | _Lost] = {OPEN: _Open(), WON: _Won(), LOST: _Lost()}


def _answers(node: Node, example: _Open | _Won | _Lost) -> frozenset[bool]:
    """What the node can answer to deals like the example: either, where it asks for what they don't have in common."""
    if isinstance(node, Leaf):
        try:
            return frozenset([bool(node.test(example))])  # type: ignore[arg-type]  # of a card it has some fields
        except AttributeError:
            return frozenset((True, False))
    if isinstance(node, Not):
        return frozenset(not answer for answer in _answers(node.part, example))
    join = all if isinstance(node, And) else any
    left, right = _answers(node.left, example), _answers(node.right, example)
    return frozenset(join((one, other)) for one in left for other in right)


def _compiled(node: Node) -> Test:
    """The whole tree as one function: ten thousand cards are filtered between two key presses."""
    if isinstance(node, Leaf):
        return node.test
    if isinstance(node, Not):
        part = _compiled(node.part)
        return lambda card: not part(card)
    left, right = _compiled(node.left), _compiled(node.right)
    if isinstance(node, And):
        return lambda card: left(card) and right(card)
    return lambda card: left(card) or right(card)


class _Reader:
    """A recursive descent over the tokens: alternatives of groups of conditions."""

    def __init__(self, text: str, asked: QueryContext, partial: bool, ended: bool) -> None:
        self.tokens = list(islice(re.finditer(_TOKEN, text), _MOST_WORDS + 1))
        self.asked = asked
        self.partial = partial
        self.ended = ended
        self.place = 0
        self.problem = ""

    def read(self) -> Node | None:
        """The tree of the whole text, None for one that asks nothing."""
        if len(self.tokens) > _MOST_WORDS:
            self._refuse("a filter has at most 200 words", "leave some out")
            del self.tokens[_MOST_WORDS:]
        node = self._alternatives(0)
        while self._word() == ")":
            self._refuse("there is a ) without its (", "put it in quotes to search for it")
            self.place += 1
            node = _joined(And, node, self._alternatives(0))
        return node

    def _word(self) -> str:
        """The token at hand, "" at the end."""
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _alternatives(self, depth: int) -> Node | None:
        node = self._group(depth)
        while self._word().lower() == "or":
            self.place += 1
            other = self._group(depth)
            if node is None or other is None:
                self._refuse("“or” stands between two conditions", "for example: won or lost; in quotes it is text")
            node = _joined(Or, node, other)
        return node

    def _group(self, depth: int) -> Node | None:
        node = None
        while (word := self._word().lower()) not in ("", ")", "or"):
            if word == "and":
                self.place += 1
            else:
                node = _joined(And, node, self._condition(depth))
        return node

    def _condition(self, depth: int) -> Node | None:
        negated = False
        while (word := self._word().lower()) in ("-", "not"):
            if word == "-" and not self._sticks():
                break
            negated = not negated
            self.place += 1
        if word in ("", ")", "or", "and"):
            self._refuse("“not” stands before a condition", "for example: not won; in quotes it is text")
            return None
        node = self._parenthesis(depth + 1) if word == "(" else self._leaf()
        return Not(node) if negated and node else node

    def _sticks(self) -> bool:
        """Whether the `-` at hand has its condition right behind it; a dash that stands alone is a word."""
        token = self.tokens[self.place]
        return token.end() < len(token.string) and not token.string[token.end()].isspace()

    def _parenthesis(self, depth: int) -> Node | None:
        self.place += 1
        if depth > _DEEPEST:
            self._refuse("too many parentheses are open", "close some, or leave them out")
            return None
        if self._word() == ")":
            self._refuse("there is nothing between ( and )", "leave them out, or put them in quotes")
        node = self._alternatives(depth)
        if self._word() == ")":
            self.place += 1
        else:
            self._refuse("a ( is not closed", "add the ), or put it in quotes to search for it")
        return node

    def _leaf(self) -> Node | None:
        token = self.tokens[self.place]
        self.place += 1
        typing = self.partial and self.place == len(self.tokens) and not self.ended
        try:
            return self._leaf_of(token, self.asked._replace(typing=typing))
        except InputError as error:
            if not typing:
                self._refuse(f"{quoted(token[0])}: {error.title}", error.hint)
            return None

    def _leaf_of(self, token: re.Match[str], asked: QueryContext) -> Node | None:
        head, double, single = token.groups()
        phrase = single if double is None else double
        if phrase is not None and head is None:
            spaced = re.fullmatch(_SPACED, phrase)
            if spaced is None or asked.custom_field(spaced[1]) is None:
                return _text(phrase, asked)
            named, spelt, sign, value = spaced.groups("")
            return Leaf(*terms.condition(named, spelt, sign, value, asked))
        word = token[0] if phrase is None else f"{head}{phrase}"
        if asked.typing and word in ("-", "+", "#"):
            return None
        if phrase is None and (known := terms.state(word, asked)):
            return Leaf(*known, Asked(None, "", word.lower()))
        if word[0] == "#" and word[1:].isdecimal():
            number = int(word[1:20])
            return Leaf("id", lambda card: card.id == number, Asked(None, "#", str(number)))
        if word[0] in "+#" and word[1:2].isalpha():
            return Leaf(*terms.condition("tag", "", ":", word[1:], asked))
        if field := re.fullmatch(_FIELD, word):
            name, spelt, sign, value = field.groups("")
            if name.lower() in _WHETHER and sign in (":", "=") and value:
                lacks = Leaf(*terms.lacking(value, asked))
                return Not(lacks) if name.lower() == "has" else lacks
            ours = name.isascii() and name.isalpha() and not self.partial
            if ours or terms.is_field(name) or asked.custom_field(name) is not None:
                return Leaf(*terms.condition(name.lower(), spelt.lower(), sign, value, asked))
        return _text(word, asked)

    def _refuse(self, title: str, hint: str) -> None:
        if not self.partial:
            raise InputError(title, hint)
        self.problem = self.problem or title


def _joined(kind: type[And] | type[Or], left: Node | None, right: Node | None) -> Node | None:
    if left is None or right is None:
        return left if right is None else right
    return kind(left, right)


def _text(words: str, asked: QueryContext) -> Node | None:
    word, *others = spellings(words)
    if not word:
        return None
    mentioning = asked.mentioning(words) if asked.mentioning is not None else ()

    def holds(card: Card) -> bool:  # asked of ten thousand cards at a key
        return word in card.haystack or card.id in mentioning or any(other in card.haystack for other in others)

    if others:
        return Leaf("text", holds, phrase=words)
    if mentioning:
        return Leaf("text", lambda card: word in card.haystack or card.id in mentioning, phrase=words)
    return Leaf("text", lambda card: word in card.haystack, phrase=words)
