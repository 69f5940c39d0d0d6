// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.cli.SourceTree.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Arrows between modules and packages point down only; an arrow the other way is a build failure, not a remark in a
 * review.
 */
class LayeringTest {
    private static final SourceTree SOURCES =
            SourceTree.under(Path.of("..").toAbsolutePath().normalize());

    @Test
    void theSourcesOfAllModulesAreRead() {
        assertThat(SOURCES.files()).extracting(SourceFile::module).contains("tensor", "model", "cli");
        assertThat(SOURCES.files()).anyMatch(file -> file.uses().contains("org.bytedeco.pytorch"));
    }

    @Test
    void noModuleUsesOneAboveIt() {
        assertThat(Layers.upwardModules(SOURCES)).isEmpty();
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(Layers.packagesWithoutPlace(SOURCES)).isEmpty();
        assertThat(Layers.placesWithoutPackage(SOURCES)).isEmpty();
    }

    @Test
    void noPackageUsesOneThatIsNotBelowIt() {
        assertThat(Layers.upwardPackages(SOURCES)).isEmpty();
    }

    @Test
    void everyFileIsInAPackageOfItsModule() {
        assertThat(Layers.foreignPackages(SOURCES)).isEmpty();
    }

    @Test
    void onlyTensorKnowsJavaCpp() {
        assertThat(Layers.javaCppOutsideTensor(SOURCES)).isEmpty();
    }

    @Test
    void anUpwardUseIsSeen() {
        var tree = new SourceTree(List.of(
                file("model", "model.layers", "model.pipeline"),
                file("model", "model.dit", "training"),
                file("tensor", "tensor", "model.image")));
        assertThat(Layers.upwardPackages(tree))
                .hasSize(3)
                .first()
                .isEqualTo("model.layers names io.github.deepgen4j.model.pipeline, which is not below"
                        + " io.github.deepgen4j.model.layers in Layers.PLACES");
        assertThat(Layers.upwardModules(tree))
                .containsExactly(
                        "model.dit uses io.github.deepgen4j.training", "tensor uses io.github.deepgen4j.model.image");
    }

    @Test
    void aPackageWithoutAPlaceIsSeen() {
        var tree = new SourceTree(List.of(file("training", "training.novel", "tensor")));
        assertThat(Layers.packagesWithoutPlace(tree))
                .containsExactly("io.github.deepgen4j.training.novel has no place: add it to Layers.PLACES");
        assertThat(Layers.placesWithoutPackage(tree))
                .contains("io.github.deepgen4j.model.vae does not exist: remove it from Layers.PLACES");
    }

    @Test
    void javaCppIsSeenInAQualifiedName() {
        var tree = new SourceTree(List.of(new SourceFile("model", "m", "File.java", Set.of("org.bytedeco.javacpp"))));
        assertThat(Layers.javaCppOutsideTensor(tree)).containsExactly("File.java uses org.bytedeco.javacpp");
    }

    private static SourceFile file(String module, String inPackage, String used) {
        return new SourceFile(module, Layers.ROOT + inPackage, inPackage, Set.of(Layers.ROOT + used));
    }
}
