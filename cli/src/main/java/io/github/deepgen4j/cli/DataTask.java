// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.data.CheckedModel;
import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.DataConfigFile;
import io.github.deepgen4j.training.data.TrainingData;
import io.github.deepgen4j.training.objective.FlowMatching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Data to work on, and what is known of the run that will take them.
 *
 * @param model checkpoint folder of the run
 * @param maxTokens of a prompt of the run
 */
record DataTask(DataConfig config, Optional<Path> model, int maxTokens) {
    private static final Pattern OBJECTIVE = Pattern.compile("(?m)^objective\\s*:");

    static DataTask of(DataConfig config) {
        return new DataTask(config, Optional.empty(), CheckedModel.MAX_TOKENS);
    }

    /** The data of a file in YAML: of data alone, or of a run. */
    static DataTask read(Path file) {
        return isRun(file) ? ofRun(file) : of(DataConfigFile.read(file));
    }

    private static boolean isRun(Path file) {
        try {
            return Files.isRegularFile(file)
                    && OBJECTIVE.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            return false; // its reader says what is wrong
        }
    }

    private static DataTask ofRun(Path file) {
        TrainConfig run = TrainConfigFile.read(file, List.of());
        if (run.objective() instanceof FlowMatching.Config objective
                && objective.data() instanceof TrainingData.FromFiles data) {
            return new DataTask(data.files(), Optional.of(run.modelFolder()), objective.maxTokens());
        }
        throw new ConfigException(file + ": expected a run with data of type files, found one that makes its own");
    }
}
