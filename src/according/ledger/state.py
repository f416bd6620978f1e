"""
The contracts of what a ledger keeps beside its filings: lists that change, and what is worked out and kept.

Nothing that is filed depends on any of it.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from according.ledger.account import Account, Session
from according.ledger.sharing.offered import Lacking, Listing, OfferedRuling, Origin, Parcel, Refused, Tally
from according.ledger.versions import Versions
from according.records import Alert, Feed, Notice, Page, Polled, Receipt, Visit
from according.statement import Measure


class WatchList(Protocol):
    """
    The feeds that are watched, and the pages that they name.

    It is state and no filing: what is here changes, and nothing that is filed depends on it. Whoever works on a feed holds it for a while
    (``holder``, ``until``); what another has taken over meanwhile is left to him, so that no page is filed by two.
    """

    def add(self, feed: Feed) -> bool:
        """Put a feed on the list, or change what is said of one that is there; return whether it is new."""

    def remove(self, url: str) -> bool:
        """Take a feed off the list and return whether it was there; what was filed stays, and is not filed again when it comes back."""

    def listed(self) -> Sequence[Feed]:
        """Return the feeds on the list, in the order of their addresses."""

    def claim(
        self, holder: str, at: datetime, until: datetime, *, due: datetime | None = None, gone: Callable[[str], bool] = lambda holder: False
    ) -> Feed | None:
        """
        Take the feed that has been due longest at a time, itself or by a page, and hold it; ``None`` where none is.

        With ``due``, feeds themselves have to be due by then, and pages at the time.

        A feed that another holds is left to him until his time is over, or he is ``gone``; so are others of its host.
        """

    def keep(self, feed: Feed, holder: str, until: datetime) -> bool:
        """Hold a feed for longer; return whether it is still the holder's."""

    def release(self, feed: Feed, holder: str) -> None:
        """Let a feed go."""

    def note(self, feed: Feed, holder: str, polled: Polled) -> int | None:
        """Note what a feed answered, and return how many pages are new or changed; ``None`` where another has taken the feed over."""

    def waiting(self, feed: Feed, at: datetime, limit: int) -> Sequence[Page]:
        """Return up to ``limit`` of a feed's pages that are to be fetched at a time, those first that have waited longest."""

    def file(
        self, feed: Feed, holder: str, until: datetime, visits: Sequence[Visit], *, versions: Versions | None = None
    ) -> Sequence[Receipt | None] | None:
        """
        File what was fetched and note that its pages are done, in one transaction; hold the feed until then.

        Returns a receipt for each visit that had something to file, or ``None`` for all where another has taken the feed over: then nothing
        is filed.
        """

    def next_due(self) -> datetime | None:
        """Return when a feed or a page is due next; ``None`` where the list is empty."""


class Takings(Protocol):
    """
    What is taken in of another ledger (:mod:`according.ledger.sharing`): filings, each kept beside what is here.

    Nothing here is overwritten, and the same again is a no-op. What is taken is filed now, for until now it was not known here. Its origin
    is kept with it: by the time of its first filing the newest of a report's readings is told, and the later text of a page.
    """

    def lacking(self, listing: Listing) -> Lacking:
        """Return what of a listing is not here."""

    def take(self, parcel: Parcel) -> tuple[Tally, Sequence[Refused]]:
        """Take in a parcel in one transaction, and return how much was new, and later texts of which one text is not here."""

    def take_rulings(self, offered: Sequence[OfferedRuling], *, only_look: bool = False) -> tuple[Tally, Tally, Sequence[Refused]]:
        """
        Take in rulings in one transaction, and return how many came and were here, and those that were refused.

        One that contradicts a ruling that is here is taken: both are kept. One on what is not here is refused. With ``only_look`` nothing
        is written, and what would come is counted.
        """

    def origins(self, report: str) -> Sequence[Origin]:
        """Return from where a report's filings were taken, in the order in which they came; none of those that were first filed here."""


class AlertList(Protocol):
    """The alerts, and the notices that wait to be sent: state and no filing, as the watch list."""

    def add(self, alert: Alert) -> bool:
        """Put an alert on the list and return whether it is new."""

    def remove(self, id: str) -> Alert | None:
        """Take the one alert off the list whose id begins as given and return it; its notices that wait are not sent."""

    def listed(self) -> Sequence[Alert]:
        """Return the alerts on the list, in the order in which they were made."""

    def note(self, alert: Alert, seen: Mapping[str, Any] | None, revision: str, notices: Sequence[Notice], at: datetime) -> bool:
        """Note what an alert's event is now and what is to be told, in one; return whether nobody else has meanwhile."""

    def claim(self, alerts: Sequence[str], holder: str, at: datetime, until: datetime) -> Sequence[Notice]:
        """Take some notices of some alerts that are due, are not given up, and that nobody else holds."""

    def done(self, notice: Notice, holder: str, at: datetime, *, failed: str | None = None, due: datetime | None = None) -> None:
        """Note that a notice was sent, or why not and when to try again."""


class AccountList(Protocol):
    """
    Who may use a desk that others can reach, and who is logged in: state and no filing, as the watch list.

    A session is known by a hash of its token, which the list is never given. It ends with its account, and when that has another secret.
    """

    def add(self, account: Account) -> bool:
        """Put an account on the list and return whether the name was free; one that is taken is left as it is."""

    def change(self, name: str, *, role: str | None = None, secret: str | None = None) -> bool:
        """Give an account another role or secret and return whether it is there; another secret ends the account's sessions."""

    def remove(self, name: str) -> bool:
        """Take an account off the list, end its sessions, and return whether it was there."""

    def find(self, name: str) -> Account | None:
        """Return the account of exactly this name, or ``None``."""

    def listed(self) -> Sequence[Account]:
        """Return all accounts, in the order of their names."""

    def begin_session(self, hashed: str, account: Account, at: datetime) -> bool:
        """Keep a session of an account and return whether it has one: not where the account is gone, or has another secret by now."""

    def find_session(self, hashed: str) -> Session | None:
        """Return the session of a token, however old, or ``None``."""

    def note_session(self, hashed: str, at: datetime) -> None:
        """Note that a session was used."""

    def end_session(self, hashed: str) -> None:
        """End a session; of one that there is not, nothing happens."""

    def sweep_sessions(self, begun: datetime, used: datetime) -> None:
        """Remove the sessions that began, or were noted as used, before a moment."""


class Unparted(NamedTuple):
    """A group of so many figures of which some (``new``) are in no question yet, and the measure of the first that was filed."""

    group: str
    figures: int
    new: int
    measure: Measure


class Placings(Protocol):
    """How figures are given their groups, by several at once if need be; a kind is :func:`according.comparing.terms.kind_of` a figure."""

    def waiting(self) -> Mapping[str, int]:
        """Return how many figures of each kind have no group yet."""

    def changes(self) -> Mapping[str, str]:
        """Return what tells :meth:`assign`, later, whether groups of a kind were changed since."""

    def assign(self, groups: Mapping[str, str], *, kinds: Collection[str] = (), seen: Mapping[str, str] | None = None) -> bool:
        """
        Give figures (by id) their groups, in place of those they had, and return true.

        An id that is no figure of a newest reading is passed over: a newer reading may have come meanwhile. ``kinds`` are those of the
        figures. Where groups of one of them may have been changed since :meth:`changes` were ``seen``, nothing is given and false is
        returned: so two who place figures at once do not part what belongs together, and neither keeps the other waiting meanwhile.
        """

    def settle(self) -> None:
        """Let the database clean up after the groups of very many figures were changed; nobody waits meanwhile."""


class Partings(Protocol):
    """
    How groups are parted into questions: which of a group's figures answer one question with one another.

    It is worked out from the figures alone, without any ruling, and kept so that whoever asks need not compare them again. Figures that
    come to a group are in no question until it is parted anew; of a group that falls apart none is.
    """

    def waiting(self, limit: int | None = None) -> Sequence[Unparted]:
        """Return groups with figures in no question, all or so many, in the order in which the figures that name them were filed."""

    def count_new(self, groups: Sequence[str]) -> int:
        """Return how many figures of some groups are in no question."""

    def keep(self, parted: Mapping[str, Mapping[str, str]]) -> None:
        """
        Keep the partings of groups: of each figure, by id, the id of its question.

        A group that has other figures by now is passed over.
        """

    def of_groups(self, groups: Sequence[str]) -> dict[str, str]:
        """Return the figures of some groups that are in a question, each with its question's id."""

    def of_figures(self, figures: Sequence[str]) -> dict[str, str]:
        """Return those of some figures, by id, that are in a question, each with its question's id."""

    def of_questions(self, questions: Sequence[str]) -> dict[str, str]:
        """Return the figures of some questions, each with its question's id."""

    def forget(self) -> None:
        """Take every parting back."""
