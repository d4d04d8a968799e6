"""All that is particular to PostgreSQL: how it is connected to, how a transaction begins, what its errors mean."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, ExceptionContext, Function, create_engine, event, func, select

from domain.errors import ConfigProblem, StoreDamaged, StoreFull, StoreProblem
from storage import driver

_MOMENT = "moment"
# The database's own clock in the same message as BEGIN: all processes agree on the time, and it costs no round trip.
_BEGIN = "SELECT clock_timestamp(); BEGIN"
_SETTINGS = {"TimeZone": "UTC", "client_encoding": "UTF8", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
_ONE_PICTURE = {"default_transaction_isolation": r"repeatable\ read", "default_transaction_read_only": "on"}
# A server that is gone without a word is noticed within half a minute, on this side as on the other.
_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000, "connect_timeout": 5}
_OTHERS_ALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}
_SORTED_OTHERWISE = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C' AND table_name IN ({ours})
"""


class Conflict(StoreProblem):
    """Two transactions were in each other's way; nothing of this one was kept, and it may simply run again."""


class Lost(StoreProblem):
    """The connection is gone."""


class Unusable(StoreProblem):
    """The address, the name or the password is not right: a matter of settings."""


def writing_engine(url: URL, size: int) -> Engine:
    """An engine for units of work: READ COMMITTED, each in a transaction that says when it began."""
    return _transactions(url, {}, pool_size=size, max_overflow=0)


def reading_engine(url: URL, size: int) -> Engine:
    """An engine for queries: each transaction one unchanging picture, which can write nothing."""
    # A few more than there are threads of our own: others read as well.
    return _transactions(url, _ONE_PICTURE, pool_size=size, max_overflow=size)


def connected(url: URL) -> psycopg.Connection:
    """A connection that stands for its process, without transactions. Raises the driver's own errors."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, **_arguments({}))


def moment_of(connection: Connection) -> datetime:
    """When the present transaction began, by the database's clock (UTC)."""
    found: datetime = connection.info[_MOMENT]
    return found


def key_of(name: str) -> Function[int]:
    """The number under which the locks of a name are known to the server."""
    return func.hashtextextended(f"xiaoqitong:{name}", 0)


def prepare(connection: Connection) -> None:
    """Let nobody else change the schema until this transaction ends, and see that the database can hold our text."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise ConfigProblem(f"数据库的编码是 {encoding}，存不下中文。请用 createdb -E UTF8 -T template0 另建一个。")
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    connection.execute(select(func.pg_advisory_xact_lock(key_of("schema"))))


def sort_by_bytes(connection: Connection, tables: Collection[str]) -> None:
    """Let our text be compared byte by byte, as in SQLite: the language of a server sorts otherwise, and leaves out punctuation."""
    ours = ", ".join(f"'{table}'" for table in tables)
    for table, column in connection.exec_driver_sql(_SORTED_OTHERWISE.format(ours=ours)).all():
        connection.exec_driver_sql(f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE text COLLATE "C"')


def translated(error: BaseException) -> StoreProblem | None:
    """PostgreSQL's error as ours, in words for people; None for what is none of its errors."""
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate or ""
    if not code or code[:2] in {"08", "57"}:
        return _unconnected(str(error).strip())
    match code:
        # Serialisation, deadlock, waited too long for a lock, somebody else was quicker with the same key.
        case "40001" | "40P01" | "55P03" | "23505":
            return Conflict("数据库正忙，这一步没有保存。请稍后再试。")
        case "53100":
            return StoreFull("数据库所在的磁盘满了，这一步没有保存。请腾出空间后再试。")
        case "XX001" | "XX002":
            return StoreDamaged("数据库报告数据损坏。请让数据库的管理员检查，并从备份恢复。")
        case "25006":
            return StoreProblem("数据库只能读不能写（可能连到了备机），这一步没有保存。请检查 [database] url。")
        case "42501":
            return StoreProblem("数据库用户的权限不够，这一步没有保存。请让它拥有这个数据库。")
        case _:
            return StoreProblem(f"数据库没有完成这一步（{error}），什么也没有保存。")


def _unconnected(words: str) -> StoreProblem:
    """The server tells who may not come in by words only, and in no other language than its own."""
    if "password" in words or "role" in words or "authentication" in words:
        return Unusable("数据库不认这个用户或密码。请检查 [database] url 里的用户名和环境变量 XIAOQITONG_DATABASE_PASSWORD。")
    if "database" in words and "does not exist" in words:
        return Unusable("数据库服务器上没有这个数据库。请先建好（createdb -E UTF8 -T template0 名字），或改 [database] url。")
    if "too many clients" in words or "connection slots" in words or "too many connections" in words:
        return Lost("数据库的连接数用完了，这一步没有保存。请调大 max_connections，或少开几个进程。")
    return Lost(f"连不上数据库，这一步没有保存。请确认数据库服务器开着、网络通。（{words.splitlines()[-1] if words else '连接断了'}）")


def _transactions(url: URL, settings: dict[str, str], **pool: int) -> Engine:
    # The driver forgets how many rows were inserted when its cursor closes; the repositories ask afterwards.
    kept = {"preserve_rowcount": True}
    engine = create_engine(url, connect_args=_arguments(settings), execution_options=kept, pool_timeout=60, hide_parameters=True, **pool)

    def open_transaction(connection: Connection) -> None:
        connection.info[_MOMENT] = driver.run(connection, _BEGIN, (), lambda cursor: cursor.fetchall()[0][0])

    event.listen(engine, "begin", open_transaction)
    event.listen(engine, "handle_error", _translate, retval=True)
    return engine


def _arguments(settings: dict[str, str]) -> dict[str, Any]:
    options = " ".join(f"-c {name}={value}" for name, value in {**_SETTINGS, **_OTHERS_ALIVE, **settings}.items())
    return {"autocommit": True, "options": options, "application_name": "xiaoqitong", **_ALIVE}


def _translate(context: ExceptionContext) -> StoreProblem | None:
    return translated(context.original_exception)
