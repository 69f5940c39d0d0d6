# SPDX-License-Identifier: Apache-2.0
"""Writes snappy.parquet anew as the Arrow files beside it: pip install pyarrow==26.0.1 polars==2.1.0"""
import polars
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

table = pa.parquet.read_table("snappy.parquet")


def stream(name, table, **options):
    with pa.ipc.new_stream(name, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=3)


stream("stream.arrow", table)  # as the library "datasets" does
stream("legacy.arrow", table, use_legacy_format=True, metadata_version=pa.ipc.MetadataVersion.V4)
pa.feather.write_feather(table, "lz4.feather", chunksize=3)
pa.feather.write_feather(table, "zstd.feather", chunksize=3, compression="zstd")

# Columns of every layout before those that are read, and large and viewed bytes.
rows = range(table.num_rows)
views = [None if i == 2 else f"a text longer than twelve bytes {i}" for i in rows]
before = {
    "null": pa.nulls(len(rows)),
    "view": pa.array(views, pa.string_view()),
    "flag": pa.array([i % 2 == 0 for i in rows]),
    "list": pa.array([["x"] * i for i in rows]),
    "list_view": pa.array([["x"] * i for i in rows], pa.list_view(pa.string_view())),
    "fixed": pa.array([[i, i] for i in rows], pa.list_(pa.int32(), 2)),
    "map": pa.array([[("k", i)] for i in rows], pa.map_(pa.string(), pa.int64())),
    "dense": pa.UnionArray.from_dense(pa.array([0] * 7, pa.int8()), pa.array(rows, pa.int32()), [pa.array(list(rows))]),
    "sparse": pa.UnionArray.from_sparse(pa.array([0] * 7, pa.int8()), [pa.array(list(rows))]),
    "word": pa.array(["a", "b", "a", "b", "a", "b", "a"]).dictionary_encode(),
    "runs": pa.RunEndEncodedArray.from_arrays(pa.array([3, 7], pa.int32()), pa.array(["x", "y"])),
    "fixed_bytes": pa.array([b"ab"] * 7, pa.binary(2)),
}
image = table["image"].combine_chunks()
outer = pa.StructArray.from_arrays(
    [image.field("path"), image.field("bytes").cast(pa.large_binary())], ["path", "bytes"], mask=image.is_null())
wide = pa.table(before | {
    "image": outer,
    "caption": table["caption"].cast(pa.large_string()),
    "source": table["source"].cast(pa.binary_view()),
    "id": table["id"],
})
for name, version in (("wide.arrow", pa.ipc.MetadataVersion.V5), ("wide4.arrow", pa.ipc.MetadataVersion.V4)):
    options = pa.ipc.IpcWriteOptions(metadata_version=version)
    with pa.OSFile(name, "wb") as file, pa.ipc.new_file(file, wide.schema, options=options) as writer:
        writer.write_table(wide, max_chunksize=3)

polars.from_arrow(table).write_ipc("polars.arrow", compression="zstd")
