// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawTest {
    @Test
    void theEditIsWritten(@TempDir Path folder) throws Exception {
        Draw.main(new String[] {folder.toString()});
        assertEquals(64, ImageIO.read(folder.resolve("green.png").toFile()).getWidth());
    }
}
