"""What stands under which name in a data folder."""

DATABASE = "xiaoqitong.db"

LEDGER = "erased.jsonl"
"""Who asked to be forgotten."""

RESTORING = "restoring"
"""A folder of this name tells that a restore was cut short while it moved files."""

DERIVED = frozenset({"index", "cache", f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"})
"""What is computed anew, or belongs to an open database."""
