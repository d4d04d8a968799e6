"""The schema and its history. A start with a schema that is up to date asks one question and does not load Alembic."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from domain.errors import StoreTooNew

REVISIONS: Sequence[str] = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
"""All revisions of the schema, oldest first."""

_HERE = Path(__file__).parent


def upgrade(connection: Connection) -> bool:
    """Bring the database to the newest revision, in the transaction that has begun: killed in the middle, it is as it was before.

    Tells whether there was anything to do. Raises StoreTooNew when the schema belongs to a newer version; then nothing is touched.
    """
    found = revision(connection)
    if found == REVISIONS[-1]:
        return False
    if found is not None and found not in REVISIONS:
        raise StoreTooNew(f"数据库由更新版本的校企通写成（{found}），没有改动它。请升级校企通，或用 xiaoqitong restore 恢复本版本的备份。")
    _run(connection)
    return True


def revision(connection: Connection) -> str | None:
    """The revision that a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _run(connection: Connection) -> None:
    # Only here, since loading Alembic takes a tenth of a second that a start without migration need not spend.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
