// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

/**
 * Initial values for training from scratch. The connector is as published (spec/model.md section 5.2); the other
 * components, which DeepGen 1.0 takes over trained, start as their own papers and libraries do: linear layers of the
 * language model normal with variance 1/inputs, adaLN-zero with Xavier-uniform layers in the diffusion transformer
 * (Peebles and Xie 2023), PyTorch's defaults in the auto-encoder.
 *
 * @param positionScale grid cells to a unit of position in the transformer's table, see
 *     {@link InitialValues.PositionTable}
 */
public record DeepGenInitialiser(double positionScale) implements Initialiser {
    @Override
    public InitialValues rule(String name, long[] shape, long fanIn) {
        if (name.equals("meta_queries")) {
            return new InitialValues.Normal(1 / Math.sqrt(shape[1]));
        }
        if (name.startsWith("projector_")) {
            return name.startsWith("projector_1.") ? uniform(fanIn) : InitialValues.ZERO;
        }
        if (name.equals("pos_embed.pos_embed")) {
            return new InitialValues.PositionTable((int) Math.round(Math.sqrt(shape[1])), positionScale);
        }
        if (name.endsWith(".weight") && shape.length == 1) {
            return InitialValues.ONE; // norms are the only vectors named weight
        }
        if (isNormBias(name)) {
            return InitialValues.ZERO;
        }
        if (name.startsWith("connector.")) {
            return connector(name, shape, fanIn);
        }
        if (name.startsWith("encoder.") || name.startsWith("decoder.")) {
            return uniform(fanIn);
        }
        if (name.startsWith("visual.") || name.startsWith("model.")) {
            return name.endsWith(".bias") ? InitialValues.ZERO : new InitialValues.Normal(1 / Math.sqrt(fanIn));
        }
        return transformer(name, shape, fanIn);
    }

    private static boolean isNormBias(String name) {
        return name.matches(".*(norm|norm\\d|norm_out)\\.bias");
    }

    private static InitialValues connector(String name, long[] shape, long fanIn) {
        if (name.endsWith(".bias")) {
            return name.contains(".mlp.") ? new InitialValues.Normal(1e-6) : InitialValues.ZERO;
        }
        return xavier(shape, fanIn);
    }

    private static InitialValues transformer(String name, long[] shape, long fanIn) {
        boolean modulation = name.matches(".*norm(1|1_context|_out)\\.linear\\..*");
        if (name.endsWith(".bias") || modulation || name.startsWith("proj_out.")) {
            return InitialValues.ZERO;
        }
        return name.contains("timestep_embedder") ? new InitialValues.Normal(0.02) : xavier(shape, fanIn);
    }

    /** PyTorch's default of linear and convolution layers, weight and bias. */
    private static InitialValues uniform(long fanIn) {
        return fanIn == 0 ? InitialValues.ZERO : new InitialValues.Uniform(1 / Math.sqrt(fanIn));
    }

    private static InitialValues xavier(long[] shape, long fanIn) {
        return new InitialValues.Uniform(Math.sqrt(6.0 / (fanIn + shape[0])));
    }
}
