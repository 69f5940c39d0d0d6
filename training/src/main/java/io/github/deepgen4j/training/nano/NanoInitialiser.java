// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.InitialValues;
import io.github.deepgen4j.model.weights.Initialiser;

/**
 * Initial values of the nano where the reference's rules assume pre-trained components: gates of the transformer open
 * (1, not 0), so that all blocks learn from the first step; positions told apart by evenly spread frequencies, since
 * neighbours that look alike cost most of the training; projectors that let conditions through; residual convolutions
 * that start silent.
 */
public record NanoInitialiser(int decoderLayers) implements Initialiser {
    private static final Initialiser REFERENCE = new DeepGenInitialiser(1);

    @Override
    public InitialValues rule(String name, long[] shape, long fanIn) {
        if (name.equals("pos_embed.pos_embed")) {
            return new InitialValues.Listed(positions((int) Math.round(Math.sqrt(shape[1])), (int) shape[2]));
        }
        if (name.matches("projector_[23]\\.weight")) {
            return new InitialValues.Uniform(Math.sqrt(6.0 / (fanIn + shape[0])));
        }
        if (name.matches("transformer_blocks\\.\\d+\\.norm1(_context)?\\.linear\\.bias")) {
            return new InitialValues.Listed(openGates((int) shape[0], fanIn));
        }
        if (name.matches("model\\.layers\\..*(o_proj|down_proj)\\.weight")) {
            return new InitialValues.Normal(1 / Math.sqrt(fanIn * 2.0 * decoderLayers));
        }
        if (name.equals("model.embed_tokens.weight")) {
            return new InitialValues.Normal(1 / Math.sqrt(shape[1]));
        }
        boolean residual =
                name.matches(".*\\.resnets\\.\\d+\\.conv2\\..*") || name.matches(".*\\.attentions\\.0\\.to_out\\..*");
        return residual ? InitialValues.ZERO : REFERENCE.rule(name, shape, fanIn);
    }

    /** Every third part of a modulation is a gate; the last context block has none. fanIn is the width. */
    private static float[] openGates(int size, long width) {
        float[] values = new float[size];
        int parts = (int) (size / width);
        for (int i = 0; i < size && parts > 2; i++) {
            values[i] = i / width % 3 == 2 ? 1 : 0;
        }
        return values;
    }

    /** sqrt(2) [sin(x w), cos(x w), sin(y w), cos(y w)] with w spread evenly over 0..pi; row-major grid. */
    private static float[] positions(int grid, int width) {
        float[] table = new float[grid * grid * width];
        int quarter = width / 4;
        for (int cell = 0; cell < grid * grid; cell++) {
            for (int j = 0; j < quarter; j++) {
                double frequency = Math.PI * (j + 0.5) / quarter;
                int at = cell * width + j;
                table[at] = (float) (Math.sqrt(2) * Math.sin(cell % grid * frequency));
                table[at + quarter] = (float) (Math.sqrt(2) * Math.cos(cell % grid * frequency));
                table[at + 2 * quarter] = (float) (Math.sqrt(2) * Math.sin(cell / grid * frequency));
                table[at + 3 * quarter] = (float) (Math.sqrt(2) * Math.cos(cell / grid * frequency));
            }
        }
        return table;
    }
}
