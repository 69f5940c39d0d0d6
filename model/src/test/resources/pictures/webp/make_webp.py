#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the WebP files of this folder and, for each, a PNG of what Pillow reads from it; names.txt lists them.

    pip install pillow==13.0.0 webp==0.4.0 && python3 make_webp.py

The photograph is drawn here: gradients, noise, text and edges. Methods 0 to 6 at three qualities; kinds of lossless files;
sizes that are no multiple of 16; with the package webp also what Pillow cannot ask for (simple filter, partitions, segments).
The files of reported/ were sent in by users; only their PNGs are made.
"""
import io
import math
import pathlib
import random

import webp
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent
names = []


def keep(name, content):
    (HERE / f"{name}.webp").parent.mkdir(exist_ok=True)
    (HERE / f"{name}.webp").write_bytes(content)
    Image.open(io.BytesIO(content)).convert("RGB").save(HERE / f"{name}.png", optimize=True)
    names.append(name)


def save(name, image, **options):
    out = io.BytesIO()
    image.save(out, "WEBP", **options)
    keep(name, out.getvalue())


def photograph(width=61, height=47, seed=1):
    noise = random.Random(seed)
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            deviation = 30 if x > width / 2 and y > height / 2 else 6
            image.putpixel((x, y), tuple(min(255, max(0, int(value + noise.gauss(0, deviation)))) for value in (
                120 + 80 * math.sin(x / 17 + y / 31), 110 + 90 * math.cos(x / 29 - y / 13), 130 + 70 * math.sin((x + y) / 23))))
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 8, 52, 30), fill=(220, 20, 40))
    draw.rectangle((6, 24, 20, 42), outline=(0, 255, 0))
    for i in range(4):
        draw.line((0, i * 9, width, height - i * 3), fill=(60 * i, 255 - 60 * i, 90))
    draw.text((3, 3), "WebP 01", fill=(255, 255, 255))
    return image


photo = photograph()
for method in range(7):
    for quality in (5, 60, 95):
        save(f"m{method}_q{quality}", photo, method=method, quality=quality)

for width, height in ((1, 1), (1, 50), (50, 1), (16, 16), (17, 33), (130, 3)):
    save(f"lossy_{width}x{height}", photograph(max(width, 16), max(height, 16)).crop((0, 0, width, height)), quality=70)
    save(f"lossless_{width}x{height}", photograph(max(width, 16), max(height, 16)).crop((0, 0, width, height)), lossless=True)

for colours in (2, 4, 16, 17, 256):
    save(f"palette{colours}", photo.quantize(colours).convert("RGB"), lossless=True, method=6)
for method in (0, 3, 6):
    save(f"lossless_m{method}", photo, lossless=True, method=method, quality=100 if method == 6 else 30)
transparent = photo.copy()
transparent.putalpha(Image.linear_gradient("L").resize(photo.size))
save("lossless_alpha", transparent, lossless=True)
save("lossless_alpha_exact", transparent, lossless=True, exact=True)
save("lossy_alpha", transparent, quality=60)
save("one_colour", Image.new("RGB", (300, 200), (12, 34, 56)), lossless=True)

part = Image.new("RGBA", photo.size)
part.paste(photo.crop((10, 8, 30, 20)), (10, 8))
other = photograph(seed=2).convert("RGBA")
save("animated", other, save_all=True, append_images=[transparent], duration=50, quality=50)
save("animated_part", part, save_all=True, append_images=[other], duration=50, lossless=True, minimize_size=True)

for name, kind, partitions, segments, sharpness in (("simple", 0, 3, 4, 0), ("simple_sharp", 0, 0, 1, 6), ("normal", 1, 2, 4, 7)):
    config = webp.WebPConfig.new(quality=40)
    config.ptr.filter_type = kind
    config.ptr.filter_strength = 80
    config.ptr.filter_sharpness = sharpness
    config.ptr.segments = segments
    webp.ffi.cast("int*", config.ptr)[18] = partitions  # a field that the package does not declare
    keep(f"filter_{name}", bytes(webp.WebPPicture.from_pil(photograph(90, 130)).encode(config).buffer()))

for file in sorted((HERE / "reported").glob("*.webp")):
    keep(f"reported/{file.stem}", file.read_bytes())
(HERE / "names.txt").write_text("".join(name + "\n" for name in names))
