"""The SQL that NetROI sends: nothing in it that an engine with PostgreSQL's protocol is known not to take.

None of these engines is run here. Each rule says which of them it is for, and where that is written.
"""

import re
from datetime import date
from uuid import UUID

import psycopg
import pytest

from netroi_core.storage import Unavailable
from netroi_core.storage.addresses import open_entries, open_store, open_whole_store
from netroi_core.storage.postgres import compare_and_swap, tables
from netroi_core.storage.postgres.connections import Connection, Connections
from tests.storage.samples import ANN, BEN, adding

COCKROACH = "https://github.com/cockroachdb/cockroach"
YUGABYTE = "https://github.com/yugabyte/yugabyte-db"
CITUS = "https://docs.citusdata.com/en/stable"
FORBIDDEN = {
    "an advisory lock": (
        r"advisory",
        f"CockroachDB: stubs that lock nothing, {COCKROACH}/issues/13546; "
        f"YugabyteDB: an error before 2025.1, {YUGABYTE}/issues/3642",
    ),
    "a slice of an array": (r"\[[^\]]*(?<!:):(?!:)[^\]]*\]", f"CockroachDB: a syntax error, {COCKROACH}/issues/32551"),
    "a change inside of a query": (
        r"\bWITH\b.*\b(INSERT|UPDATE|DELETE)\b",
        "CockroachDB: not two of one table, https://www.cockroachlabs.com/docs/v22.2/known-limitations; "
        f"Citus: modifying CTEs, {CITUS}/develop/reference_sql.html",
    ),
    "several changes of the schema in one transaction": (
        r"\b(CREATE|ALTER|DROP)\b.*;.*\b(CREATE|ALTER|DROP)\b",
        "YugabyteDB: each is a transaction of its own, https://docs.yugabyte.com/stable/explore/transactions",
    ),
    "an order of letters": (
        r"\bCOLLATE\b",
        "CockroachDB: text with a collation is another type, https://www.cockroachlabs.com/docs/stable/collate",
    ),
    "a query without columns": (
        r"\bSELECT\s+(FROM|WHERE)\b",
        "CockroachDB: its grammar demands one, https://www.cockroachlabs.com/docs/stable/select-clause",
    ),
    "a lock inside of a query": (
        r"\([^()]*\bFOR\s+UPDATE\b",
        f"Citus: rows are locked in one shard only, {CITUS}/develop/reference_workarounds.html",
    ),
    "a lock of a table, a channel, a trigger, or a link between tables": (
        r"\b(LOCK\s+TABLE|LISTEN|NOTIFY|TRIGGER|REFERENCES)\b",
        f"YugabyteDB: LISTEN, {YUGABYTE}/issues/1872; "
        f"Citus: triggers and foreign keys, {CITUS}/develop/reference_ddl.html",
    ),
}
SHARDED = ("netroi_workspaces", "netroi_entries")
WHOLE_TABLE = r"SELECT name FROM \w+|SELECT .*EXISTS \(SELECT 1 FROM netroi_workspaces\).*"


@pytest.fixture(scope="module")
def statements(server) -> list[str]:
    """All that is sent while a store is made, used, contested, copied, purged and emptied, each as one line."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def noting(self, query, *values, **options):
        if isinstance(self.connection, Connection):  # not one of the test's own
            sent.append(" ".join(str(query).split()))
        return execute(self, query, *values, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noting)
        address, elsewhere = server.fresh(), server.fresh()
        store, entries = open_store(address), open_entries(address)
        for number in range(2):
            store.change(ANN, adding(str(number)))
            entries.change("link", lambda _, number=number: {"until": "2020-01-01", "number": number})
        store.used(ANN)
        with server.connection(address) as database:
            database.execute("UPDATE netroi_workspaces SET used = '2020-02-02'")
        open_store(address).read(ANN)
        _ask_as_after_a_break(address)
        patch.setattr(compare_and_swap, "CONFLICTS", 0)
        open_store(address).change(BEN, adding("in line"))
        source, target = open_whole_store(address), open_whole_store(elsewhere)
        target.begin(source.key())
        for kind in ("workspaces", "entries"):
            for name in source.names(kind):
                target.put(kind, name, source.blob(kind, name))
                target.purge(kind, name, date(2999, 1, 1))
        store.erase(ANN)
        entries.erase("link")
    return sent


def _ask_as_after_a_break(address: str) -> None:
    """Ask whether a write was stored, as a writer does whose connection broke meanwhile."""
    (name, *_) = open_whole_store(address).names("workspaces")
    write = tables.Write(b"", name, UUID(int=1), None, [], b"", {})
    connections = Connections(address, patience=10)
    assert connections.ask(lambda connection: tables.WORKSPACES.was_stored(connection, write), Unavailable) is False


@pytest.mark.parametrize("name", FORBIDDEN)
def test_nothing_is_sent_that_an_engine_is_known_not_to_take(statements: list[str], name: str) -> None:
    pattern, source = FORBIDDEN[name]
    assert [line for line in statements if re.search(pattern, line, re.IGNORECASE)] == [], source


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("an advisory lock", "SELECT pg_advisory_xact_lock(1)"),
        ("a slice of an array", "UPDATE a SET b = (c || d)[1:64]"),
        ("a change inside of a query", "WITH a AS (UPDATE b SET c = 1 RETURNING c) DELETE FROM b"),
        ("several changes of the schema in one transaction", "CREATE TABLE a (); DROP TABLE b"),
        ("an order of letters", 'SELECT a FROM b ORDER BY a COLLATE "C"'),
        ("a query without columns", "SELECT FROM a WHERE b"),
        ("a lock inside of a query", "UPDATE a SET b = 1 WHERE c IN (SELECT c FROM a FOR UPDATE SKIP LOCKED)"),
        ("a lock of a table, a channel, a trigger, or a link between tables", "CREATE TABLE a (b int REFERENCES c)"),
    ],
)
def test_each_rule_finds_what_it_is_for(name: str, line: str) -> None:
    assert re.search(FORBIDDEN[name][0], line, re.IGNORECASE)
    assert not re.search(FORBIDDEN[name][0], "SELECT a::text, b[1] FROM c WHERE d = %(e)s FOR UPDATE", re.IGNORECASE)


def test_every_key_of_a_table_that_can_be_sharded_is_its_name(statements: list[str]) -> None:
    # Citus: "the distribution column is a part of the primary key", https://docs.citusdata.com/en/stable/faq/faq.html
    created = [line for line in statements if "CREATE TABLE" in line]
    sharded = [line for line in created if any(f" {table} (" in line for table in SHARDED)]
    assert len(sharded) >= 2
    for line in sharded:
        assert "( name text PRIMARY KEY," in line
        assert not re.search(r"UNIQUE|EXCLUDE|FOREIGN", line)


def test_every_statement_about_a_workspace_or_an_entry_names_it_and_never_renames_it(statements: list[str]) -> None:
    # So it goes to one shard, where Citus takes every statement of PostgreSQL.
    for line in statements:
        for part in (part.strip() for part in line.split(";")):
            if "CREATE TABLE" in part or not any(table in part for table in SHARDED):
                continue
            is_one = re.search(r"\bname = %|\(name, .*(SELECT|VALUES \()\s*%\(name\)s", part)
            assert is_one or re.fullmatch(WHOLE_TABLE, part) or "INSERT INTO netroi_key" in part, part
            assert not re.search(r"\bSET\b[^;]*\bname = ", part.partition("WHERE")[0]), part


def test_the_rules_were_held_against_every_kind_of_statement(statements: list[str]) -> None:
    for needed in ("INSERT INTO netroi_entries", "UPDATE netroi_workspaces SET nonce", "SET used", "SKIP LOCKED",
                   "DELETE FROM netroi_entries", "SELECT nonces FROM", "ON CONFLICT (name) DO UPDATE"):  # fmt: skip
        assert any(needed in line for line in statements), needed
