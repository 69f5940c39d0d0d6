// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import io.github.deepgen4j.model.weights.WeightException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The head of a GGUF file of version 2 or 3, little-endian: magic, counts, fields, and the name, shape, type and place
 * of each tensor. Of the fields only numbers, texts and short lists of numbers are kept: the tokens of a tokenizer are
 * stepped over.
 *
 * @param fields by key; values are {@link Number}, {@link Boolean}, {@link String} or {@code long[]}
 * @param end position behind the head
 */
record GgufHeader(int version, Map<String, Object> fields, List<Info> tensors, long end) {
    private static final int MAGIC = 0x46554747; // GGUF
    private static final long MOST_TENSORS = 1 << 16;
    private static final long MOST_FIELDS = 1 << 20;
    private static final int LONGEST_NAME = 65535;
    private static final int LONGEST_TEXT = 1 << 26; // a chat template, an imatrix
    private static final int KEPT_LIST = 16;
    private static final int MOST_AXES = 4;
    private static final int DEEPEST = 4;

    /**
     * A tensor as the head lists it.
     *
     * @param sizes of the axes, the fastest first, unlike everywhere else
     * @param offset from the beginning of the data
     */
    record Info(String name, long[] sizes, int type, long offset) {}

    /** @throws WeightException if this is no such file, or it ends in the middle of its head */
    static GgufHeader read(Path path, MemorySegment file) {
        try {
            return new Reader(file).header();
        } catch (WeightException e) {
            throw new WeightException(path + ": " + e.getMessage(), e);
        }
    }

    private static final class Reader {
        private static final ValueLayout.OfShort U16 =
                ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final ValueLayout.OfLong U64 =
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private static final int STRING = 8;
        private static final int ARRAY = 9;

        private final MemorySegment file;
        private long at;

        Reader(MemorySegment file) {
            this.file = file;
        }

        GgufHeader header() {
            if (file.byteSize() < 4 || u32("the magic") != MAGIC) {
                throw new WeightException("expected a GGUF file, found other first bytes");
            }
            int version = u32("the version");
            if (version < 2 || version > 3) {
                throw new WeightException(
                        Integer.reverseBytes(version) <= 3 && version != 1
                                ? "expected little-endian numbers, found big-endian ones; convert it on the machine it"
                                        + " is for"
                                : "expected version 2 or 3 of GGUF, found " + Integer.toUnsignedString(version));
            }
            long tensors = count("the number of tensors", MOST_TENSORS);
            long entries = count("the number of fields", MOST_FIELDS);
            Map<String, Object> fields = new LinkedHashMap<>();
            for (long i = 0; i < entries; i++) {
                String key = text("the key of field " + i, LONGEST_NAME);
                Object value = value(u32("the type of field " + key), key, 0);
                if (value != null && fields.put(key, value) != null) {
                    throw new WeightException("field " + key + " expected once, found twice");
                }
            }
            List<Info> infos = new ArrayList<>();
            for (long i = 0; i < tensors; i++) {
                infos.add(info(i));
            }
            return new GgufHeader(version, fields, infos, at);
        }

        private Info info(long number) {
            String name = text("the name of tensor " + number, LONGEST_NAME);
            int axes = u32("the number of axes of " + name);
            if (axes < 0 || axes > MOST_AXES) {
                throw new WeightException(
                        "tensor " + name + " expected up to 4 axes, found " + Integer.toUnsignedString(axes));
            }
            long[] sizes = new long[axes];
            for (int axis = 0; axis < axes; axis++) {
                sizes[axis] = u64("the shape of " + name);
                if (sizes[axis] <= 0) {
                    throw new WeightException("tensor " + name + " expected axes of at least 1, found "
                            + Long.toUnsignedString(sizes[axis]));
                }
            }
            return new Info(name, sizes, u32("the type of " + name), u64("the place of " + name));
        }

        /** The value of a field, null if it is none of those that are kept. */
        private Object value(int type, String key, int depth) {
            return switch (type) {
                case 0 -> u8(key) & 0xffL;
                case 1 -> (long) u8(key);
                case 2 -> u16(key) & 0xffffL;
                case 3 -> (long) u16(key);
                case 4 -> u32(key) & 0xffffffffL;
                case 5 -> (long) u32(key);
                case 6 -> Float.intBitsToFloat(u32(key));
                case 7 -> u8(key) != 0;
                case STRING -> text(key, LONGEST_TEXT);
                case ARRAY -> list(key, depth);
                case 10, 11 -> u64(key);
                case 12 -> Double.longBitsToDouble(u64(key));
                default ->
                    throw new WeightException(
                            "field " + key + " expected a type from 0 to 12, found " + Integer.toUnsignedString(type));
            };
        }

        private Object list(String key, int depth) {
            if (depth == DEEPEST) {
                throw new WeightException("field " + key + " expected lists of at most " + DEEPEST + " levels");
            }
            int type = u32("the type of the elements of " + key);
            long length = count("the length of " + key, file.byteSize());
            long[] kept = length <= KEPT_LIST && type != STRING && type != ARRAY ? new long[(int) length] : null;
            for (long i = 0; i < length; i++) {
                Object value = value(type, key, depth + 1);
                if (kept != null) {
                    kept[(int) i] =
                            value instanceof Number number ? number.longValue() : Boolean.TRUE.equals(value) ? 1 : 0;
                }
            }
            return kept;
        }

        private String text(String what, int longest) {
            long length = u64("the length of " + what);
            if (length < 0 || length > longest) {
                throw new WeightException(
                        what + " expected up to " + longest + " bytes, found " + Long.toUnsignedString(length));
            }
            byte[] bytes = new byte[(int) available(what, length)];
            MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, bytes, 0, bytes.length);
            at += length;
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private long count(String what, long most) {
            long count = u64(what);
            if (count < 0 || count > most) {
                throw new WeightException(what + " expected up to " + most + ", found " + Long.toUnsignedString(count));
            }
            return count;
        }

        private byte u8(String what) {
            return file.get(ValueLayout.JAVA_BYTE, take(what, 1));
        }

        private short u16(String what) {
            return file.get(U16, take(what, 2));
        }

        private int u32(String what) {
            return file.get(U32, take(what, 4));
        }

        private long u64(String what) {
            return file.get(U64, take(what, 8));
        }

        private long take(String what, long bytes) {
            available(what, bytes);
            long begin = at;
            at += bytes;
            return begin;
        }

        private long available(String what, long bytes) {
            if (bytes > file.byteSize() - at) {
                throw new WeightException("truncated at " + what + ": expected " + bytes + " bytes at place " + at
                        + ", found " + (file.byteSize() - at));
            }
            return bytes;
        }
    }
}
