// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables mean what they mean to huggingface_hub. */
class HubSettingsTest {
    @TempDir
    private Path home;

    private HubSettings of(Map<String, String> environment) {
        return HubSettings.of(environment, Optional.of(home));
    }

    @Test
    void nothingSetIsTheHubWithoutAToken() {
        HubSettings settings = of(Map.of());
        assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(settings.token()).isEmpty();
        assertThat(settings.offline()).isFalse();
    }

    @Test
    void theCacheIsFoundAsPythonFindsIt() {
        Path other = home.resolve("other").toAbsolutePath();
        assertThat(of(Map.of("XDG_CACHE_HOME", other.toString())).cache()).isEqualTo(other.resolve("huggingface/hub"));
        assertThat(of(Map.of("HF_HOME", other.toString(), "XDG_CACHE_HOME", "/x"))
                        .cache())
                .isEqualTo(other.resolve("hub"));
        assertThat(of(Map.of("HF_HUB_CACHE", other.toString(), "HF_HOME", "/x")).cache())
                .isEqualTo(other);
        assertThat(of(Map.of("HF_HOME", "~/models")).cache()).isEqualTo(home.resolve("models/hub"));
        assertThat(of(Map.of("HF_HOME", "")).cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    }

    @Test
    void unknownHomeIsOnlyMissedWhereItIsNeeded() {
        assertThat(HubSettings.of(Map.of("HF_HOME", "/models"), Optional.empty())
                        .cache())
                .isEqualTo(Path.of("/models/hub"));
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_HOME", "~/models"), Optional.empty()))
                .isInstanceOf(HubException.class)
                .hasMessage("the home folder of this user is not known: set HOME or HF_HOME");
    }

    @Test
    void theTokenComesFromTheVariableOrTheFile() throws IOException {
        Path file = Files.createDirectories(home.resolve(".cache/huggingface")).resolve("token");
        Files.writeString(file, "hf_file\n");
        assertThat(of(Map.of()).token()).contains("hf_file");
        assertThat(of(Map.of("HF_TOKEN", " hf_variable ")).token()).contains("hf_variable");
        assertThat(of(Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).token()).isEmpty();
        Path other = Files.writeString(home.resolve("key"), "hf_other");
        assertThat(of(Map.of("HF_TOKEN_PATH", other.toString())).token()).contains("hf_other");
        Files.writeString(file, " \n");
        assertThat(of(Map.of()).token()).isEmpty();
    }

    @Test
    void noMessageShowsTheToken() {
        assertThat(of(Map.of("HF_TOKEN", "hf_secret")).toString()).doesNotContain("hf_secret");
        assertThatThrownBy(() -> of(Map.of("HF_TOKEN", "hf_sec\nret")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_sec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "Yes", "ON"})
    void offlineIsSaidInManyWays(String value) {
        assertThat(of(Map.of("HF_HUB_OFFLINE", value)).offline()).isTrue();
        assertThat(of(Map.of("TRANSFORMERS_OFFLINE", value)).offline()).isTrue();
        assertThat(of(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
    }

    @Test
    void aMirrorTakesTheHubsPlace() {
        assertThat(of(Map.of("HF_ENDPOINT", "https://mirror.example/hf/")).endpoint())
                .isEqualTo(URI.create("https://mirror.example/hf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mirror.example",
                "ftp://mirror.example",
                "https://",
                "https://me:word@mirror.example",
                "https://a b"
            })
    void aMirrorIsAnAddress(String endpoint) {
        assertThatThrownBy(() -> of(Map.of("HF_ENDPOINT", endpoint)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HF_ENDPOINT")
                .hasMessageNotContaining("word");
    }
}
