// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.hub.FakeHub.Request;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Downloads from a hub that behaves. */
class PullTest extends PullFixture {
    @Test
    void filesLieInTheLayoutOfTheSharedCache() throws IOException {
        Path snapshot = pull();
        assertThat(snapshot).isEqualTo(root().resolve("snapshots").resolve(FakeHub.COMMIT));
        assertComplete(snapshot);
        Path link = snapshot.resolve(WEIGHTS);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../../../blobs/" + FakeHub.sha256(weights())));
        assertThat(Files.readSymbolicLink(snapshot.resolve("model_index.json")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.gitSha1(hub.files.get("model_index.json"))));
        assertThat(root().resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(Pull.cached("some/model", hub.settings(cache()))).contains(snapshot);
        assertThat(Pull.cached("other/model", hub.settings(cache()))).isEmpty();
    }

    @Test
    void largeFilesComeInRangesOnceRedirected() {
        pull();
        assertThat(hub.downloads()).filteredOn(Request::store).hasSize(26);
        assertThat(hub.downloads()).filteredOn(request -> !request.store()).hasSizeLessThan(2 + 4);
    }

    @Test
    void aCommitIsPulledWithoutARef() {
        assertComplete(pull(hub.settings(cache()), FakeHub.COMMIT).toCache());
        assertThat(root().resolve("refs")).doesNotExist();
        assertThat(Pull.cached("some/model", hub.settings(cache()))).isPresent();
    }

    @Test
    void aSecondPullOnlyChecks() {
        pull();
        hub.requests.clear();
        assertComplete(pull());
        assertThat(hub.downloads()).isEmpty();
    }

    @Test
    void aDamagedBlobIsReplaced() throws IOException {
        pull();
        byte[] damaged = weights().clone();
        damaged[7] ^= 1;
        Files.write(blob(FakeHub.sha256(weights())), damaged);
        assertComplete(pull());
        assertThat(notes).containsExactly(WEIGHTS + ": was damaged, is downloaded again");
    }

    @Test
    void anUnfinishedFileIsContinued() throws IOException {
        Files.createDirectories(unfinishedWeights().getParent());
        Files.write(unfinishedWeights(), Arrays.copyOf(weights(), 20_123));
        assertComplete(pull());
        assertThat(hub.downloads())
                .filteredOn(Request::store)
                .extracting(request -> request.range().orElseThrow())
                .contains("bytes=20123-21122")
                .hasSize(6);
    }

    @Test
    void aSpoiledBeginningIsThrownAway() throws IOException {
        Files.createDirectories(unfinishedWeights().getParent());
        Files.write(unfinishedWeights(), new byte[20_123]);
        assertComplete(pull());
        assertThat(notes).containsExactly(WEIGHTS + ": has a wrong checksum, is downloaded once more");
        Files.delete(blob(FakeHub.sha256(weights())));
        Files.write(unfinishedWeights(), new byte[30_000]);
        assertComplete(pull());
    }

    @Test
    void equalFilesAreOneBlob() {
        hub.files.put("vae/model.safetensors", weights());
        assertComplete(pull());
        assertThat(hub.downloads()).filteredOn(Request::store).hasSize(26);
    }

    @Test
    void theTokenGoesToTheHubOnly() {
        assertComplete(pull(hub.settings(cache(), "hf_secret")).toCache());
        assertThat(hub.requests)
                .allSatisfy(request -> assertThat(request.authorization())
                        .isEqualTo(request.store() ? Optional.empty() : Optional.of("Bearer hf_secret")));
    }

    @Test
    void theListingIsReadPageByPage() {
        hub.fault = exchange -> {
            if (!exchange.getRequestURI().getPath().contains("/tree/")) {
                return false;
            }
            boolean first = !exchange.getRequestURI().getQuery().contains("cursor");
            if (first) {
                // As a mirror does: the link names the hub that it copies.
                exchange.getResponseHeaders()
                        .set("Link", "<https://hub.invalid/api/models/x?recursive=true&cursor=ab%3D>; rel=\"next\"");
            }
            String all = hub.tree();
            int cut = all.indexOf(",\n", all.indexOf("model_index"));
            FakeHub.json(exchange, first ? all.substring(0, cut) + "]" : "[" + all.substring(cut + 1));
            return true;
        };
        assertComplete(pull());
    }

    @Test
    void aFolderOfPlainFiles() throws IOException {
        Path to = folder.resolve("here");
        Pull pull = pull(hub.settings(cache()));
        assertThat(pull.toFolder(to)).isEqualTo(to);
        assertComplete(to);
        assertThat(to.resolve(WEIGHTS)).isRegularFile();
        assertThat(Files.isSymbolicLink(to.resolve(WEIGHTS))).isFalse();
        assertThat(cache()).doesNotExist();
        hub.requests.clear();
        pull.toFolder(to);
        assertThat(hub.downloads()).isEmpty();
    }

    @Test
    void aForeignFileInAFolderIsNotReplaced() throws IOException {
        Path own = folder.resolve("model_index.json");
        Files.writeString(own, "mine");
        assertThatThrownBy(() -> pull(hub.settings(cache())).toFolder(folder))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is there already and is not the hub's file");
        assertThat(own).hasContent("mine");
        assertThat(hub.downloads()).isEmpty();
    }

    @Test
    void offlineChecksWhatTheCacheHolds() throws IOException {
        HubSettings online = hub.settings(cache());
        HubSettings offline = new HubSettings(online.endpoint(), online.token(), online.cache(), true);
        assertThat(failure(pull(offline))).contains("HF_HUB_OFFLINE", "does not hold revision main of some/model");
        Path snapshot = pull();
        hub.requests.clear();
        assertThat(pull(offline).toCache()).isEqualTo(snapshot);
        Path weights = blob(FakeHub.sha256(weights()));
        Files.write(weights, new byte[25_300]);
        assertThatThrownBy(() -> pull(offline).toCache()).hasMessageContaining("is not what its checksum");
        Files.delete(weights);
        assertThatThrownBy(() -> pull(offline).toCache()).hasMessageContaining("leads nowhere");
        assertThatThrownBy(() -> pull(offline).toFolder(folder)).hasMessageContaining("offline");
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void twoPullsToOnePlaceDoNotMix() throws IOException {
        Path lock = cache().resolve(".locks/models--some--model/deepgen.lock");
        Files.createDirectories(lock.getParent());
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            assertThat(failure()).contains("another deepgen", "deepgen.lock");
        }
        assertComplete(pull());
    }

    @Test
    void otherWeightsUnderTheNameOfTheReleaseAreTakenOnPurposeOnly() {
        hub.repository = new RepositoryId(Release.REPOSITORY);
        assertThat(failure())
                .contains(
                        "does not have the weights published as DeepGen 1.0",
                        "vae/diffusion_pytorch_model.safetensors: expected 5a170129",
                        "--revision " + Release.COMMIT,
                        "--revision " + FakeHub.COMMIT);
        assertThat(hub.downloads()).isEmpty();
        assertComplete(pull(hub.settings(cache()), FakeHub.COMMIT).toCache());
        assertThat(notes).singleElement().asString().contains("does not have the weights");
    }

    @Test
    void aRevisionIsAName() {
        assertThatThrownBy(() -> pull(hub.settings(cache()), "../../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RepositoryId("model")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RepositoryId("../model")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RepositoryId("a/b/c")).isInstanceOf(IllegalArgumentException.class);
    }
}
