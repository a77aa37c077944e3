"""Ids of other systems: what they are here, and where two systems might mean different things by the same one."""

from collections.abc import Collection, Mapping

from pipetui.store.bulk import awaited, refs
from pipetui.store.bulk.awaited import AwaitedStep
from pipetui.store.bulk.bulk_insert import Batch, Connection
from pipetui.store.bulk.refs import KnownRef
from pipetui.store.schema import tables

UNNAMED = "csv"
"""Where a file comes from that nobody named; its ids are known by this and what their column is called."""

TITLED = "title"
"""In place of a system where something waits for a deal that is named by its title alone."""


class Refs:
    """The ids that a batch names, looked up in one question, and those to be kept.

    `run` holds for each entity by what names the ids of this import are known.
    """

    def __init__(self, connection: Connection, run: Mapping[str, Collection[str]]) -> None:
        self._connection = connection
        self._run = run
        self._systems = sorted({*refs.systems(connection), *(name for names in run.values() for name in names)})
        self._known: dict[tuple[str, str], list[KnownRef]] = {}
        self._new: dict[tuple[str, str, str], tuple[int, str | None]] = {}
        self._awaited: set[str] | None = None
        self._ours: dict[tuple[str, str, int], str] = {}

    def begin(self, wanted: Mapping[str, Collection[str]]) -> None:
        """Look up the ids of a batch, by entity."""
        self._known.clear()
        self.also(wanted)

    def also(self, wanted: Mapping[str, Collection[str]]) -> None:
        """Look up more of them."""
        for entity, keys in wanted.items():
            if keys:
                for key, found in refs.known(self._connection, self._systems, entity, keys).items():
                    self._known[entity, key] = found

    def own(self, system: str, entity: str, key: str) -> KnownRef | None:
        """What the row with that id of the system itself is here."""
        return next((ref for ref in self._known.get((entity, key), ()) if ref.system == system), None)

    def linked(self, system: str, entity: str, key: str, heading: str = "") -> int:
        """What an id that another row names means, 0 for nothing that is known, or more than one thing.

        In files of a system that is known ids are its own. In others they are those of the files beside it, else
        those that stood under the same heading.
        """
        found = [ref for ref in self._known.get((entity, key), ()) if ref.entity_id]
        own = [ref for ref in found if ref.system == system]
        if own:
            return own[0].entity_id
        if not is_unnamed(system):  # a file that looks like another program's may be of none, as those before it
            found = [ref for ref in found if is_unnamed(ref.system)]
        beside = {ref.entity_id for ref in found if ref.system in self._run.get(entity, ())}
        alike = {ref.entity_id for ref in found if heading and ref.system.split(" ")[1:2] == [heading]}
        for these in (beside, alike):
            if len(these) == 1:
                return these.pop()
        return 0

    def await_deal(self, system: str, key: str, entity: str, number: int, planned: AwaitedStep | None = None) -> None:
        """Remember that a note, a touch or what is `planned` belongs to a deal that may come in later."""
        told = None if planned is None else awaited.told(planned)
        self._new[system, awaited.AWAITED, f"{entity} {number} {key}"] = (number, told)

    def arrived(self, system: str, deals: Mapping[str, int], titles: Mapping[str, int]) -> int:
        """Give these new deals, by their ids and by their folded titles, what waited for them.

        Returns how many next steps were made of it.
        """
        made = 0
        if self._awaited is None:
            self._awaited = awaited.systems(self._connection)
        among = {name for name in self._awaited if name == system or name == " ".join(system.split(" ")[:2])}
        for names, known in ((among - {TITLED}, deals), (self._awaited & {TITLED}, titles)):
            if names:
                for waiting in awaited.waiting_for(self._connection, names, known.keys()):
                    made += awaited.attach(self._connection, waiting, known[waiting.key])
        return made

    def is_another(self, system: str, entity: str, number: int, key: str) -> bool:
        """Whether this row of ours is known already as another one of that system."""
        made = self._ours.get((system, entity, number), key) != key
        return made or refs.is_known_as_another(self._connection, system, entity, number, key)

    def keep(self, system: str, entity: str, key: str, number: int, digest: str | None = None) -> None:
        """What that id is from now on."""
        if self.own(system, entity, key) is None:
            self._new[system, entity, key] = (number, digest)
            self._ours[system, entity, number] = key
            self._known.setdefault((entity, key), []).append(KnownRef(system, number, digest or ""))
            if system not in self._systems:
                self._systems.append(system)

    def set_digest(self, system: str, entity: str, key: str, digest: str) -> None:
        """What that row says now, whether its id is in the book or still to be kept."""
        asked = (system, entity, key)
        if asked in self._new:
            self._new[asked] = (self._new[asked][0], digest)
        else:
            refs.set_digest(self._connection, system, entity, key, digest)

    def made(self) -> Batch:
        """Those to be kept."""
        new, self._new = [(*asked, *kept) for asked, kept in self._new.items()], {}
        self._ours.clear()
        return (tables.ExternalRef, "system entity external_id entity_id digest", new)


def is_unnamed(system: str) -> bool:
    """Whether a name for ids was made of headings."""
    return system == UNNAMED or system.startswith(f"{UNNAMED} ")
