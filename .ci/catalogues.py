"""Compile every message catalogue under locale/ whose .mo is missing or older than its .po."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogue(source: Path) -> list[str]:
    """Write the .mo beside source; sentences about what is wrong, in which case nothing is written."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return []
    name = source.relative_to(ROOT)
    try:
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        return [f"{name}: {error}"]
    faults = [
        f"{name}:{message.lineno}: {fault}"
        for message, errors in catalogue.check()
        for fault in errors
        if message.string and not message.fuzzy
    ]
    if not faults:
        # Renamed into place: two test workers may compile at once.
        draft = target.with_suffix(f".mo{id(catalogue)}")
        with draft.open("wb") as stream:
            write_mo(stream, catalogue)
        draft.replace(target)
        print(f"Compiled {name}.")
    return faults


if __name__ == "__main__":
    faults = [fault for source in sorted(ROOT.glob("locale/**/*.po")) for fault in compile_catalogue(source)]
    sys.exit("\n".join(faults) or 0)
