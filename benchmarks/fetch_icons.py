#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetches the icons and words that `deepgen data icons` reads: npm packages of fixed versions, checked by SHA-512.

Needs npm and 200 MB. Not part of the build, of its tests, nor of training.

    python3 benchmarks/fetch_icons.py data/icons

makes data/icons/{fluent-emoji,fluent-emoji-flat,noto,twemoji,words}; a folder that is there is left alone.
"""

import argparse
import base64
import hashlib
import pathlib
import subprocess
import tarfile
import tempfile

# folder, package, version, SHA-512 as the registry publishes it (dist.integrity), licence
PACKAGES = [
    ("fluent-emoji", "@iconify-json/fluent-emoji", "1.2.7", "MIT",
     "D8G6bKAyIsyxP1rzZtIWr/gg/fO4Rg1+DyCWlfqKK4h8W+4Em/Y0P6QYgJUQTlUcagzJvSyg+9OBv4hz4Hc/QA=="),
    ("fluent-emoji-flat", "@iconify-json/fluent-emoji-flat", "1.2.6", "MIT",
     "RY47RgPb47fYUiyrA64sIOL0+UU02s29sXpNBbIQRBUlPlfNFTKUmZDERGuxDs/7yNGWqQYvuaSYM1M4fRXlUw=="),
    ("noto", "@iconify-json/noto", "1.2.9", "Apache-2.0",
     "DQiuXENbun41ch+XPSV55H9FaWKpHTyz46YIKtSaKYD4fIDDzL1tR6H4np/T38jfrTAeI3rcKF0mqHYeZVAuaw=="),
    ("twemoji", "@iconify-json/twemoji", "1.2.5", "CC-BY-4.0",
     "uKpuIEV0v6K5BW3Mjdyl+XKFVAbbcPxAgifKvEMtZoUZB5+YiY5zaMm2uNNCxyXzAWU9yNLlj41WU6/mvgALsw=="),
    ("words", "emojibase-data", "17.0.0", "MIT",
     "Yvgb5AWoHViHV/gq1qr5ZAarcBip+B27/ZLRsUJkbgAEaLlZ/fof9g882LTpmEpyhBNEC0m2SEmItljHsTygjA=="),
]


def fetch(package: str, version: str, expected: str, target: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        named = subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=folder, check=True,
                               capture_output=True, text=True).stdout.strip()
        archive = pathlib.Path(folder, named)
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != expected:
            raise SystemExit(f"{package}@{version}: expected sha512-{expected}, found sha512-{found}; not unpacked")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        pathlib.Path(folder, "package").rename(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="new or existing folder")
    out = parser.parse_args().folder
    out.mkdir(parents=True, exist_ok=True)
    for name, package, version, licence, integrity in PACKAGES:
        target = out / name
        if target.exists():
            print(f"{target}: there already")
        else:
            fetch(package, version, integrity, target)
            print(f"{target}: {package} {version} ({licence})")


if __name__ == "__main__":
    main()
