// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Batch;
import io.github.deepgen4j.training.objective.FlowMatchingLoss.Levels;
import java.util.ArrayList;
import java.util.List;

/** The forward pass of a micro-batch with recorded draws, for tests of other packages; in the innermost scope. */
public record RecordedPass(
        Tensor loss, Levels levels, List<Tensor> noisy, List<Tensor> velocities, Conditions conditions) {
    /** Unweighted, with the published limit of tokens. */
    public static RecordedPass of(Networks model, Batch batch, Safetensors recorded) {
        return of(model, Truncation.TEXT, 1024, batch, recorded);
    }

    /** Unweighted. */
    public static RecordedPass of(
            Networks model, Truncation truncation, int maxTokens, Batch batch, Safetensors recorded) {
        ForwardPass pass = new ForwardPass(model, Weighting.NONE, truncation, maxTokens);
        ForwardPass.Forward forward = pass.of(batch, noise(recorded, batch));
        return new RecordedPass(
                forward.loss(), forward.levels(), forward.noisy(), forward.velocities(), forward.conditions());
    }

    /** The draws of a recorded file. */
    private static MicroBatchNoise noise(Safetensors recorded, Batch batch) {
        float[] places = recorded.tensor("u").toFloats();
        double[] u = new double[places.length];
        List<Tensor> noise = new ArrayList<>();
        List<Tensor> epsilon = new ArrayList<>();
        List<List<Tensor>> references = new ArrayList<>();
        for (int i = 0; i < u.length; i++) {
            u[i] = places[i];
            noise.add(recorded.tensor("noise." + i));
            epsilon.add(recorded.tensor("vae_epsilon." + i));
            List<Tensor> row = new ArrayList<>();
            for (int j = 0; j < batch.samples().get(i).references().size(); j++) {
                row.add(recorded.tensor("vae_epsilon_ref." + i + "." + j));
            }
            references.add(row);
        }
        return new MicroBatchNoise(u, noise, epsilon, references);
    }
}
