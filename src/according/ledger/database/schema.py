"""
The ledger's tables.

What is filed stands in tables to which rows are only added; ``number`` counts them in the order of filing, ``id`` is a content hash.
``filed`` is when a row was filed here. What was taken from another ledger has that one's name in ``ledger`` as well, and in ``filed_there``
when it was first filed; what was filed here first has neither.
``populations``, ``places``, ``speakers`` and ``publishers`` hold each distinct naming once. ``seals`` holds a hash of each filed row that
has no other witness. ``groups`` and ``meta`` are derived: they change, and can be made again from the others. ``feeds``, ``pages``,
``alerts`` and ``notices`` say what is watched and how far that has come, ``accounts`` who may use a desk: their rows change, and nothing
that is filed depends on them. Beside these stand the full-text tables of :mod:`according.ledger.finding.search`.
"""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ColumnElement, Date, Float, ForeignKey, FromClause, Index, Integer, LargeBinary, MetaData, Table, func

from according.ledger.database.columns import ROW_NUMBER, Moment, Words

# The number of the newest migration. A ledger that has another is migrated, or refused where this package does not know it.
SCHEMA_VERSION = "0011"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _number() -> Column[int]:
    """Return the column that counts a table's rows; the writer numbers them, for rows name each other before they are written."""
    return Column("number", ROW_NUMBER, primary_key=True, autoincrement=False)


def _origin() -> tuple[Column[str], Column[datetime]]:
    """Return the columns that say from which ledger a row was taken, and when it was first filed there."""
    return Column("ledger", Words), Column("filed_there", Moment)


def first_filed(table: FromClause) -> ColumnElement[datetime]:
    """Return when a row was first filed, here or in the ledger that it was taken from."""
    return func.coalesce(table.c.filed_there, table.c.filed, type_=Moment)


reports = Table(
    "reports", metadata, _number(),
    Column("id", Words, nullable=False, unique=True),
    Column("filed", Moment, nullable=False),
    Column("characters", ROW_NUMBER, nullable=False), Column("marks", Words, nullable=False),
    Column("text", Words, nullable=False),
)  # fmt: skip

publishers = Table(
    "publishers", metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("family", Words),
)  # fmt: skip

# What a report came as, where its text was taken out of it: compressed by zlib, each once. ``hash`` is the SHA-256 of the bytes themselves.
raws = Table("raws", metadata, Column("hash", Words, primary_key=True), Column("data", LargeBinary, nullable=False))

# ``raw`` is the hash of what it came as, kept in ``raws`` where there is an ``extractor``: what took the text out of it.
copies = Table(
    "copies", metadata, _number(),
    Column("id", Words, nullable=False, unique=True),
    Column("report", ROW_NUMBER, ForeignKey(reports.c.number), nullable=False, index=True),
    Column("path", Words), Column("publisher", Words, ForeignKey(publishers.c.id)), Column("url", Words), Column("published", Date),
    Column("title", Words), Column("tags", Words, nullable=False), Column("retrieved", Moment), Column("raw", Words),
    Column("filed", Moment, nullable=False), Column("extractor", Words), *_origin(),
)  # fmt: skip
_fetched = copies.c.retrieved.isnot(None)
# By the address that was fetched, which is the path of what comes from there.
Index("ix_copies_fetched", copies.c.path, sqlite_where=_fetched, postgresql_where=_fetched)
_published = copies.c.publisher.isnot(None)
# With the report, which is all that is asked of a publisher's copies.
Index("ix_copies_publisher", copies.c.publisher, copies.c.report, sqlite_where=_published, postgresql_where=_published)

# ``digest`` is the hash of all that the reading holds; ``received`` the report's fields beside its text, as they were when it was read.
# ``turn`` counts readings that differ in nothing else: of a page that went back to an earlier text (see ``editions``). ``passed_over`` are
# the numbers of which no figure was made; it is not known of readings that were filed before it was kept.
readings = Table(
    "readings", metadata, _number(),
    Column("id", Words, nullable=False, unique=True),
    Column("report", ROW_NUMBER, ForeignKey(reports.c.number), nullable=False),
    Column("copy", ROW_NUMBER, ForeignKey(copies.c.number), nullable=False),
    Column("package", Words, nullable=False), Column("model", Words, nullable=False), Column("lexicon", Words, nullable=False),
    Column("published", Date), Column("title", Words), Column("received", Words, nullable=False),
    Column("problems", Words, nullable=False), Column("references", Words, nullable=False), Column("digest", Words, nullable=False),
    Column("filed", Moment, nullable=False), Column("turn", Integer, nullable=False, server_default="0"),
    Column("passed_over", Words), *_origin(),
)  # fmt: skip
Index("ix_readings_report", readings.c.report, readings.c.number)

# Which reading a newer one has followed: every earlier one of the same report has a row for the next, and the newest one of a page's
# earlier text has one for the reading of its later text. Most have none. What older packages filed has a row for each later one.
followed = Table(
    "followed", metadata,
    Column("reading", ROW_NUMBER, ForeignKey(readings.c.number), primary_key=True, autoincrement=False),
    Column("by", ROW_NUMBER, ForeignKey(readings.c.number), primary_key=True, autoincrement=False),
    Column("filed", Moment, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Which text of a page (``report``, by its ``reading``) was fetched from an address in place of which other one (``earlier``).
editions = Table(
    "editions", metadata, _number(),
    Column("address", Words, nullable=False, index=True),
    Column("report", ROW_NUMBER, ForeignKey(reports.c.number), nullable=False),
    Column("earlier", ROW_NUMBER, ForeignKey(reports.c.number), nullable=False, index=True),
    Column("reading", ROW_NUMBER, ForeignKey(readings.c.number), nullable=False),
    Column("filed", Moment, nullable=False), *_origin(),
)  # fmt: skip

# An id is not unique here nor among the figures: readings by other versions may say the same.
statements = Table(
    "statements", metadata, _number(),
    Column("reading", ROW_NUMBER, ForeignKey(readings.c.number), nullable=False, index=True),
    Column("id", Words, nullable=False, index=True),
    Column("text", Words, nullable=False), Column("record", Words, nullable=False), Column("trace", Words, nullable=False),
)  # fmt: skip

speakers = Table(
    "speakers", metadata,
    Column("id", Words, primary_key=True),
    Column("text", Words, nullable=False), Column("name", Words), Column("kind", Words), Column("country", Words),
)  # fmt: skip

# Who speaks in a statement; position 0 is the outermost.
chains = Table(
    "chains", metadata,
    Column("statement", ROW_NUMBER, ForeignKey(statements.c.number), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("speaker", Words, ForeignKey(speakers.c.id), nullable=False, index=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# ``words`` are folded, with a blank before each.
populations = Table(
    "populations", metadata,
    Column("id", Words, primary_key=True),
    Column("words", Words, nullable=False), Column("country", Words, index=True), Column("kind", Words),
)  # fmt: skip

population_words = Table(
    "population_words", metadata,
    Column("word", Words, primary_key=True),
    Column("population", Words, ForeignKey(populations.c.id), primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# ``name`` is folded, without "the" and the words for kinds of region.
places = Table(
    "places", metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("country", Words), Column("region", Words), Column("latitude", Float), Column("longitude", Float),
)  # fmt: skip
Index("ix_places_region", places.c.country, places.c.region)
Index("ix_places_name", places.c.name)

place_words = Table(
    "place_words", metadata,
    Column("word", Words, primary_key=True),
    Column("place", Words, ForeignKey(places.c.id), primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# ``long`` is 1 for figures whose days are more than LONG apart, else 0: without it, days that meet could not be looked up in an index.
# Countries and words stand here once more, beside the namings, so that one index or one look at a row answers.
figures = Table(
    "figures", metadata, _number(),
    Column("statement", ROW_NUMBER, ForeignKey(statements.c.number), nullable=False, index=True),
    Column("reading", ROW_NUMBER, ForeignKey(readings.c.number), nullable=False),
    Column("id", Words, nullable=False, index=True),
    Column("start", ROW_NUMBER, nullable=False),
    Column("measure", Words, nullable=False), Column("unit", Words, nullable=False), Column("counting", Words, nullable=False),
    Column("low", Float(53)), Column("high", Float(53)),
    Column("population", Words, ForeignKey(populations.c.id)), Column("population_country", Words),
    Column("perpetrator_words", Words), Column("perpetrator_country", Words),
    Column("place", Words, ForeignKey(places.c.id)), Column("place_country", Words),
    Column("day_first", Date), Column("day_last", Date), Column("long", Integer, nullable=False),
    Column("speaker_words", Words, nullable=False), Column("publisher_words", Words),
    Column("record", Words, nullable=False),
)  # fmt: skip
_f = figures.c
# What must be equal stands first: behind a column of which a range is asked, an index helps no further.
Index("ix_figures_block", _f.measure, _f.unit, _f.place_country, _f.long, _f.day_last, _f.day_first)
Index("ix_figures_days", _f.measure, _f.unit, _f.long, _f.day_last, _f.day_first)
Index("ix_figures_people", _f.measure, _f.unit, _f.population_country, _f.counting, _f.day_last)
Index("ix_figures_population", _f.population, _f.measure, _f.day_last)
Index("ix_figures_place", _f.place, _f.measure, _f.day_last)

# ``said`` is the time the person gave, with its zone; ``filed`` when the ledger took it.
rulings = Table(
    "rulings", metadata, _number(),
    Column("id", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False), Column("subject", Words, nullable=False, index=True), Column("other", Words),
    Column("who", Words, nullable=False), Column("why", Words, nullable=False), Column("said", Words, nullable=False),
    Column("field", Words), Column("value", Words), Column("undoes", Words),
    Column("filed", Moment, nullable=False), *_origin(),
)  # fmt: skip

# A hash (``seal``) of each row of the tables ``kind`` of which nothing else in the ledger tells what they held when they were filed.
# ``number`` is the row's; one of ``followed`` is known by its reading and ``by``, which is 0 for any other.
seals = Table(
    "seals", metadata,
    Column("kind", Words, primary_key=True),
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=False), Column("by", ROW_NUMBER, primary_key=True, autoincrement=False),
    Column("seal", Words, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Which figures tell of one event, as far as it has been worked out, and which of these answer one question; ``line`` brings those that
# wait for a group into an order in which neighbours stand together. ``seal`` is a hash of group and question.
groups = Table(
    "groups", metadata,
    Column("figure", ROW_NUMBER, ForeignKey(figures.c.number), primary_key=True, autoincrement=False),
    Column("group_id", Words), Column("line", Words, nullable=False), Column("question", Words),
    Column("seal", Words),
)  # fmt: skip
_grouped, _waiting = groups.c.group_id.isnot(None), groups.c.group_id.is_(None)
_parted, _unparted = groups.c.question.isnot(None), groups.c.group_id.isnot(None) & groups.c.question.is_(None)
# Two small indexes and not one: of the figures that have a group, and of those that wait.
Index("ix_groups_group", groups.c.group_id, sqlite_where=_grouped, postgresql_where=_grouped)
Index("ix_groups_question", groups.c.question, sqlite_where=_parted, postgresql_where=_parted)
Index("ix_groups_unparted", groups.c.group_id, sqlite_where=_unparted, postgresql_where=_unparted)
Index("ix_groups_line", groups.c.line, groups.c.figure, sqlite_where=_waiting, postgresql_where=_waiting)

meta = Table("meta", metadata, Column("name", Words, primary_key=True), Column("value", Words, nullable=False))

# -- what is watched -------------------------------------------------------------------------------------------------


def _lease() -> tuple[Column[str], Column[datetime]]:
    """Return the columns that say who works on a row, and until when it is his."""
    return Column("holder", Words), Column("held_until", Moment)


# ``every`` is in seconds. ``due`` is when the feed is asked next, ``told`` what went wrong the last time. ``validators`` are the headers
# by which an unchanged answer is known, by address: an index of sitemaps has several.
feeds = Table(
    "feeds", metadata,
    Column("id", Words, primary_key=True),
    Column("url", Words, nullable=False), Column("host", Words, nullable=False), Column("publisher", Words),
    Column("every", Integer, nullable=False), Column("since", Date),
    Column("added", Moment, nullable=False), Column("removed", Moment),
    Column("due", Moment, nullable=False), Column("asked", Moment), Column("answered", Moment),
    Column("failures", Integer, nullable=False), Column("told", Words), Column("validators", Words, nullable=False),
    *_lease(),
)  # fmt: skip

# ``said`` is what the feed says of a page, ``stamp`` another text when it says that the page has changed. ``state`` is waiting, done or
# refused; ``report`` is what was filed of it last.
pages = Table(
    "pages", metadata,
    Column("id", Words, primary_key=True),
    Column("feed", Words, ForeignKey(feeds.c.id), nullable=False),
    Column("url", Words, nullable=False), Column("said", Words, nullable=False), Column("stamp", Words, nullable=False),
    Column("state", Words, nullable=False), Column("met", Moment, nullable=False),
    Column("due", Moment, nullable=False), Column("tries", Integer, nullable=False), Column("told", Words),
    Column("etag", Words), Column("modified", Words),
    Column("report", ROW_NUMBER, ForeignKey(reports.c.number)), Column("filed", Moment),
)  # fmt: skip
_pending = pages.c.state == "waiting"
Index("ix_pages_waiting", pages.c.feed, pages.c.due, sqlite_where=_pending, postgresql_where=_pending)

# ``channel`` says where notices go, without a secret, and ``seal`` who made the alert. ``seen`` is what the event was when it was looked
# at last, and ``revision`` the ledger's then.
alerts = Table(
    "alerts", metadata,
    Column("id", Words, primary_key=True),
    Column("event", Words, nullable=False), Column("condition", Words, nullable=False),
    Column("measures", Words, nullable=False), Column("channel", Words, nullable=False),
    Column("seal", Words), Column("made", Moment, nullable=False), Column("removed", Moment),
    Column("seen", Words, nullable=False), Column("revision", Words, nullable=False),
)  # fmt: skip

notices = Table(
    "notices", metadata,
    Column("id", Words, primary_key=True),
    Column("alert", Words, ForeignKey(alerts.c.id), nullable=False),
    Column("record", Words, nullable=False), Column("made", Moment, nullable=False),
    Column("due", Moment, nullable=False), Column("tries", Integer, nullable=False), Column("told", Words), Column("sent", Moment),
    *_lease(),
)  # fmt: skip
_unsent = notices.c.sent.is_(None)
Index("ix_notices_due", notices.c.due, sqlite_where=_unsent, postgresql_where=_unsent)

# -- who may use a desk ----------------------------------------------------------------------------------------------

# ``secret`` is the hash of a password; without one a proxy says who somebody is.
accounts = Table(
    "accounts", metadata,
    Column("name", Words, primary_key=True),
    Column("role", Words, nullable=False), Column("secret", Words),
    Column("made", Moment, nullable=False), Column("changed", Moment, nullable=False),
)  # fmt: skip

# ``token`` is the hash of what a browser keeps of a login.
sessions = Table(
    "sessions", metadata,
    Column("token", Words, primary_key=True),
    Column("account", Words, ForeignKey(accounts.c.name), nullable=False),
    Column("begun", Moment, nullable=False), Column("used", Moment, nullable=False),
)  # fmt: skip
