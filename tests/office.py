"""LibreOffice without a screen, for tests of Word and Excel files: what is there of it, and what it makes of a file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_PROGRAM = Path(_SOFFICE).resolve().parent if _SOFFICE else Path()


def _needs(part: str, library: str, package: str) -> pytest.MarkDecorator:
    # Packages without a screen bring no command of their own for a part, such as lowriter, so its library is looked for.
    there = _SOFFICE is not None and any(_PROGRAM.glob(library))
    return pytest.mark.skipif(not there, reason=f"needs LibreOffice {part}: apt-get install {package}")


needs_writer = _needs("Writer", "*swlo.*", "libreoffice-writer-nogui")
needs_calc = _needs("Calc", "*sclo.*", "libreoffice-calc-nogui")


def converted(sources: Iterable[Path], form: str, folder: Path) -> dict[str, Path]:
    """Let LibreOffice open files and save them in another form, all at one start; gives them by the stem of their names.

    Args:
        form: As LibreOffice names it, such as pdf or xlsx:Calc MS Excel 2007 XML.
        folder: Where they and LibreOffice's own settings are put.
    """
    words = [str(_SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form]
    done = subprocess.run(
        [*words, "--outdir", str(folder), *map(str, sources)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return {path.stem: path for path in folder.glob(f"*.{form.partition(':')[0]}")}
