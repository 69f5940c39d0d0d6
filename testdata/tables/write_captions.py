# SPDX-License-Identifier: Apache-2.0
"""Writes captions.parquet and captions.arrow from captions.json, and files that are refused: pip install pyarrow==26.0.1"""
import io
import json
import struct
import zlib

import pyarrow as pa
import pyarrow.parquet


def png(side):
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\xff\0\0" * side for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


stored = [row[0] for row in json.load(open("captions.json", encoding="utf-8"))]
table = pa.table({"jpg": [png(8)] * len(stored), "text": stored})  # usual names, not the first of them
pa.parquet.write_table(table, "captions.parquet", compression="zstd")
with pa.ipc.new_stream("captions.arrow", table.schema) as writer:
    writer.write_table(table)

few = table.slice(0, 3)
pa.parquet.write_table(few, "lz4.parquet", compression="lz4")
pa.parquet.write_table(few, "brotli.parquet", compression="brotli")
pa.parquet.write_table(few.rename_columns(["words", "pixels"]), "unusual.parquet")

# A page that goes on after the end of its column: the library's reader goes on for ever.
out = io.BytesIO()
pa.parquet.write_table(few, out, compression="none", write_statistics=False, use_dictionary=False)
whole = out.getvalue()
chunk = pa.parquet.read_metadata(io.BytesIO(whole)).row_group(0).column(1)


def varint(number):
    number *= 2
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


size = chunk.total_compressed_size
at = whole.rindex(b"\x16" + varint(size))
short = b"\x16" + varint(size - 2)
assert len(short) == len(varint(size)) + 1
open("endless.parquet", "wb").write(whole[:at] + short + whole[at + len(short):])

# Prompts for reinforcement learning; the caption counts only where there is no column of prompts.
asked = pa.table({"id": [1, 2, 3], "caption": ["no", "no", "no"], "prompt": ["a cat", "a sign \"Hi\"", "zwei Äpfel"]})
pa.parquet.write_table(asked, "prompts.parquet", compression="zstd")
