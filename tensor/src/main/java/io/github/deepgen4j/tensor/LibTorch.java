// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import io.github.deepgen4j.tensor.cache.CacheFolder;
import java.io.IOException;
import java.net.URL;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * LibTorch's libraries, which JavaCPP unpacks on first use. Of two processes that do this at once, the loader of one
 * could map a library that the other is still writing, so {@link #load} is called before the first class of
 * {@code org.bytedeco} is used, and holds the lock of the {@link CacheFolder}.
 */
final class LibTorch {
    /** LibTorch for CUDA looks for these beside each other; absent from other builds. */
    private static final List<String> BESIDE_EACH_OTHER = List.of(
            "libc10.so",
            "libtorch_cpu.so",
            "libc10_cuda.so",
            "libtorch_cuda.so",
            "libtorch_cuda_linalg.so",
            "libtorch.so");

    private static final Set<Class<?>> LOADED = ConcurrentHashMap.newKeySet();

    private LibTorch() {}

    /**
     * Unpacks and loads the libraries unless that is done.
     *
     * @throws TensorException if they cannot be
     */
    static void load() {
        load(torch.class);
    }

    /** Unpacks and loads what a class of the preset needs, as above. */
    static void load(Class<?> preset) {
        if (!LOADED.contains(preset)) {
            loadOnce(preset);
        }
    }

    private static void loadOnce(Class<?> preset) {
        CacheFolder cache = CacheFolder.ofProcess();
        try {
            cache.unpacking(key(preset), () -> {
                unpackForCuda();
                return Optional.ofNullable(Loader.load(preset));
            });
        } catch (LinkageError e) {
            throw new TensorException(
                    "LibTorch cannot be loaded: " + Natives.fault().orElse(e + " (" + cache.hint() + ")"), e);
        }
        LOADED.add(preset);
    }

    /** JavaCPP unpacks again what another version, or another time zone, has unpacked: it compares local times. */
    private static String key(Class<?> preset) {
        URL origin = preset.getResource(preset.getSimpleName() + ".class");
        try {
            return preset.getName() + " " + origin + " "
                    + origin.openConnection().getLastModified() + " " + ZoneId.systemDefault();
        } catch (IOException e) {
            throw new TensorException("LibTorch cannot be loaded: " + e, e);
        }
    }

    /**
     * JavaCPP unpacks and loads one library after the other, but LibTorch's for CUDA finds the others beside it or does
     * not load: without all of them unpacked first, the first start of all would see no GPU.
     */
    private static void unpackForCuda() {
        try {
            for (String library : BESIDE_EACH_OTHER) {
                Loader.cacheResource(Loader.class, "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/" + library);
            }
        } catch (IOException e) {
            throw new TensorException("the libraries for CUDA cannot be unpacked: " + e.getMessage(), e);
        }
    }
}
