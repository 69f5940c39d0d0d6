// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** The artifacts with LibTorch's native libraries, of which a program must have the one of its platform. */
final class Natives {
    /** Platforms for which LibTorch and the tokenizers library are built, and the file name of a library there. */
    private enum Platform {
        LINUX_X86_64("linux-x86_64", "lib%s.so"),
        MACOS_ARM64("macosx-arm64", "lib%s.dylib"),
        WINDOWS_X86_64("windows-x86_64", "%s.dll");

        private final String name;
        private final String library;

        Platform(String name, String library) {
            this.name = name;
            this.library = library;
        }

        private boolean has(String preset, String folder, String library) {
            return Natives.class.getResource(
                            "/org/bytedeco/" + preset + "/" + folder + "/" + this.library.formatted(library))
                    != null;
        }

        private boolean hasTorch() {
            return has("pytorch", name, "jnitorch") || has("pytorch", name + "-gpu", "jnitorch");
        }

        private boolean complete() {
            return hasTorch() && has("javacpp", name, "jnijavacpp") && has("openblas", name, "jniopenblas");
        }
    }

    private Natives() {}

    /** The fault of the class path for this platform, with the coordinate to add; empty if there is none. */
    static Optional<String> fault() {
        return fault(Loader.getPlatform());
    }

    static Optional<String> fault(String platform) {
        List<Platform> all = List.of(Platform.values());
        Optional<Platform> here =
                all.stream().filter(each -> each.name.equals(platform)).findFirst();
        if (here.isEmpty()) {
            return Optional.of("there are no native libraries for " + platform + "; expected one of "
                    + String.join(", ", all.stream().map(each -> each.name).toList()));
        }
        if (here.get().complete()) {
            return Optional.empty();
        }
        List<String> found =
                all.stream().filter(Platform::hasTorch).map(each -> each.name).toList();
        String version = Natives.class.getPackage().getImplementationVersion();
        return Optional.of("its native libraries for " + platform + " are not "
                + (here.get().hasTorch() ? "complete" : "on the class path")
                + (found.isEmpty() ? "" : ", which has those for " + String.join(", ", found))
                + "; add the dependency io.github.deepgen4j:deepgen4j-natives-" + platform
                + (version == null ? "" : ":" + version) + " (type pom)");
    }
}
