"""What Tab offers: deals, stages, tags, reasons, kinds of touch. Whatever goes wrong, it offers nothing.

A word that is offered begins with what is typed, which keeps its capitals; only the number of a deal that has no plain
spelling may take its place. Standard library, `domain` and the plain part of `store` only.
"""

from __future__ import annotations

from pipetui.cli.completion import book_words, spelling
from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.fields import TAGS, having

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.cli.completion.tab import Offer, Offering, Tab

_SHORT_OPTIONS = ("h", "q", "y")
EDITED = tuple(field.name for field in having("label"))
"""The names of the fields that can be edited."""


def by_name(completes: str) -> Offering:
    """The function that a row of the table of verbs names: one of this module, or of the one before its dot."""
    module, _, function = completes.rpartition(".")
    found: Offering = getattr(
        __import__(f"pipetui.cli.completion.{module or 'offers'}", fromlist=(function,)), function
    )
    return found


def deals(tab: Tab) -> Iterator[Offer]:
    """Deals, by title or number."""
    yield from book_words.titles(tab)


def deals_and_stages(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the stages."""
    if tab.before:
        yield from book_words.stages(tab)
    yield from book_words.titles(tab)


def one_deal(tab: Tab) -> Iterator[Offer]:
    """Deals, each as one word: what else the verb wants stands behind it."""
    if not tab.before:
        yield from book_words.numbers(tab)


def two_deals(tab: Tab) -> Iterator[Offer]:
    """Two deals, each as one word."""
    if len(tab.before) < 2:
        yield from book_words.numbers(tab)


def deals_over(tab: Tab) -> Iterator[Offer]:
    """Deals that are won or lost, or in the bin, by number."""
    yield from book_words.numbers_of_over(tab)


def deals_and_links(tab: Tab) -> Iterator[Offer]:
    """Won deals by number; once one is named how another follows from it, then what a quick line can hold."""
    from pipetui.domain.aftersale import KINDS

    if not tab.before:
        yield from book_words.numbers_of_over(tab, won=True)
    elif len(tab.before) == 1:
        yield from ((kind, "link") for kind in KINDS)
    else:
        yield from line(tab)


def deals_and_categories(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named where it may stand in the forecast by hand."""
    from pipetui.domain.forecast_categories import CATEGORIES, NONE

    if tab.before:
        yield from ((word.split()[0], "category") for word in (*CATEGORIES, NONE))
    yield from book_words.titles(tab)


def deals_and_entries(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named what can be corrected of a touch or a note."""
    if tab.before:
        yield from ((f"{name}:", "field") for name in ("kind", "outcome", "direction", "at", "text"))
    yield from book_words.titles(tab)


def deals_and_steps(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named what can be changed of a next step."""
    if tab.before:
        yield from ((f"{name}:", "field") for name in ("due", "what", "turn"))
    yield from book_words.titles(tab)


def own_deal_fields(tab: Tab) -> Iterator[Offer]:
    """The fields of deals that the rep added."""
    yield from ((field.word, field.kind) for field in book_words.own_fields(tab, "deal"))


def mappings(tab: Tab) -> Iterator[Offer]:
    """How the rep's own files are read, by name."""
    from pipetui.store import import_mappings

    yield from ((spelling.whole(name), "mapping") for name in book_words.read(tab, import_mappings.names))


def touch(tab: Tab) -> Iterator[Offer]:
    """Deals; once one is named kinds of touch; after those outcomes, stages and attributes."""
    if any(word in TOUCH_KINDS for word in tab.before[1:]):
        yield from ((outcome.replace(" ", "-"), "outcome") for outcome in OUTCOMES)
        yield from book_words.attributes(tab)
        yield from (("next:", "next step"), ("at:", "when it was"))
        return
    if tab.before:
        yield from ((kind, "kind of touch") for kind in TOUCH_KINDS)
    yield from book_words.titles(tab)


def line(tab: Tab) -> Iterator[Offer]:
    """What a quick line can hold."""
    yield from book_words.attributes(tab)  # tags by their sign
    yield from ((f"{field.key}:", "attribute") for field in having("key") if field.typed and field.kind != TAGS)
    yield from book_words.own_values(tab, "deal")


def fields(tab: Tab) -> Iterator[Offer]:
    """Deals, then the fields that can be edited, and tags to put on or take off."""
    if tab.before:
        yield from ((f"{name}:", "field") for name in EDITED)
        yield from book_words.own_values(tab, "deal")
        tags = list(book_words.tags(tab))
        yield from ((f"+{tag}", "tag") for tag in tags)
        yield from ((f"-{tag}", "tag") for tag in tags if tag.lower() not in _SHORT_OPTIONS)
    yield from book_words.titles(tab)


def custom_fields(tab: Tab) -> Iterator[Offer]:
    """What to do with a field of one's own, then its name, and the kinds."""
    from pipetui.domain.custom_fields import KINDS

    if not tab.before:
        yield from ((name, "fields") for name in ("add", "rename", "options", "kind", "order", "remove"))
        return
    if tab.before[0] != "add":
        yield from ((field.word, field.kind) for field in book_words.own_fields(tab))
    if tab.before[0] in ("add", "kind"):
        yield from ((kind, "kind") for kind in KINDS)
    if tab.before[-1] == "on":
        yield from ((place, "place") for place in ("deals", "people", "orgs"))


def answers(tab: Tab) -> Iterator[Offer]:
    """Deals, then the questions of the qualification with each answer."""
    from pipetui.domain.deal import ANSWERS, QUESTIONS

    if tab.before:
        yield from ((f"{question}:{answer}", "answer") for question in QUESTIONS for answer in ANSWERS)
    yield from book_words.titles(tab)


def cadences(tab: Tab) -> Iterator[Offer]:
    """What to do with a cadence, then its name, or the deal or stage it is for."""
    form, *before = tab.before or ("",)
    rest = tab._replace(before=tuple(before))
    if not form:
        yield from ((name, "cadence") for name in ("show", "new", "edit", "delete", "start", "stop", "stage"))
    if form == "stage" and not before:
        yield from book_words.stages(tab)
    elif (form in ("show", "edit", "delete") and not before) or (form in ("start", "stage") and before):
        yield from book_words.cadences(tab)
    if form in ("start", "stop"):
        yield from book_words.titles(rest)


def stage_words(tab: Tab) -> Iterator[Offer]:
    """What to do with a stage, then stages, or the deal that meets a criterion."""
    form, *before = tab.before or ("",)
    if not form:
        words = "add set move merge remove criteria met unmet suggest"
        yield from ((word, "stages") for word in words.split())
    elif form in ("met", "unmet"):
        yield from book_words.titles(tab._replace(before=tuple(before)))
    else:
        yield from book_words.stages(tab)


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

    found = book_words.read(tab, store.pipelines)
    names = found.names if found else {}
    for name in names.values():
        yield spelling.one_word(name, lambda word: names[find_pipeline(word, names)]), "pipeline"


def decisions(tab: Tab) -> Iterator[Offer]:
    """Deals to decide about; `done` alone says that the sweep is."""
    yield from ((word, about) for word, about in book_words.titles(tab) if str(word).lower() != "done")


def columns(tab: Tab) -> Iterator[Offer]:
    """The columns of a list."""
    from pipetui.phrases.deal_columns import names

    yield from ((name, "column") for name in names(tuple(book_words.own_fields(tab, "deal"))))


def reasons(tab: Tab) -> Iterator[Offer]:
    """Loss reasons, as one word each."""
    from pipetui.domain.pipeline import find_reason
    from pipetui.store.reads import book_reads

    known = book_words.read(tab, book_reads.loss_reasons)
    for reason in known:
        yield spelling.one_word(reason, lambda word: find_reason(known, word)), "reason"


def deals_and_reasons(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the reasons for which it may be lost."""
    if tab.before:
        yield from reasons(tab)
    yield from book_words.titles(tab)


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
    """The reports, then the periods, or the deal that a history is of."""
    from pipetui.domain.dates.period import NAMES
    from pipetui.phrases.reports import REPORTS

    if not tab.before:
        yield from ((name, "report") for name in (*REPORTS, "history"))
    elif tab.before[0] == "history":
        yield from book_words.titles(tab._replace(before=tab.before[1:]))
    else:
        yield from ((name, "period") for name in NAMES)


def past_periods(tab: Tab) -> Iterator[Offer]:
    """The periods that have figures."""
    from pipetui.domain.dates.period import NAMES

    if not tab.before:
        yield from ((name, "period") for name in NAMES)


def quota(tab: Tab) -> Iterator[Offer]:
    """What is done with the quota."""
    if not tab.before:
        yield from ((word, "quota") for word in ("set", "clear"))
    elif list(tab.before) == ["clear"]:
        from pipetui.store.reads import quota as reads

        yield from ((code, "currency") for code in book_words.read(tab, reads.currencies))


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
    from pipetui.insight.forecast import WALKED

    yield from ((name, "period") for name in WALKED)


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
        for entry in book_words.read(tab, playbook):
            yield from ((word, entry.text) for word in spelling.runs(entry.text) if len(word) > 2)
        yield from ((state, "state") for state in STATES)
    yield from book_words.titles(tab)


def item_words(tab: Tab) -> Iterator[Offer]:
    """Deals, what to do with their items, then the price list and how often something is paid."""
    forms = ("add", "set", "move", "remove", "take")
    form = next((word for word in tab.before[1:] if word in forms), "")
    if not form:
        if tab.before:
            yield from ((word, "items") for word in forms)
        yield from book_words.titles(tab)
    elif form in ("add", "set"):
        yield from _products(tab)
        yield from ((word, "paid") for word in ("monthly", "yearly", "once"))


def screens(tab: Tab) -> Iterator[Offer]:
    """The screens that can be read as sentences, then what narrows them."""
    from pipetui.cli.commands.plain import SCREENS

    if not tab.before:
        yield from ((name, "screen") for name in SCREENS)
        return
    screen, *before = tab.before
    behind = _BEHIND_SCREENS.get(screen)
    if behind:
        yield from by_name(behind)(tab._replace(before=tuple(before)))


_BEHIND_SCREENS = {
    "deal": "deals",
    "deals": "filters.query",
    "person": "party_offers.persons",
    "org": "party_offers.organizations",
    "people": "party_offers.person_names",
    "orgs": "party_offers.organization_names",
    "numbers": "past_periods",
    "report": "reports",
    "forecast": "ahead",
    "board": "pipelines",
    "stages": "pipelines",
    "week": "weeks",
    "scorecard": "weeks",
}
"""What is offered behind the name of a screen."""


def hook_words(tab: Tab) -> Iterator[Offer]:
    """Trying a hook: which, then a deal."""
    from pipetui.hook_files import EVENTS

    if not tab.before:
        yield ("try", "hooks")
    elif len(tab.before) == 1:
        yield from ((name, "hook") for name in EVENTS)
    else:
        yield from book_words.titles(tab)


def product_words(tab: Tab) -> Iterator[Offer]:
    """What to do with the price list, then what is on it."""
    if not tab.before:
        yield from ((word, "products") for word in ("add", "set", "rename", "remove"))
        return
    if tab.before[0] != "add":
        yield from _products(tab)
    if tab.before[0] in ("add", "set"):
        yield from ((word, "paid") for word in ("monthly", "yearly", "once"))


def _products(tab: Tab) -> Iterator[Offer]:
    """What is on the price list, as it is typed."""
    from pipetui.phrases.items import product_said
    from pipetui.store import products

    yield from ((spelling.whole(one.name), product_said(one)) for one in book_words.read(tab, products.known))


def letters(tab: Tab) -> Iterator[Offer]:
    """E-mail templates, each as one word; of a name begun already nothing."""
    from pipetui.store.reads import mail

    known = () if tab.before else book_words.read(tab, mail.templates)
    for one in known:
        yield spelling.one_word(one.name, lambda word: mail.choose(known, word).name), one.purpose


def deals_and_letters(tab: Tab) -> Iterator[Offer]:
    """Deals, and once one is named the e-mail templates."""
    if tab.before:
        yield from letters(tab._replace(before=()))
    yield from book_words.titles(tab)
