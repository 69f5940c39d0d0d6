// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Images as the auto-encoder sees them, computed once: mean and log variance, so that training may take the mean or, as
 * the reference does, a new draw every time (T7, T27). The key is the image's pixels after its preparation, the weights
 * of the auto-encoder and the stored type. Owns the auto-encoder, which is loaded at the first image that is not cached.
 */
public final class PosteriorCache implements AutoCloseable {
    private static final String MEAN = "mean";
    private static final String LOG_VARIANCE = "log_variance";

    private final ContentCache cache;
    private final FrozenPart<Autoencoder> vae;
    private final String fingerprint;
    private final DType stored;

    /**
     * @param model a folder in the released layout
     * @param folder of the cache
     * @param stored type of the stored numbers, F32 or BF16
     * @throws io.github.deepgen4j.model.weights.WeightException if the model has no weights of an auto-encoder
     */
    public PosteriorCache(Path model, Path folder, DType stored) {
        VaeConfig config = VaeConfig.read(model.resolve("vae/config.json"));
        this.cache = new ContentCache(folder.resolve("posteriors"));
        this.vae = new FrozenPart<>(model.resolve("vae"), weights -> new Autoencoder(config, weights));
        this.fingerprint = vae.fingerprint();
        this.stored = stored;
    }

    private String key(Image image) {
        return ContentCache.key(List.of(fingerprint, stored.toString(), image.sha256()));
    }

    /** True if {@link #of} would not have to compute. */
    public boolean has(Image image) {
        return cache.has(key(image));
    }

    /**
     * The posterior (C, h, w) of a prepared image in float32, before shift and scale, in the innermost scope; computed and
     * stored unless it is known.
     */
    public Posterior of(Image image) {
        String key = key(image);
        Optional<Map<String, Tensor>> known = cache.get(key);
        if (known.isPresent()) {
            return posterior(known.get());
        }
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            Posterior posterior =
                    vae.network().encode(Pixels.toTensor(image).unsqueeze(0)).single();
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
        vae.close();
    }
}
