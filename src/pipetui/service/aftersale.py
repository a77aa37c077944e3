"""Gestures after the sale: a renewal and a first check-in planned, another deal opened from a won one."""

from __future__ import annotations

from collections.abc import Sequence

from pipetui.domain import aftersale
from pipetui.domain.aftersale import Customer, PlannedFollowUps, Won
from pipetui.domain.deal import WON, Deal
from pipetui.domain.errors import ConflictError, Remedy
from pipetui.domain.folding import fold
from pipetui.domain.line.quick_line import NewDeal
from pipetui.render import day, doing
from pipetui.render import due as due_text
from pipetui.service.workspace import Result, Workspace, name_of
from pipetui.store import aftersale as store
from pipetui.store import contacts, deal_people, new_deals
from pipetui.store.reads import duplicates
from pipetui.store.unit_of_work import UnitOfWork


def after_win(workspace: Workspace, deals: Sequence[int], planned: PlannedFollowUps, onto: int | None = None) -> Result:
    """Plan the renewal and the first check-in of won deals; both are as the rep answered, None for what was skipped.

    In answer to the question of a win it joins that one's step of undo, `onto`.
    """
    with workspace.unit_of_work("planned", onto=onto) as uow:
        rows = [_won(deal, "is asked after") for deal in uow.deals(deals)]
        said = " · ".join(put_down(uow, rows, planned))
        if uow.transaction.step_id != onto:  # the win that it would go on names the deals
            said = f"{name_of(rows)}: {said}"
        return uow.done(rows, said)


def put_down(uow: UnitOfWork, rows: Sequence[Deal], planned: PlannedFollowUps) -> list[str]:
    """Write what is planned for deals just won; returns what to say of it. Raises InputError for what lies behind."""
    today, said = uow.now.date(), []
    if planned.renewal is not None:
        aftersale.require_ahead(planned.renewal, today)
        store.plan_renewal(uow.connection, [row.id for row in rows], *planned.renewal)
        said.append(f"renewal {day(planned.renewal.day, today)}")
    if planned.check_in is not None:
        due, what, turn = planned.check_in
        for row in rows:
            uow.add_step(row, due, what, turn)
        todo = doing(what, turn)
        said.append(f"next: {due_text(due.day, due.time, today)}" + (f" – {todo}" if todo else ""))
    return said


def question(uow: UnitOfWork, here: Deal) -> Won:
    """What is asked when `here` was won."""
    return aftersale.asked(here.id, here.title, store.renewal(uow.connection, here.id), uow.now, uow.dates)


def customer(workspace: Workspace, deal_id: int) -> Customer:
    """What is known from a won deal; raises ConflictError for any other."""
    from pipetui.domain.items import follows  # few deals lead to another
    from pipetui.service import items, reads

    card = reads.card(workspace, deal_id)
    if card.status != WON:
        raise _not_won(card.id, card.title, card.status, "leads to another")
    come_to = items.of_deal(workspace, deal_id).sums
    again = come_to.arr if come_to.recurring and follows(card.value, come_to) else card.value
    return Customer(card.title, card.organization, card.people, again, card.renewal_on)


def link(workspace: Workspace, deal_id: int, kind: str, new: NewDeal) -> Result:
    """Open a deal that follows from a won one and keeps the link, in the stage it names, else in the first one.

    Who is named and on the won deal is the same person here, in the same role. A referral without a source has the
    customer for its source. A renewal begins behind the qualification, for the customer is known, and is no longer due.
    Raises ConflictError for a deal that is not won.
    """
    with workspace.unit_of_work("opened") as uow:
        here = _won(uow.deal(deal_id), "leads to another")
        if kind == aftersale.REFERRAL and not new.source:
            new = new._replace(source=_source(uow, here))
        stages = uow.pipelines.beside(here.stage_id)
        if kind == aftersale.RENEWAL:
            new = new if new.stage or new.pipeline else new._replace(stage=aftersale.renewal_stage(stages).name)
            if new.close is not None and new.close < uow.now.date():
                uow.warnings.append(f"its expected close, {day(new.close, uow.now.date())}, lies behind")
        likely = duplicates.likely(uow.connection, new.title, new.organization, new.emails, new.phones)
        made = _insert(uow, here, new, stages[0].pipeline_id)
        store.follows(uow.connection, made.id, deal_id, kind)
        if kind == aftersale.RENEWAL:
            store.renewed(uow.connection, deal_id)
        new_deals.warn_of(uow, [other for other in likely if other.id != deal_id])
        return uow.done([made], f"opened {name_of([made])}: {kind} of {name_of([here])}")


def _insert(uow: UnitOfWork, here: Deal, new: NewDeal, pipeline_id: int) -> Deal:
    """The new deal with its people: those on the won one by their numbers, for a name alone could be another's."""
    known = {
        fold(name): (person_id, role)
        for person_id, name, role in reversed(deal_people.on_deal(uow.connection, here.id))
    }
    strangers = new._replace(people=tuple(name for name in new.people if fold(name) not in known))
    first = known.get(fold(new.people[0])) if new.people else None
    if first is not None:  # the first one named owns the addresses, as in any quick line
        strangers = strangers._replace(emails=(), phones=())
        for way, values in (("email", new.emails), ("phone", new.phones)):
            for value in values:
                contacts.add_contact(uow.connection, first[0], way, value)
    made = new_deals.insert(uow, strangers, pipeline_id)
    for name in new.people:
        if fold(name) in known:
            contacts.attach(uow.connection, made.id, *known[fold(name)])
    return made


def _source(uow: UnitOfWork, here: Deal) -> str:
    organization = store.organization_of(uow.connection, here.id)
    return aftersale.source_of(Customer(here.title, organization, (), None, None))


def _won(here: Deal, verb: str) -> Deal:
    if here.status != WON:
        raise _not_won(here.id, here.title, here.status, verb)
    return here


def _not_won(deal_id: int, title: str, status: str, verb: str) -> ConflictError:
    return ConflictError(f"#{deal_id} {title} is {status}: only a won deal {verb}", remedy=Remedy("win"))
