// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * WebDataset tars: members that share a name up to the first dot of its last part are one sample. Opening reads the
 * directory of every tar once and keeps the places of the members needed; they are read when asked for, in any order.
 */
final class WebDatasetSource implements Source {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_MEMBER = 1 << 29;

    /** Bytes of a tar. */
    private record Member(long offset, long size) {}

    private record Item(Path tar, String key, Map<String, Member> members) {
        String where() {
            return tar + "[" + key + "]";
        }
    }

    private final SourceConfig.WebDataset config;
    private final ImageChecks checks;
    private final int mostReferences;
    private final String textEnding;
    private final List<Item> items = new ArrayList<>();

    WebDatasetSource(SourceConfig.WebDataset config, ImageChecks checks, int mostReferences) {
        this.config = config;
        this.checks = checks;
        this.mostReferences = mostReferences;
        this.textEnding = config.text().split(":", 2)[0];
        Set<String> needed = new TreeSet<>(Set.of(textEnding));
        needed.addAll(endings(config.target()));
        config.references().forEach(reference -> needed.addAll(endings(reference)));
        for (Path tar : DataFiles.of(config.dataPath(), "tar")) {
            items.addAll(index(tar, needed));
        }
        if (items.isEmpty()) {
            throw new DataException(config.dataPath() + ": expected members ending in " + needed + ", found none");
        }
    }

    private static List<String> endings(String alternatives) {
        return Arrays.asList(alternatives.split(";"));
    }

    private static List<Item> index(Path tar, Set<String> needed) {
        Map<String, Item> byKey = new LinkedHashMap<>();
        try (TarFile file = new TarFile(tar)) {
            for (TarArchiveEntry entry : file.getEntries()) {
                String name = entry.getName();
                int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
                String ending = dot < 0 ? "" : name.substring(dot + 1);
                if (entry.isFile() && !entry.isSparse() && needed.contains(ending)) {
                    String key = name.substring(0, dot);
                    byKey.computeIfAbsent(key, _ -> new Item(tar, key, new HashMap<>()))
                            .members()
                            .put(ending, new Member(entry.getDataOffset(), entry.getSize()));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new DataException(tar + ": not a whole tar (" + e.getMessage() + ")", e);
        }
        return List.copyOf(byKey.values());
    }

    @Override
    public String name() {
        return config.dataPath().toString();
    }

    @Override
    public SampleType type() {
        return config.references().isEmpty() ? SampleType.TEXT_TO_IMAGE : SampleType.IMAGE_TO_IMAGE;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Sample read(int index) {
        Item item = items.get(index);
        List<Image> references = config.references().stream()
                .limit(mostReferences)
                .map(alternatives -> image(item, alternatives))
                .toList();
        return new Sample(type(), text(item), image(item, config.target()), references, item.where());
    }

    private Image image(Item item, String alternatives) {
        for (String ending : endings(alternatives)) {
            if (item.members().containsKey(ending)) {
                return checks.read(bytes(item, ending), item.where());
            }
        }
        throw new BadSampleException(item.where() + ": expected a member ending in " + alternatives + ", found "
                + item.members().keySet());
    }

    private String text(Item item) {
        String text = new String(bytes(item, textEnding), StandardCharsets.UTF_8);
        if (textEnding.equals(config.text())) {
            return text;
        }
        try {
            return new JsonItem(JSON.readTree(text), item.where())
                    .text(config.text().substring(textEnding.length() + 1));
        } catch (JacksonException e) {
            throw new BadSampleException(item.where() + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] bytes(Item item, String ending) {
        Member member = item.members().get(ending);
        if (member == null || member.size() > MAX_MEMBER) {
            throw new BadSampleException(item.where() + ": expected a member ending in " + ending + " of at most "
                    + MAX_MEMBER + " bytes, found " + (member == null ? "none" : member.size() + " bytes"));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) member.size());
        try (FileChannel channel = FileChannel.open(item.tar())) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, member.offset() + bytes.position()) < 0) {
                    throw new BadSampleException(item.where() + ": the tar has become shorter");
                }
            }
            return bytes.array();
        } catch (IOException e) {
            throw new BadSampleException(item.where() + ": cannot be read (" + e + ")", e);
        }
    }
}
