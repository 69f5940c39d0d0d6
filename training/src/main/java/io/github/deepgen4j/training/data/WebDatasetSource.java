// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * WebDataset tars: members that share a name up to the first dot of its last part are one sample. Opening reads the
 * directory of every tar once and keeps the places of the members needed; they are read when asked for, in any order.
 */
final class WebDatasetSource implements Source {
    private static final int MAX_MEMBER = 1 << 29;

    private record Item(Path tar, String key, Map<String, TarIndex.Member> members) {
        String where() {
            return tar + "[" + key + "]";
        }
    }

    private final SourceConfig.WebDataset config;
    private final ImageChecks checks;
    private final int mostReferences;
    private final String textEnding;
    private final List<Item> items = new ArrayList<>();
    private final Inventory inventory;

    WebDatasetSource(SourceConfig.WebDataset config, ImageChecks checks, int mostReferences) {
        this.config = config;
        this.checks = checks;
        this.mostReferences = mostReferences;
        this.textEnding = config.text().split(":", 2)[0].toLowerCase(Locale.ROOT);
        List<List<String>> alternatives = new ArrayList<>(List.of(List.of(textEnding), endings(config.target())));
        config.references().forEach(reference -> alternatives.add(endings(reference)));
        Set<String> needed = alternatives.stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        var count = new Inventory.Count();
        for (Path tar : DataFiles.of(config.dataPath(), count, "tar")) {
            index(tar, needed, alternatives, count);
        }
        this.inventory = count.done();
        if (items.isEmpty()) {
            throw new DataException(config.dataPath() + ": expected members ending in " + needed + ", found none"
                    + inventory.instead());
        }
    }

    private static List<String> endings(String alternatives) {
        return Arrays.asList(alternatives.toLowerCase(Locale.ROOT).split(";"));
    }

    private void index(Path tar, Set<String> needed, List<List<String>> alternatives, Inventory.Count count) {
        TarIndex.of(tar, needed, count).forEach((key, members) -> {
            Set<String> chosen = TarIndex.chosen(members, alternatives);
            count.use(chosen.size());
            members.keySet().stream()
                    .filter(ending -> !chosen.contains(ending))
                    .forEach(ending -> count.leaveOut("another member of the sample is taken", key + "." + ending));
            items.add(new Item(tar, key, Map.copyOf(members)));
        });
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
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public boolean reads(Path file) {
        return items.stream().map(Item::tar).distinct().anyMatch(tar -> NamedFiles.isSame(tar, file));
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

    private Caption text(Item item) {
        byte[] text = bytes(item, textEnding);
        if (config.text().indexOf(':') < 0) {
            return Caption.of(text, item.where());
        }
        return JsonItem.read(text, item.where()).caption(config.text().substring(textEnding.length() + 1));
    }

    private static byte[] bytes(Item item, String ending) {
        TarIndex.Member member = item.members().get(ending);
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
            throw new BadSampleException(item.where() + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }
}
