"""E-mails from templates: what they are filled with, and the touch that using one is."""

from collections.abc import Mapping, Sequence

from pipetui.domain import mailing
from pipetui.domain.deal import kind_name
from pipetui.domain.errors import InputError, NotFoundError, Remedy
from pipetui.domain.line.quick_line import TouchLine
from pipetui.domain.mailing import Mail
from pipetui.domain.texts import mail_text
from pipetui.domain.texts.mail_text import Template
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import remembered, writes
from pipetui.store.reads import mail as store
from pipetui.store.reads.mail import Addressee as Addressee
from pipetui.store.reads.mail import Filling as Filling

_EMAIL = "email"


# --- reads ---------------------------------------------------------------------------------------------------


def templates(workspace: Workspace) -> tuple[Template, ...]:
    """Every template."""
    return store.templates(workspace.store.connection)


def template(workspace: Workspace, name: str) -> Template:
    """The template named by a beginning of its name; raises NotFoundError, InputError for several."""
    return store.template(workspace.store.connection, name)


def for_purpose(workspace: Workspace, purpose: str) -> Template:
    """The template for that purpose, such as `mail_text.LAST_CHANCE`; raises NotFoundError."""
    return store.for_purpose(workspace.store.connection, purpose)


def fitting(workspace: Workspace, deal_id: int) -> tuple[Template, ...]:
    """Every template, the one that fits the deal best first."""
    return store.fitting(workspace.store.connection, workspace.moment(), deal_id)


def filling(workspace: Workspace, deal_id: int, to: str = "") -> Filling:
    """What the deal fills a template with; see `store.mail.filling`."""
    return store.filling(workspace.store.connection, workspace.moment(), deal_id, my_name(workspace), to)


def my_name(workspace: Workspace) -> str:
    """The rep's name: configured, or told to the app once."""
    told = remembered.read(workspace.store.connection, remembered.LIKING).get(remembered.MY_NAME)
    return workspace.settings.my_name or (str(told[0]) if isinstance(told, list) and told else "")


def subject(template: Template, filling: Filling) -> str:
    """The subject as far as the deal fills it: a field without a value stays as it is."""
    known = {name: filling.values.get(name) or f"{{{name}}}" for name in mail_text.FIELDS}
    return mail_text.render(template.subject, known)


def fill(template: Template, filling: Filling, given: Mapping[str, str]) -> Mail:
    """The mail to that deal; `given` goes before what the book has. Raises InputError naming what is missing."""
    values = {**filling.values, **given}
    lacking = mail_text.missing(template, values)
    if lacking:
        asked = ", ".join(f"{{{name}}}" for name in lacking)
        title = f"#{filling.deal_id} {filling.title}: “{template.name}” lacks {asked}"
        raise InputError(title, remedy=Remedy("mail.fields", fields=lacking))
    return mailing.fill(template, filling.deal_id, filling.to, values)


def draft(workspace: Workspace, name: str) -> tuple[str, str]:
    """A template's name and its text for the editor; where there is none of that name, a new one's."""
    try:
        found = store.template(workspace.store.connection, name)
    except NotFoundError:
        return mail_text.template_name(name), mail_text.editable(mail_text.NEW)
    return found.name, mail_text.editable(found.text)


# --- gestures ------------------------------------------------------------------------------------------------


def used(workspace: Workspace, mails: Sequence[Mail]) -> Result:
    """Mails went out: each is a touch on its deal, all of them one step of undo."""
    with workspace.unit_of_work("mailed") as uow:
        rows = uow.deals([mail.deal_id for mail in mails])
        left: list[str] = []
        for mail in mails:
            person = store.person_with(uow.connection, mail.deal_id, mail.to[0]) if mail.to else None
            touch = TouchLine(_EMAIL, text=f"{mail.subject} ({mail.template})")
            outcome = writes.log(uow, [mail.deal_id], touch, person)
            left += outcome.still_due
        if len(mails) > 1:
            outcome = uow.done(rows, f"logged {kind_name(_EMAIL)} on {name_of(rows)}")
        return uow.told(outcome._replace(still_due=tuple(left)))


def save_template(workspace: Workspace, changed: Template) -> Result:
    """Keep a template under its name: a new one, or the new text of the one there is."""
    mail_text.parse(changed.text, changed.name)
    with workspace.unit_of_work("template") as uow:
        said = "added" if store.put_template(uow.connection, changed) else "changed"
        return uow.done([], f"{said} template {changed.name}")


def delete_template(workspace: Workspace, name: str) -> Result:
    """Remove a template; the steps of cadences that had it go on without one."""
    with workspace.unit_of_work("template") as uow:
        connection = uow.connection
        gone = store.template(connection, name)
        steps = store.delete_template(connection, gone.name)
        if steps:
            uow.warnings.append(f"{steps} steps of cadences had it" if steps > 1 else "a step of a cadence had it")
        return uow.done([], f"deleted template {gone.name}")
