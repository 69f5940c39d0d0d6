// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ProcessLauncherTest {
    @TempDir
    private Path folder;

    private ProcessLauncher.Exit run(int count, String script) {
        return new ProcessLauncher(count, List.of("/bin/sh", "-c", "cd " + folder + "; " + script)).run();
    }

    @Test
    void eachProcessKnowsItsRankAndTheWorld() {
        String script = "echo $MASTER_ADDR:$MASTER_PORT > $RANK-$LOCAL_RANK-of-$WORLD_SIZE-$LOCAL_WORLD_SIZE";
        assertThat(run(3, script)).isEqualTo(new ProcessLauncher.Exit(0, 0));
        assertThat(folder.resolve("0-0-of-3-3")).content().startsWith("127.0.0.1:");
        assertThat(folder.resolve("2-2-of-3-3"))
                .hasSameTextualContentAs(folder.resolve("0-0-of-3-3"))
                .hasSameTextualContentAs(folder.resolve("1-1-of-3-3"));
    }

    @Test
    void theFirstFailureEndsTheOthers() {
        assertThat(run(2, "if [ $RANK = 1 ]; then exit 7; fi; exec sleep 600"))
                .isEqualTo(new ProcessLauncher.Exit(1, 7));
    }

    @Test
    void noProcessesAreRefused() {
        assertThatThrownBy(() -> new ProcessLauncher(0, List.of("true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected >= 1 processes, found 0");
    }
}
