"""Old backups go when there are more than `[backup] keep`, the oldest first.

Only whole ones that this command made, by name and manifest; never the newest that was proven, nor what the last
upgrade would be rolled back to or its roll back has replaced.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from ops.manifest import PROOF, whole_backups


def prune(folder: Path, *, keep: int, spare: Collection[Path] = ()) -> list[Path]:
    """Those removed. One that is half removed has lost its manifest first, and is no backup any more."""
    paths = [path for path, _ in whole_backups(folder)]
    proven = [path for path in paths if (path / PROOF).exists()][-1:]
    gone = [path for path in paths[:-keep] if path not in (*proven, *spare)]
    for path in gone:
        doomed = path.with_name(f"{path.name}.new")
        path.rename(doomed)
        shutil.rmtree(doomed)
    return gone
