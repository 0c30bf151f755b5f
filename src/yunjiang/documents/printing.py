"""PDF of a .docx through LibreOffice, where it is present.

Every call has its own user profile, so several may run at once, and a fontconfig file of its own: the faces that
GB/T 9704 names are not on a server, and without the map LibreOffice sets 宋体 in a hei face and doubles its time in
search of glyphs. Licensed fonts dropped into `YUNJIANG_HOME/fonts` are used before any substitute.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

from .refusals import PrintingFailed, PrintingTooSlow, PrintingUnavailable

SECONDS = 180
_SUBSTITUTES = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "AR PL UMing CN"),
    "仿宋_GB2312": ("FangSong_GB2312", "FangSong", "仿宋", "Noto Serif CJK SC", "AR PL UMing CN"),
    "楷体_GB2312": ("KaiTi_GB2312", "KaiTi", "楷体", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    "宋体": ("SimSun", "Noto Serif CJK SC", "AR PL UMing CN"),
    "Times New Roman": ("Liberation Serif", "Noto Serif CJK SC"),
}


def office_program() -> str | None:
    """Return the path of LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf(source: Path, target: Path) -> Path:
    """Print a .docx to PDF and return the target.

    Raises PrintingUnavailable without LibreOffice, PrintingTooSlow after three minutes, PrintingFailed otherwise.
    """
    program = office_program()
    if program is None:
        raise PrintingUnavailable(source)
    with tempfile.TemporaryDirectory(prefix="yunjiang-print-") as scratch:
        folder = Path(scratch)
        fonts = folder / "fonts.conf"
        fonts.write_text(font_map(settings.HOME / "fonts"), encoding="utf-8")
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": scratch}
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            scratch,
            str(source.resolve()),
        ]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS)  # noqa: S603
        except subprocess.TimeoutExpired as late:
            raise PrintingTooSlow(source, SECONDS) from late
        printed = folder / f"{source.stem}.pdf"
        if done.returncode != 0 or not printed.exists():
            raise PrintingFailed(source, done.stderr.decode(errors="replace").strip())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(printed, target)
    return target


def font_map(site_fonts: Path) -> str:
    """Write a fontconfig file: the system's fonts, the site's own folder, and substitutes for the official faces."""
    aliases = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{escape(name)}</string></test>'
        '<edit name="family" mode="append" binding="strong">'
        + "".join(f"<string>{escape(each)}</string>" for each in substitutes)
        + "</edit></match>"
        for name, substitutes in _SUBSTITUTES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(site_fonts))}</dir>"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{aliases}</fontconfig>"
    )
