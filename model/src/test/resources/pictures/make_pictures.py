#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the small images of this folder and expected.json: what Pillow reads from them.

    pip install pillow==13.0.0 && python3 make_pictures.py

expected.json holds per file: size and the bytes of ImageOps.exif_transpose(Image.open(file)).convert("RGB") in hexadecimal.
One exception: of 16-bit grey Pillow takes all values above 255 as white; expected are the upper 8 bits, as for 16-bit RGB.
"""
import io
import json
import pathlib
import struct
import zlib

from PIL import Image, ImageCms, ImageOps

HERE = pathlib.Path(__file__).parent
expected = {}


def keep(name, content):
    (HERE / name).write_bytes(content)
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    if image.mode == "I;16":
        image = Image.frombytes("L", image.size, image.tobytes()[1::2])
    image = image.convert("RGB")
    expected[name] = {"width": image.width, "height": image.height, "rgb": image.tobytes().hex()}


def save(name, image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    keep(name, out.getvalue())


def colours(width=7, height=5):
    """No two rows or columns alike, so that every turn shows."""
    return Image.frombytes("RGB", (width, height), bytes(
        value for y in range(height) for x in range(width) for value in (36 * x % 256, 60 * y % 256, (11 * x * y + 5) % 256)))


def smooth(width=24, height=16):
    """For lossy formats."""
    return Image.frombytes("RGB", (width, height), bytes(
        value for y in range(height) for x in range(width) for value in (40 + 8 * x, 200 - 9 * y, 60 + 3 * x + 5 * y)))


# ---- PNG, written by hand where Pillow cannot ----

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples, bits):
    """One row of samples as bits, padded to whole bytes."""
    text = "".join(format(sample, f"0{bits}b") for sample in samples)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, bits, kind, bands, width=7, height=5, extra=b"", highest=None, interlaced=False):
    top = (1 << bits) - 1 if highest is None else highest
    step = max(1, top // 17)
    value = lambda x, y, band: (step * (3 * x + 5 * y + 7 * band + x * y)) % (top + 1)
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    rows = b"".join(
        b"\0" + packed([value(x, y, band) for x in range(x0, width, dx) for band in range(bands)], bits)
        for x0, y0, dx, dy in passes for y in range(y0, height, dy) if x0 < width)
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, int(interlaced))
    keep(name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


for bits in (1, 2, 4, 8, 16):
    png(f"grey{bits}.png", bits, 0, 1)
for bits in (1, 2, 4, 8):
    palette = bytes((37 * i + 11) % 256 for i in range(3 << min(bits, 5)))
    png(f"palette{bits}.png", bits, 3, 1, extra=chunk(b"PLTE", palette), highest=min((1 << bits) - 1, 31))
for bits in (8, 16):
    png(f"grey_alpha{bits}.png", bits, 4, 2)
    png(f"rgb{bits}.png", bits, 2, 3)
    png(f"rgba{bits}.png", bits, 6, 4)
for bits in (1, 2, 4, 8):  # numbers beyond the palette
    palette = bytes((37 * i + 11) % 256 for i in range(3 << bits - 1))
    png(f"beyond{bits}.png", bits, 3, 1, extra=chunk(b"PLTE", palette))
palette = bytes((37 * i + 11) % 256 for i in range(9))
png("beyond_transparent.png", 4, 3, 1, extra=chunk(b"PLTE", palette) + chunk(b"tRNS", bytes([0, 100])))
png("beyond_interlaced.png", 4, 3, 1, width=13, height=11, extra=chunk(b"PLTE", palette), interlaced=True)
palette = bytes((37 * i + 11) % 256 for i in range(12))
png("palette_transparent.png", 2, 3, 1, extra=chunk(b"PLTE", palette) + chunk(b"tRNS", bytes([0, 128])))
png("grey_transparent.png", 8, 0, 1, extra=chunk(b"tRNS", struct.pack(">H", 15)))
png("rgb_transparent.png", 8, 2, 3, extra=chunk(b"tRNS", struct.pack(">HHH", 0, 105, 210)))
png("rgb_gamma.png", 8, 2, 3, extra=chunk(b"gAMA", struct.pack(">I", 100000)))
png("interlaced.png", 8, 2, 3, width=13, height=11, interlaced=True)
other = ImageOps.invert(colours())
save("animated.png", colours(), "PNG", save_all=True, append_images=[other])

# ---- GIF and BMP ----

palette = colours().quantize(16)
save("palette.gif", palette, "GIF")
save("animated.gif", palette, "GIF", save_all=True, append_images=[other.quantize(16)], duration=100)
save("transparent.gif", palette, "GIF", transparency=3)


def gif(name, frame, screen, transparent=None, background=1):
    """A first frame that covers a part of the screen; 4 colours, LZW codes of 3 bits, a clear code before every pixel."""
    x, y, width, height = frame
    colour_table = bytes([200, 30, 40, 10, 220, 30, 20, 40, 210, 250, 250, 120])
    codes = [code for i in range(width * height) for code in (4, i % 4)] + [5]
    bits = "".join(format(code, "03b")[::-1] for code in codes)
    bits += "0" * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8][::-1], 2) for i in range(0, len(bits), 8))
    control = b"" if transparent is None else b"\x21\xf9\x04" + struct.pack("<BHB", 1, 0, transparent) + b"\0"
    keep(name, b"GIF89a" + struct.pack("<HHBBB", *screen, 0x81, background, 0) + colour_table + control
         + b"\x2c" + struct.pack("<HHHHB", x, y, width, height, 0) + b"\x02" + bytes([len(data)]) + data + b"\0\x3b")


gif("part_of_screen.gif", (2, 1, 3, 2), (6, 4))
gif("part_of_screen_transparent.gif", (2, 1, 3, 2), (6, 4), transparent=2)
gif("larger_than_screen.gif", (1, 1, 4, 3), (3, 2))


def gif_beyond(name, table):
    """8x8 pixels of 16 numbers with a table of 4 colours ("screen" or "image") or with none."""
    colour_table = bytes((53 * i + 7) % 256 for i in range(12))
    bits = "".join(format(code, "05b")[::-1] for i in range(64) for code in (16, i % 16)) + format(17, "05b")[::-1]
    bits += "0" * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8][::-1], 2) for i in range(0, len(bits), 8))
    keep(name, b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x81 if table == "screen" else 0, 0, 0)
         + (colour_table if table == "screen" else b"") + b"\x2c"
         + struct.pack("<HHHHB", 0, 0, 8, 8, 0x81 if table == "image" else 0)
         + (colour_table if table == "image" else b"") + b"\x04" + bytes([len(data)]) + data + b"\0\x3b")


gif_beyond("beyond_screen.gif", "screen")
gif_beyond("beyond_image.gif", "image")
gif_beyond("no_table.gif", None)
save("rgb.bmp", colours(), "BMP")
save("palette.bmp", palette, "BMP")
save("grey.bmp", colours().convert("L"), "BMP")
save("bits.bmp", colours().convert("1"), "BMP")
save("rgba.bmp", colours().convert("RGBA"), "BMP")

# ---- JPEG ----

save("rgb444.jpg", smooth(), "JPEG", quality=95, subsampling=0)
save("rgb420.jpg", smooth(), "JPEG", quality=95, subsampling=2)
save("progressive.jpg", smooth(), "JPEG", quality=95, progressive=True)
save("grey.jpg", smooth().convert("L"), "JPEG", quality=95)
save("cmyk.jpg", smooth().convert("CMYK"), "JPEG", quality=95)
save("keep_rgb.jpg", smooth(), "JPEG", quality=95, keep_rgb=True)
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
save("profile.jpg", smooth(), "JPEG", quality=95, icc_profile=profile)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x112] = orientation
    save(f"turned{orientation}.jpg", smooth(), "JPEG", quality=95, exif=exif)
exif = Image.Exif()
exif[0x112] = 6
save("turned6.png", colours(), "PNG", exif=exif)
save("turned6.webp", smooth(), "WEBP", lossless=True, exif=exif)
exif[0x112] = 9
save("turned9.jpg", smooth(), "JPEG", quality=95, exif=exif)

# ---- WebP ----

save("lossless.webp", colours(), "WEBP", lossless=True)
save("lossy.webp", smooth(), "WEBP", quality=95)
alpha = colours().convert("RGBA")
alpha.putalpha(Image.frombytes("L", alpha.size, bytes(7 * i % 256 for i in range(35))))
save("lossless_alpha.webp", alpha, "WEBP", lossless=True, exact=True)
alpha = smooth().convert("RGBA")
alpha.putalpha(Image.frombytes("L", alpha.size, bytes(128 + i % 128 for i in range(24 * 16))))
save("lossy_alpha.webp", alpha, "WEBP", quality=95)
save("animated.webp", colours(), "WEBP", lossless=True, save_all=True, append_images=[other], duration=100)

(HERE / "expected.json").write_text(
    "{\n" + ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(expected.items())) + "\n}\n")
