// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Scalars for TensorBoard: a file of TFRecords (length, masked CRC-32C of the length, data, masked CRC-32C of the
 * data), each an {@code Event} message of {@code tensorflow/core/util/event.proto}, of which the few fields needed are
 * written by hand.
 */
final class EventFile implements AutoCloseable {
    private static final int WALL_TIME = 1 << 3 | 1; // fixed64
    private static final int STEP = 2 << 3; // varint
    private static final int FILE_VERSION = 3 << 3 | 2; // bytes
    private static final int SUMMARY = 5 << 3 | 2;
    private static final int SESSION_LOG = 7 << 3 | 2;
    private static final int VALUE = 1 << 3 | 2;
    private static final int TAG = 1 << 3 | 2;
    private static final int SIMPLE_VALUE = 2 << 3 | 5; // fixed32
    private static final byte[] START = {1 << 3, 1}; // SessionLog.status = START

    private final FileChannel channel;

    private EventFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Starts a file; every start of a run has its own.
     *
     * @param firstStep events of an earlier start from this step on are to be forgotten
     */
    static EventFile create(Path folder, long firstStep, double seconds) throws IOException {
        String name = String.format(
                Locale.ROOT,
                "events.out.tfevents.%010d.%d",
                (long) seconds,
                ProcessHandle.current().pid());
        EventFile file = new EventFile(FileChannel.open(
                folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        file.write(event(seconds, 0, FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8)));
        if (firstStep > 1) {
            file.write(event(seconds, firstStep, SESSION_LOG, START));
        }
        return file;
    }

    /** Appends values of one step. */
    void add(double seconds, long step, Map<String, Double> values) throws IOException {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        values.forEach((tag, value) -> {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            bytes(message, TAG, tag.getBytes(StandardCharsets.UTF_8));
            message.write(SIMPLE_VALUE);
            message.writeBytes(little(4).putFloat(value.floatValue()).array());
            bytes(summary, VALUE, message.toByteArray());
        });
        write(event(seconds, step, SUMMARY, summary.toByteArray()));
    }

    private static byte[] event(double seconds, long step, int what, byte[] content) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.write(WALL_TIME);
        event.writeBytes(little(8).putDouble(seconds).array());
        event.write(STEP);
        varint(event, step);
        bytes(event, what, content);
        return event.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream message, int key, byte[] content) {
        message.write(key);
        varint(message, content.length);
        message.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream message, long value) {
        while ((value & ~0x7fL) != 0) {
            message.write((int) (value & 0x7f | 0x80));
            value >>>= 7;
        }
        message.write((int) value);
    }

    private void write(byte[] data) throws IOException {
        byte[] length = little(8).putLong(data.length).array();
        ByteBuffer record = little(16 + data.length);
        record.put(length).putInt(masked(length)).put(data).putInt(masked(data)).flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C, rotated and shifted, so that a sum over data with sums in it stays good. */
    static int masked(byte[] data) {
        CRC32C sum = new CRC32C();
        sum.update(data);
        return Integer.rotateRight((int) sum.getValue(), 15) + 0xa282ead8;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
