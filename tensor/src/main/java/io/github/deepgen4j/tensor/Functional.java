// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Operation.call;

import java.util.Arrays;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The layers of a network without their parameters: {@code torch.nn.functional}, with its names and its order of
 * arguments. Meant for static import. Each method returns a new tensor in the innermost scope, takes part in recorded
 * graphs, and throws {@link TensorException} naming the operation and the shapes when the operands do not fit.
 */
public final class Functional {
    private Functional() {}

    // ---- linear maps ----

    /** x W^T + b over the last axis. x (..., in), weight W (out, in), bias b (out) or null -> (..., out). */
    public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        if (bias == null) {
            return call("linear", () -> torch.linear(x.raw(), weight.raw()), x, weight);
        }
        return call("linear", () -> product(x, weight, bias), x, weight, bias);
    }

    private static org.bytedeco.pytorch.Tensor product(Tensor x, Tensor weight, Tensor bias) {
        if (MatmulPrecision.current() == MatmulPrecision.MEDIUM && x.dtype() == DType.F32) {
            // LibTorch 2.10 forgets the precision where it adds the bias within the product.
            return torch.linear(x.raw(), weight.raw()).add_(bias.raw());
        }
        return torch.linear(x.raw(), weight.raw(), new TensorOptional(bias.raw()));
    }

    /**
     * 2-D convolution of x (N, C, H, W) with weight (O, C, kh, kw) and bias (O) or null, zero padding. A bf16 result
     * lies channels last in memory.
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
        return call(
                "conv2d stride " + stride + " padding " + padding,
                () -> torch.conv2d(
                        // In bf16 on the processor convolutions are 5 to 15 % faster with channels last.
                        x.dtype() == DType.BF16 && x.onCpu() && x.rank() == 4
                                ? x.raw().contiguous(torch.MemoryFormat.ChannelsLast)
                                : x.raw(),
                        weight.raw(),
                        optional(bias),
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        new long[] {1, 1},
                        1),
                x,
                weight,
                bias);
    }

    /** Rows of the table weight (V, D) for {@code I64} ids 0..V-1 of any shape -> (..., D). */
    public static Tensor embedding(Tensor ids, Tensor weight) {
        return call("embedding", () -> torch.embedding(weight.raw(), ids.raw()), ids, weight);
    }

    // ---- activations ----

    /** x sigmoid(x). */
    public static Tensor silu(Tensor x) {
        return call("silu", () -> torch.silu(x.raw()), x);
    }

    /** GELU with the exact error function. */
    public static Tensor gelu(Tensor x) {
        return call("gelu", () -> torch.gelu(x.raw(), "none"), x);
    }

    /** GELU by its tanh approximation. */
    public static Tensor geluTanh(Tensor x) {
        return call("geluTanh", () -> torch.gelu(x.raw(), "tanh"), x);
    }

    /** exp(x) / sum of exp(x) along an axis. */
    public static Tensor softmax(Tensor x, int axis) {
        return call("softmax axis " + axis, () -> x.raw().softmax((long) axis), x);
    }

    // ---- norms ----

    /** LayerNorm over the last axis without affine parameters. */
    public static Tensor layerNorm(Tensor x, double eps) {
        return layerNorm(x, null, null, eps);
    }

    /** LayerNorm over the last axis, then weight and bias (D), either of which may be null. */
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
        return call(
                "layerNorm",
                () -> torch.layer_norm(x.raw(), lastAxis(x), optional(weight), optional(bias), eps, true),
                x,
                weight,
                bias);
    }

    /**
     * {@code weight * round(x * rsqrt(mean(x^2) + eps))} over the last axis, weight (D): statistics in float32, the
     * normalised value rounded to x's type before the product, as both reference RMSNorms do with bf16 weights
     * (docs/spec/model.md section 0).
     */
    public static Tensor rmsNorm(Tensor x, Tensor weight, double eps) {
        if (x.dtype() == DType.F32) {
            return call(
                    "rmsNorm",
                    () -> torch.rms_norm(
                            x.raw(), lastAxis(x), new TensorOptional(weight.raw()), new DoubleOptional(eps)),
                    x,
                    weight);
        }
        if (weight.rank() != 1 || x.rank() < 1 || weight.size(0) != x.size(-1)) {
            throw new TensorException(
                    "rmsNorm " + x + " x " + weight + ": expected the weight to be as long as the last axis");
        }
        Tensor wide = x.to(DType.F32);
        Tensor normalised =
                wide.mul(wide.square().mean(-1, true).add(eps).rsqrt()).to(x.dtype());
        return normalised.mul(weight);
    }

    /** GroupNorm of x (N, C, H, W) in equal groups of channels, with weight and bias (C). */
    public static Tensor groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double eps) {
        return call(
                "groupNorm " + groups + " groups",
                () -> torch.group_norm(
                        x.raw(), groups, new TensorOptional(weight.raw()), new TensorOptional(bias.raw()), eps, true),
                x,
                weight,
                bias);
    }

    private static long[] lastAxis(Tensor x) {
        return new long[] {x.raw().size(-1)};
    }

    // ---- attention and dropout ----

    /**
     * softmax(q k^T * scale + mask) v. q (B, H, L, d), k and v (B, H, S, d) -> (B, H, L, d). The matrix of scores is
     * never held as a whole.
     *
     * @param mask BOOL, broadcast to (B, H, L, S), true where attending is allowed, or null. A row that may attend
     *     nowhere gives zeros.
     * @param causal row i sees keys 0..i only; excludes a mask
     */
    public static Tensor scaledDotProductAttention(
            Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, double scale) {
        return Attention.of(q, k, v, mask, causal, scale);
    }

    /**
     * Inverted dropout: each element becomes 0 with probability {@code p}, else it is divided by 1 - p. Drawn from
     * LibTorch's global generator; x itself when p is 0.
     */
    public static Tensor dropout(Tensor x, double p) {
        return p == 0 ? x : call("dropout " + p, () -> torch.dropout(x.raw(), p, true), x);
    }

    // ---- images ----

    /** Appends zeros; pairs (before, after) start at the last axis. A negative number cuts entries off. */
    public static Tensor pad(Tensor x, long... pairs) {
        return call("pad " + Arrays.toString(pairs), () -> torch.constant_pad_nd(x.raw(), pairs, new Scalar(0.0)), x);
    }

    /** Nearest-neighbour enlargement of x (N, C, H, W) by 2. */
    public static Tensor interpolateNearest2x(Tensor x) {
        return call(
                "interpolateNearest2x",
                () -> torch.upsample_nearest2d(
                        x.raw(), new long[] {2 * x.raw().size(2), 2 * x.raw().size(3)}),
                x);
    }

    /**
     * Bilinear resize of x (N, C, H, W) without antialias, {@code align_corners=false}, with PyTorch's scale 1/factor.
     */
    public static Tensor interpolateBilinear(Tensor x, long height, long width, double factor) {
        return call(
                "interpolateBilinear to " + height + "x" + width,
                () -> torch.upsample_bilinear2d(
                        x.raw(),
                        new long[] {height, width},
                        false,
                        new DoubleOptional(factor),
                        new DoubleOptional(factor)),
                x);
    }

    // ---- losses ----

    /** Mean cross entropy of logits (N, V) against {@code I64} classes (N); entries equal to -100 are ignored. */
    public static Tensor crossEntropy(Tensor logits, Tensor classes) {
        return call(
                "crossEntropy",
                () -> torch.cross_entropy_loss(logits.raw(), classes.raw(), new TensorOptional(), 1, -100, 0.0),
                logits,
                classes);
    }

    /** Mean squared difference, a scalar. */
    public static Tensor mseLoss(Tensor x, Tensor target) {
        return call("mseLoss", () -> torch.mse_loss(x.raw(), target.raw()), x, target);
    }

    private static TensorOptional optional(Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor.raw());
    }
}
