// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Images as the auto-encoder sees them, computed once: mean and log variance, so that training may take the mean or, as
 * the reference does, a new draw every time (T7, T27). The key is the image's pixels after its preparation, the weights
 * of the auto-encoder and the stored type. Owns the auto-encoder, which is loaded at the first image that is not
 * cached.
 */
public final class PosteriorCache implements AutoCloseable {
    private static final String MEAN = "mean";
    private static final String LOG_VARIANCE = "log_variance";

    private final ContentCache cache;
    private final Networks networks;
    private final LatentEncoder latents;
    private final String fingerprint;
    private final DType stored;

    /**
     * @param model a folder in the released layout
     * @param folder of the cache
     * @param stored type of the stored numbers, F32 or BF16
     * @throws io.github.deepgen4j.model.weights.WeightException if the model has no weights of an auto-encoder
     */
    public PosteriorCache(Path model, Path folder, DType stored) {
        this.cache = new ContentCache(folder.resolve("posteriors"));
        this.networks = Networks.open(model, NetworkOptions.only(Component.VAE, Compute.F32));
        this.latents = new LatentEncoder(networks);
        this.fingerprint = networks.fingerprint(Component.VAE) + " " + settings(model);
        this.stored = stored;
    }

    /** All settings of the auto-encoder, as they stand in the file. */
    private static String settings(Path model) {
        Path file = model.resolve(Component.VAE.config());
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private String key(Image image) {
        return ContentCache.key(List.of(fingerprint, stored.toString(), image.sha256()));
    }

    /** True if {@link #of} would not have to compute. */
    public boolean has(Image image) {
        return cache.has(key(image));
    }

    /**
     * The posterior (C, h, w) of a prepared image in float32, before shift and scale, in the innermost scope; computed
     * and stored unless it is known.
     */
    public Posterior of(Image image) {
        String key = key(image);
        Optional<Map<String, Tensor>> known = cache.get(key);
        if (known.isPresent()) {
            return posterior(known.get());
        }
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            Posterior posterior = latents.posterior(image);
            Map<String, Tensor> tensors = Map.of(
                    MEAN,
                    posterior.mean().to(stored),
                    LOG_VARIANCE,
                    posterior.logVariance().to(stored));
            cache.put(key, new TreeMap<>(tensors));
            Posterior same = posterior(tensors);
            return new Posterior(scope.keep(same.mean()), scope.keep(same.logVariance()));
        }
    }

    private static Posterior posterior(Map<String, Tensor> tensors) {
        return new Posterior(
                tensors.get(MEAN).to(DType.F32), tensors.get(LOG_VARIANCE).to(DType.F32));
    }

    @Override
    public void close() {
        networks.close();
    }
}
