"""What Tab offers: deals, stages, tags, reasons, kinds of touch. Whatever goes wrong, it offers nothing.

A word that is offered begins with what is typed, which keeps its capitals; only the number of a deal that has no plain
spelling may take its place. Standard library, `domain` and the plain part of `store` only.
"""

from __future__ import annotations

import sys

from pipetui.cli.completion import spelling
from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.fields import TAGS, having
from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, NamedTuple, TypeAlias

    from pipetui.cli.completion.shells import Offers
    from pipetui.domain.custom_fields import CustomField

    Offer: TypeAlias = tuple[str | int, str]  # a word or the number of a deal, and what is said about it
    Offering: TypeAlias = Callable[["Tab"], Iterable[Offer]]
else:
    from pipetui.domain.record import NamedTuple

_SHORT_OPTIONS = ("h", "q", "y")
EDITED = tuple(field.name for field in having("label"))
"""The names of the fields that can be edited."""


class Tab(NamedTuple):
    """What was typed: the words of the verb before the unfinished one, that one, and the book that is meant."""

    before: tuple[str, ...]
    unfinished: str
    book: str


def fitting(offering: Offering, tab: Tab) -> Offers:
    """What fits what is typed of what there is to offer, each word once, with what is said about it.

    Nothing gets past this that is not plain, whatever stands in the book; and nothing but ASCII where the shell may
    take the bytes of other letters for signs.
    """
    only_ascii = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    try:
        found: dict[str, str] = {}
        for word, about in offering(tab):
            whole = _continued(tab.unfinished, word)
            if whole and spelling.is_plain(whole) and (whole.isascii() or not only_ascii):
                found.setdefault(whole, spelling.remark(about, only_ascii=only_ascii))
        return list(found.items())
    except Exception:  # noqa: BLE001  # nobody wants an error for a Tab
        return []


def _continued(typed: str, word: str | int) -> str:
    """`word` with its beginning as typed, a number as it is; "" for another that does not begin so."""
    if isinstance(word, int):
        return str(word)
    return typed + word[len(typed) :] if word[: len(typed)].casefold() == typed.casefold() else ""


# --- what a verb's words can be ------------------------------------------------------------------------------


def deals(tab: Tab) -> Iterator[Offer]:
    """Deals, by title or number."""
    yield from _titles(tab)


def deals_and_stages(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the stages."""
    if tab.before:
        yield from _stages(tab)
    yield from _titles(tab)


def touch(tab: Tab) -> Iterator[Offer]:
    """Deals; once one is named kinds of touch; after those outcomes, stages and attributes."""
    if any(word in TOUCH_KINDS for word in tab.before[1:]):
        yield from ((outcome.replace(" ", "-"), "outcome") for outcome in OUTCOMES)
        yield from _attributes(tab)
        yield from (("next:", "next step"), ("at:", "when it was"))
        return
    if tab.before:
        yield from ((kind, "kind of touch") for kind in TOUCH_KINDS)
    yield from _titles(tab)


def line(tab: Tab) -> Iterator[Offer]:
    """What a quick line can hold."""
    yield from _attributes(tab)  # tags by their sign
    yield from ((f"{field.key}:", "attribute") for field in having("key") if field.typed and field.kind != TAGS)
    yield from _custom_values(tab, "deal")


def fields(tab: Tab) -> Iterator[Offer]:
    """Deals, then the fields that can be edited, and tags to put on or take off."""
    if tab.before:
        yield from ((f"{name}:", "field") for name in EDITED)
        yield from _custom_values(tab, "deal")
        tags = list(_tags(tab))
        yield from ((f"+{tag}", "tag") for tag in tags)
        yield from ((f"-{tag}", "tag") for tag in tags if tag.lower() not in _SHORT_OPTIONS)
    yield from _titles(tab)


def custom_fields(tab: Tab) -> Iterator[Offer]:
    """What to do with a field of one's own, then its name, and the kinds."""
    from pipetui.domain.custom_fields import KINDS

    if not tab.before:
        yield from ((name, "fields") for name in ("add", "rename", "options", "kind", "order", "remove"))
        return
    if tab.before[0] != "add":
        yield from ((field.word, field.kind) for field in _custom(tab))
    if tab.before[0] in ("add", "kind"):
        yield from ((kind, "kind") for kind in KINDS)
    if tab.before[-1] == "on":
        yield from ((place, "place") for place in ("deals", "people", "orgs"))


def _custom(tab: Tab, entity: str | None = None) -> Iterable[CustomField]:
    """The fields that the rep added."""
    from pipetui.store import custom_fields as store

    found: Iterable[CustomField] = _read(tab, lambda connection: store.known(connection, entity))
    return found


def _custom_values(tab: Tab, entity: str) -> Iterator[Offer]:
    """The fields that the rep added, and what a choice is chosen from once its name stands there."""
    for field in _custom(tab, entity):
        yield f"{field.word}:", "field"
        for option in field.options if fold(tab.unfinished).startswith(f"{field.word}:") else ():
            yield f"{field.word}:{option}", "option"


def persons(tab: Tab) -> Iterator[Offer]:
    """The fields of people, once somebody is named."""
    yield from _party_fields(tab, "person")


def organizations(tab: Tab) -> Iterator[Offer]:
    """The fields of organizations, once one is named."""
    yield from _party_fields(tab, "organization")


def _party_fields(tab: Tab, entity: str) -> Iterator[Offer]:
    from pipetui.domain.people_fields import ORG, PERSON

    if tab.before:
        table = PERSON if entity == "person" else ORG
        yield from ((f"{field.name}:", "field") for field in table if field.label)
        yield from _custom_values(tab, entity)


def answers(tab: Tab) -> Iterator[Offer]:
    """Deals, then the questions of the qualification with each answer."""
    from pipetui.domain.deal import ANSWERS, QUESTIONS

    if tab.before:
        yield from ((f"{question}:{answer}", "answer") for question in QUESTIONS for answer in ANSWERS)
    yield from _titles(tab)


def cadences(tab: Tab) -> Iterator[Offer]:
    """What to do with a cadence, then its name, or the deal or stage it is for."""
    form, *before = tab.before or ("",)
    rest = tab._replace(before=tuple(before))
    if not form:
        yield from ((name, "cadence") for name in ("show", "new", "edit", "delete", "start", "stop", "stage"))
    if form == "stage" and not before:
        yield from _stages(tab)
    elif (form in ("show", "edit", "delete") and not before) or (form in ("start", "stage") and before):
        yield from _cadences(tab)
    if form in ("start", "stop"):
        yield from _titles(rest)


def stage_words(tab: Tab) -> Iterator[Offer]:
    """What to do with a stage, then stages, or the deal that meets a criterion."""
    form, *before = tab.before or ("",)
    if not form:
        words = "add set move merge remove criteria met unmet suggest"
        yield from ((word, "stages") for word in words.split())
    elif form in ("met", "unmet"):
        yield from _titles(tab._replace(before=tuple(before)))
    else:
        yield from _stages(tab)


def pipeline_words(tab: Tab) -> Iterator[Offer]:
    """What to do with a pipeline, then pipelines, and for a new one also what it can be like."""
    if not tab.before:
        yield from ((word, "pipelines") for word in ("add", "rename", "default", "order", "remove"))
        return
    yield from pipelines(tab)
    if tab.before[0] == "add":
        yield from templates(tab)


def pipelines(tab: Tab) -> Iterator[Offer]:
    """Pipelines, as one word each."""
    from pipetui.domain.stage_names import find_pipeline
    from pipetui.store import pipelines as store

    found = _read(tab, store.pipelines)
    names = found.names if found else {}
    for name in names.values():
        yield spelling.one_word(name, lambda word: names[find_pipeline(word, names)]), "pipeline"


def decisions(tab: Tab) -> Iterator[Offer]:
    """Deals to decide about; `done` alone says that the sweep is."""
    yield from ((word, about) for word, about in _titles(tab) if str(word).lower() != "done")


def query(tab: Tab) -> Iterator[Offer]:
    """States, fields, tags and deals to look for."""
    from pipetui.domain.query.terms import FIELDS, STATES

    yield from ((state, "state") for state in STATES)
    yield from ((f"{name}:", "field") for name in FIELDS)
    yield from _custom_values(tab, "deal")
    yield from ((f"+{tag}", "tag") for tag in _tags(tab))
    read_otherwise = {"or", "not", "and", *STATES}
    for word, about in _titles(tab._replace(before=())):
        if isinstance(word, str) and read_otherwise.isdisjoint(fold(word).split()):
            yield word, about


def columns(tab: Tab) -> Iterator[Offer]:
    """The columns of a list."""
    from pipetui.phrases.deal_columns import names

    yield from ((name, "column") for name in names(tuple(_custom(tab, "deal"))))


def reasons(tab: Tab) -> Iterator[Offer]:
    """Loss reasons, as one word each."""
    from pipetui.domain.pipeline import find_reason
    from pipetui.store.reads import book_reads

    known = _read(tab, book_reads.loss_reasons)
    for reason in known:
        yield spelling.one_word(reason, lambda word: find_reason(known, word)), "reason"


def deals_and_reasons(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the reasons for which it may be lost."""
    if tab.before:
        yield from reasons(tab)
    yield from _titles(tab)


def templates(tab: Tab) -> Iterator[Offer]:
    """Pipelines to start from."""
    from pipetui.domain.pipeline_templates import TEMPLATES

    for name, stages in TEMPLATES.items():
        yield name, ", ".join(stage.name for stage in stages)


def systems(tab: Tab) -> Iterator[Offer]:
    """The programs whose files are known."""
    from pipetui.exchange import systems

    yield from ((name, system.title) for name, system in systems.known().items())


def formats(tab: Tab) -> Iterator[Offer]:
    """What a book can leave in."""
    from pipetui.exchange.writers.formats import FORMATS

    yield from ((one.name, one.holds) for one in FORMATS)


def kinds(tab: Tab) -> Iterator[Offer]:
    """The kinds of record that a format has a file for."""
    from pipetui.exchange.writers.formats import FORMATS

    yield from ((kind, one.name) for one in FORMATS for kind in one.kinds)


def reports(tab: Tab) -> Iterator[Offer]:
    """The reports, then the periods."""
    from pipetui.domain.dates.period import NAMES
    from pipetui.phrases.reports import REPORTS

    yield from ((name, "period") for name in NAMES) if tab.before else ((name, "report") for name in REPORTS)


def quota(tab: Tab) -> Iterator[Offer]:
    """What is done with the quota."""
    if not tab.before:
        yield from ((word, "quota") for word in ("set", "clear"))


def periods(_: Tab) -> Iterator[Offer]:
    """What a quota is for."""
    from pipetui.domain.quota import PERIODS

    yield from ((word, "period") for word in PERIODS)


def ahead(tab: Tab) -> Iterator[Offer]:
    """The periods that can be forecast."""
    from pipetui.domain.dates.period import AHEAD, NAMES

    yield from ((name, "period") for name in (*NAMES, *AHEAD) if name.startswith(("this", "next")) and not tab.before)


def units(tab: Tab) -> Iterator[Offer]:
    """What the past is walked through by."""
    from pipetui.domain.dates.period import UNITS

    yield from ((name, "period") for name in UNITS[:2])


def weeks(tab: Tab) -> Iterator[Offer]:
    """The week before this one."""
    if not tab.before:
        yield "last", "week"


def goals(tab: Tab) -> Iterator[Offer]:
    """What a goal is for."""
    from pipetui.domain.goals import GOALS

    if not tab.before:
        yield from ((name, "goal") for name in GOALS)


def goal_periods(_: Tab) -> Iterator[Offer]:
    """In what time a goal is to be reached."""
    yield from ((word, "period") for word in ("day", "week", "month"))


def dupes(tab: Tab) -> Iterator[Offer]:
    """What is looked through."""
    if not tab.before:
        yield from ((word, "kind") for word in ("people", "orgs", "deals"))


def backups(tab: Tab) -> Iterator[Offer]:
    """The backups, the newest day first."""
    from pathlib import Path

    from pipetui import paths
    from pipetui.store.recovery import backup

    names = sorted((path.stem for path in backup.found(Path(paths.backups_of(tab.book)))), reverse=True)
    yield from ((spelling.whole(name), "backup") for name in names)


def objections(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the words of the playbook and how an objection stands."""
    from pipetui.domain.playbook import STATES
    from pipetui.store.reads.objections import playbook

    if tab.before:
        for entry in _read(tab, playbook):
            yield from ((word, entry.text) for word in spelling.runs(entry.text) if len(word) > 2)
        yield from ((state, "state") for state in STATES)
    yield from _titles(tab)


def letters(tab: Tab) -> Iterator[Offer]:
    """E-mail templates, each as one word; of a name begun already nothing."""
    from pipetui.store.reads import mail

    known = () if tab.before else _read(tab, mail.templates)
    for one in known:
        yield spelling.one_word(one.name, lambda word: mail.choose(known, word).name), one.purpose


def deals_and_letters(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the e-mail templates."""
    if tab.before:
        yield from letters(tab._replace(before=()))
    yield from _titles(tab)


# --- the book, if there is one -------------------------------------------------------------------------------


def _titles(tab: Tab) -> Iterator[Offer]:
    """The deals that fit the words before, from the word of their title on that begins as typed, or by number.

    A number stands for a deal that has no plain words, or whose words would name another, or no other than the next
    one has; and for whoever types a digit.
    """
    from pipetui.store.reads.finding import compared, open_titles

    *said, typed = tab.unfinished.split(" ")  # in a quote several words may be unfinished
    before = (*tab.before, *filter(None, said))
    rows = _read(tab, lambda connection: open_titles(connection, before, "" if typed.isdecimal() else typed))
    titles: dict[str, list[int]] = {}
    for number, title, _ in rows:
        titles.setdefault(compared(title), []).append(number)
    spelt: dict[str, list[tuple[int, str]]] = {}
    for number, title, found in rows:
        if typed.isdecimal() and not before and str(number).startswith(typed):
            yield number, f"#{number} {title}"
        words = _spelt(title, before, typed)
        if words is not None:
            exact = titles.get(compared(" ".join((*before, words))), [number])
            spelt.setdefault(words if found and number in exact else "", []).append((number, title))
    lead = tab.unfinished.removesuffix(typed)
    for words, deals in spelt.items():
        if words and (len(deals) == 1 or len(words) > len(typed)):
            (number, title), more = deals[0], len(deals) - 1
            yield lead + words, f"#{number} {title}" + (f" and {more} more" if more else "")
        elif not tab.before:
            yield from ((number, f"#{number} {title}") for number, title in deals)


def _spelt(title: str, before: Sequence[str], typed: str) -> str | None:
    """The plain words of a title from the one on that begins as typed, without those that stand before already.

    "" where that needs a word that is not plain or would be read as a number, None where no word begins so.
    """
    known = set(map(fold, before))
    words = [word for word in spelling.runs(title) if fold(word) not in known]
    place = next((place for place, word in enumerate(words) if fold(word).startswith(fold(typed))), None)
    if place is None:
        return "" if any(fold(word).startswith(fold(typed)) for word in title.split()) else None
    if not before and words[place].replace("-", "").isdecimal():
        return ""
    return spelling.joined(words[place:])


def _attributes(tab: Tab) -> Iterator[Offer]:
    yield from ((f"@{name}", about) for name, about in _stages(tab) if name)
    yield from ((f"+{tag}", "tag") for tag in _tags(tab))


def _stages(tab: Tab) -> Iterator[Offer]:
    """The stages, as one word each that means no other stage in any pipeline."""
    from pipetui.domain.pipeline import find_stage
    from pipetui.store.pipelines import pipelines

    found = _read(tab, pipelines)
    if not found:
        return
    each = [found.of(pipeline) for pipeline in found.names]

    def means(word: str) -> str:
        named = set()
        for stages in each:
            try:
                named.add(find_stage(stages, word).name)
            except AmbiguousError:
                return ""
            except InputError:
                continue
        return named.pop() if len(named) == 1 else ""

    for name in dict.fromkeys(stage.name for stage in found.stages):
        yield spelling.one_word(name, means), "stage"


def _cadences(tab: Tab) -> Iterator[Offer]:
    from pipetui.domain.cadence import choose
    from pipetui.store import cadences

    known = tuple(_read(tab, lambda connection: cadences.known(connection).values()))
    for one in known:
        yield spelling.one_word(one.name, lambda word: choose(known, word).name), "cadence"


def _tags(tab: Tab) -> list[str]:
    """The tags that are plain words: a beginning would be another tag."""
    from pipetui.store.reads import book_reads

    used = _read(tab, lambda connection: book_reads.words_used(connection, "tag"))
    return [tag for tag in map(spelling.whole, used) if tag[:1].isalpha()]


def _read(tab: Tab, what: Callable[[Any], Any]) -> Any:
    """What `what` reads from the book; an empty tuple if there is none: Tab makes no book."""
    from pipetui.domain.errors import StoreError
    from pipetui.store import connect

    try:
        connection = connect.connect(tab.book, 0)
    except StoreError:
        return ()
    try:
        connect.revision(connection, tab.book)
        return what(connection)
    finally:
        connection.close()
