# SPDX-License-Identifier: Apache-2.0
"""Writes the seed corpus of UnpicklerFuzzTest: small pickles and archives, most of them hostile.

    python3 model/src/test/python/pickle_corpus.py model/src/test/resources/io/github/deepgen4j/model/weights/pickle
"""
import io
import struct
import sys
import zipfile
from pathlib import Path


def text(value):
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def storage(key=b"0", elements=b"K\x02", kind=b"FloatStorage"):
    return b"(" + text("storage") + b"ctorch\n" + kind + b"\n" + text(key.decode()) + text("cpu") + elements + b"tQ"


def tensor(storage_, offset=b"K\x00", size=b"K\x02\x85", stride=b"K\x01\x85"):
    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage_ + offset + size + stride
            + b"\x89ccollections\nOrderedDict\n)RtR")


HUGE = b"\x8a\x08" + struct.pack("<q", 2**62)
VALID = b"\x80\x02}(" + text("x") + tensor(storage()) + b"u."

PICKLES = {
    "valid": VALID,
    "truncated": VALID[:60],
    "truncated_string": b"\x80\x02X\xff\x00\x00\x00abc",
    "os_system": b"\x80\x02cos\nsystem\n" + text("touch /tmp/owned") + b"\x85R.",
    "posix_system_in_dict": b"\x80\x02}" + text("x") + b"cposix\nsystem\n" + text("id") + b"\x85Rs.",
    "builtins_eval": b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x031+1\x85R.",
    "getattr": b"\x80\x02c__builtin__\ngetattr\nctorch\nSize\n" + text("__class__") + b"\x86R.",
    "nested_load": b"\x80\x02ctorch.storage\n_load_from_bytes\nC\x04\x80\x02N.\x85R.",
    "python2_inst": b"(S'echo owned'\nios\nsystem\n.",
    "global_without_end": b"\x80\x02c" + b"a" * 500,
    "storage_called": b"\x80\x02ctorch\nFloatStorage\n)R.",
    "persistent_string": b"\x80\x02" + text("../../etc/passwd") + b"Q.",
    "storage_path": b"\x80\x02}(" + text("x") + tensor(storage(b"../../x")) + b"u.",
    "memo_missing": b"\x80\x02h\x05.",
    "memo_high": b"\x80\x02Nr\xff\xff\xff\xffj\xff\xff\xff\xff.",
    # every list holds the one before ten times: 10^20 leaves if anyone walked it
    "memo_bomb": b"\x80\x02" + b"]q\x00" + b"".join(
        b"](" + b"h" + bytes([i]) + (b"h" + bytes([i])) * 9 + b"eq" + bytes([i + 1]) for i in range(20)) + b".",
    "list_in_itself": b"\x80\x02]q\x00h\x00a.",
    "dict_in_itself": b"\x80\x02}q\x00" + text("x") + b"h\x00s.",
    "list_as_key": b"\x80\x02}]q\x00h\x00aNs.",
    "nested_tuples": b"\x80\x02)" + b"\x85" * 5000 + b".",
    "nested_marks": b"\x80\x02" + b"(" * 5000 + b"t" * 5000 + b".",
    "nested_lists": b"\x80\x02" + b"]" * 3000 + b"a" * 2999 + b".",
    "many_dicts": b"\x80\x02" + b"}" * 20000 + b".",
    "string_of_4_gb": b"\x80\x02X\xff\xff\xff\xff.",
    "bytes_of_2_gb": b"\x80\x02B\xff\xff\xff\x7f.",
    "long_of_255_bytes": b"\x80\x02\x8a\xff" + b"\x7f" * 255 + b".",
    "frame_of_8_eb": b"\x80\x04\x95" + b"\xff" * 8 + b"N.",
    "huge_storage": b"\x80\x02}(" + text("x") + tensor(storage(elements=HUGE)) + b"u.",
    "huge_shape": b"\x80\x02}(" + text("x") + tensor(storage(), size=HUGE + HUGE + b"\x86", stride=b"K\x01K\x01\x86")
                  + b"u.",
    "huge_offset": b"\x80\x02}(" + text("x") + tensor(storage(), offset=HUGE) + b"u.",
    "zero_stride": b"\x80\x02}(" + text("x") + tensor(storage(), size=HUGE + b"\x85", stride=b"K\x00\x85") + b"u.",
    "negative_shape": b"\x80\x02}(" + text("x") + tensor(storage(), size=b"J\xff\xff\xff\xff\x85") + b"u.",
    "negative_stride": b"\x80\x02}(" + text("x") + tensor(storage(), stride=b"J\xff\xff\xff\xff\x85") + b"u.",
    "key_twice": b"\x80\x02}(" + text("x") + b"N" + text("x") + b"Nu.",
    "protocol_0": b"(dp0\nVx\np1\nI1\ns.",
    "protocol_5": b"\x80\x05N.",
    "not_utf8": b"\x80\x02X\x02\x00\x00\x00\xc3\x28.",
    "stop_only": b".",
    "pop_of_nothing": b"\x80\x020.",
    "mark_popped": b"\x80\x02(N0010.",
    "build_on_number": b"\x80\x02K\x01Nb.",
    "append_to_tuple": b"\x80\x02)Na.",
}


def archive(pickle=VALID, method=zipfile.ZIP_STORED, data=b"\0" * 8, extra=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in [("a/data.pkl", pickle), ("a/byteorder", b"little"), ("a/data/0", data), *extra]:
            file.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def patched(whole, needle, offset, value):
    at = whole.rindex(needle) + offset
    return whole[:at] + value + whole[at + len(value):]


WHOLE = archive()
END = b"PK\x05\x06"
ENTRY = b"PK\x01\x02"
ARCHIVES = {
    "valid": WHOLE,
    "hostile_pickle": archive(PICKLES["os_system"]),
    "truncated_end": WHOLE[:-10],
    "truncated_start": WHOLE[10:],
    "zip_bomb": archive(data=b"\0" * 500_000, method=zipfile.ZIP_DEFLATED),
    "short_storage": archive(data=b"\0" * 7),
    "entry_twice": archive(extra=[("a/data/1", b"x")]).replace(b"a/data/1", b"a/data/0"),
    "big_endian": archive().replace(b"little", b"bigger"),
    "many_entries_claimed": patched(WHOLE, END, 8, b"\xfe\xff\xfe\xff"),
    "directory_outside": patched(WHOLE, END, 16, b"\xf0\xff\xff\x7f"),
    "zip64_without_record": patched(WHOLE, END, 16, b"\xff\xff\xff\xff"),
    "size_of_2_gb": patched(WHOLE, ENTRY, 20, b"\xf0\xff\xff\x7f\xf0\xff\xff\x7f"),
    "header_outside": patched(WHOLE, ENTRY, 42, b"\xf0\xff\xff\x7f"),
    "entries_overlap": patched(WHOLE, ENTRY, 42, b"\0\0\0\0"),
    "zip64_size": patched(WHOLE, ENTRY, 20, b"\xff" * 8),
    "legacy_torch": b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.",
}

for folder, inputs in {"anyPickleIsReadOrRefused": PICKLES, "anyArchiveIsReadOrRefused": ARCHIVES}.items():
    target = Path(sys.argv[1]) / "UnpicklerFuzzTestInputs" / folder
    target.mkdir(parents=True, exist_ok=True)
    for name, content in inputs.items():
        (target / name).write_bytes(content)
