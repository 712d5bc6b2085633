"""Draw the PNG icons of the checking pages from favicon.svg: python .ci/icons.py. Needs Chromium, as the tests do."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parent.parent / "cms" / "static" / "icons"
# A maskable icon is cut to any shape: the mark keeps to the middle four fifths and the colour fills the square.
DRAWN = {"verify-192.png": (192, 1.0), "verify-512.png": (512, 1.0), "verify-maskable-512.png": (512, 0.72)}


def main() -> None:
    """Write every icon beside the drawing it is made of."""
    drawing = (ICONS / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (size, part) in DRAWN.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = "#0a5a78" if part < 1 else "transparent"
            page.set_content(
                f"<style>body{{margin:0;height:100vh;display:grid;place-items:center;background:{ground}}}"
                f"svg{{width:{size * part}px;height:{size * part}px}}</style>{drawing}"
            )
            page.screenshot(path=ICONS / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
