// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    Path folder;

    @Test
    void sumsAreThoseOfTheFormat() {
        // CRC-32C of "123456789" is e3069283; rotated right by 15 bits plus a282ead8.
        assertThat(EventFile.masked("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Integer.rotateRight(0xe3069283, 15) + 0xa282ead8);
    }

    @Test
    void recordsReadBack() throws IOException {
        try (EventFile file = EventFile.create(folder, 7, 1000)) {
            file.add(1001.5, 300, Map.of("loss", 0.25));
        }
        List<ByteBuffer> events = read();
        assertThat(events).hasSize(3);
        assertThat(text(events.get(0))).contains("brain.Event:2");
        ByteBuffer purge = events.get(1);
        assertThat(purge.get(10)).isEqualTo((byte) 7); // step after key and eight bytes of time and key
        ByteBuffer loss = events.get(2);
        assertThat(loss.get()).isEqualTo((byte) 9);
        assertThat(loss.getDouble()).isEqualTo(1001.5);
        assertThat(loss.get()).isEqualTo((byte) 16);
        assertThat(loss.get() & 0x7f | loss.get() << 7).isEqualTo(300);
        assertThat(text(loss)).contains("loss");
        assertThat(loss.getFloat(loss.limit() - 4)).isEqualTo(0.25f);
    }

    private static String text(ByteBuffer event) {
        return new String(event.array(), StandardCharsets.ISO_8859_1);
    }

    private List<ByteBuffer> read() throws IOException {
        Path only;
        try (Stream<Path> files = Files.list(folder)) {
            only = files.toList().getFirst();
        }
        assertThat(only.getFileName().toString()).startsWith("events.out.tfevents.");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(only)).order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(EventFile.masked(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(data);
            assertThat(bytes.getInt()).isEqualTo(EventFile.masked(data));
            events.add(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
        }
        return events;
    }
}
