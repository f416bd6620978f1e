"""
Copy other people's files that the desk serves or draws with out of their npm packages into the package, with versions, hashes and licences.

    python assets/vendor.py

Needs npm. The versions stand in package.json, what is taken from each in ``TAKEN`` below. ``vendor.json`` beside the files says what each
is; a test holds the files against it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE.parent / "src" / "according" / "desk" / "static" / "vendor"
# What is taken: the file inside its package, and what it is called here.
TAKEN = {
    "dejavu-fonts-ttf": {
        "ttf/DejaVuSansCondensed.ttf": "dejavu-sans-condensed.ttf", "ttf/DejaVuSansCondensed-Bold.ttf": "dejavu-sans-condensed-bold.ttf",
        # It must go along with the fonts.
        "LICENSE": "dejavu-licence.txt",
    },
    "htmx.org": {"dist/htmx.min.js": "htmx.js"},
}  # fmt: skip
# Where a package names its licence by a file alone: the SPDX name of what stands there.
LICENCES = {"dejavu-fonts-ttf": "Bitstream-Vera"}


def main() -> None:
    """Fetch the packages, copy the files and write what they are."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found = {}
        for package, files in TAKEN.items():
            root = Path(folder) / "node_modules" / package
            about = json.loads((root / "package.json").read_text("utf8"))
            for inside, name in files.items():
                data = (root / inside).read_bytes()
                (VENDOR / name).write_bytes(data)
                found[name] = {
                    "package": package, "version": about["version"], "file": inside,
                    "licence": LICENCES.get(package, about["license"]), "sha256": sha256(data).hexdigest(),
                }  # fmt: skip
    (VENDOR / "vendor.json").write_text(json.dumps(found, indent=1) + "\n", "utf8")
    sys.stdout.write(f"written: {', '.join(sorted(found))}\n")


if __name__ == "__main__":
    main()
