// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The places of a tar's members that samples are made of. The name of a member up to the first dot of its last part is
 * the key of a sample, the rest in lower case is its ending, as in the library {@code webdataset}.
 */
final class TarIndex {
    private static final int BLOCK = 512;
    private static final int MAX_PADDING = 1 << 20; // of writers: 10 KiB usually

    /** Bytes of a tar. */
    record Member(long offset, long size) {}

    private final Path tar;
    private final Set<String> needed;
    private final Inventory.Count count;
    private final Map<String, Map<String, Member>> samples = new LinkedHashMap<>();
    private long end;
    private boolean endKnown = true;

    private TarIndex(Path tar, Set<String> needed, Inventory.Count count) {
        this.tar = tar;
        this.needed = needed;
        this.count = count;
    }

    /**
     * Reads the headers of a tar.
     *
     * @param needed endings of the members that belong to samples
     * @param count told of all other members that look like data, and of an end that is missing
     * @return members by ending, of each key
     * @throws DataException if it is no tar, is cut off inside a member, or has one twice
     */
    static Map<String, Map<String, Member>> of(Path tar, Set<String> needed, Inventory.Count count) {
        var index = new TarIndex(tar, needed, count);
        try (FileChannel channel = FileChannel.open(tar)) {
            index.requireUncompressed(block(channel, 0));
            try (TarFile file = new TarFile(tar)) {
                for (TarArchiveEntry entry : file.getEntries()) {
                    index.add(entry, channel.size());
                }
            }
            index.requireEnd(channel);
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DataException(tar + ": not a whole tar (" + e.getMessage() + ")", e);
        }
        return index.samples;
    }

    private void requireUncompressed(ByteBuffer start) {
        String hex = HexFormat.of().formatHex(start.array(), 0, 6);
        String kind = hex.startsWith("1f8b")
                ? "gzip"
                : hex.startsWith("28b52ffd") ? "Zstandard" : hex.startsWith("425a68") ? "bzip2" : null;
        if (kind != null || hex.equals("fd377a585a00")) {
            throw new DataException(tar + ": expected a plain tar, found one compressed with "
                    + (kind == null ? "xz" : kind) + "; unpack it: members are read from any place");
        }
    }

    private void add(TarArchiveEntry entry, long length) {
        String name = entry.getName();
        end = entry.getDataOffset() + Math.ceilDiv(entry.getSize(), BLOCK) * BLOCK;
        endKnown = !entry.isSparse();
        if (entry.getSize() < 0 || entry.getDataOffset() + entry.getSize() > length) {
            throw new DataException(
                    tar + ": not a whole tar (it ends at byte " + length + ", inside of its member " + name + ")");
        }
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        Optional<String> reason = reasonAgainst(entry, name, ending);
        if (reason.isPresent()) {
            count.leaveOut(reason.get(), name);
        } else if (needed.contains(ending)) {
            Member member = new Member(entry.getDataOffset(), entry.getSize());
            if (samples.computeIfAbsent(name.substring(0, dot), _ -> new HashMap<>())
                            .put(ending, member)
                    != null) {
                throw new DataException(tar + ": expected each member once, found " + name + " twice");
            }
        }
    }

    /** The reason why a member that looks like data is not used; empty for what is, and for what does not. */
    private Optional<String> reasonAgainst(TarArchiveEntry entry, String name, String ending) {
        NameKind kind = NameKind.of(name);
        boolean needed = this.needed.contains(ending);
        if (entry.isDirectory() || (!needed && kind == NameKind.NOTHING)) {
            return Optional.empty();
        }
        if (NameKind.isHidden(name)) {
            return Optional.of("hidden files");
        }
        if (entry.isSymbolicLink()
                || entry.isLink()
                || entry.isFIFO()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()) {
            return Optional.of("links, pipes and devices");
        }
        if (entry.isSparse()) {
            return Optional.of("sparse members");
        }
        if (needed) {
            return Optional.empty();
        }
        String last = ending.substring(ending.lastIndexOf('.') + 1);
        return Optional.of(
                this.needed.contains(last)
                        ? "WebDataset cuts a name at its first dot, so their ending is not " + last
                        : kind == NameKind.OTHER_IMAGE
                                ? "images of formats that are not read"
                                : "their ending " + ending + " is not asked for");
    }

    /** A tar ends with two blocks of zeros. Without them it was cut off, perhaps between two members. */
    private void requireEnd(FileChannel channel) throws IOException {
        if (!endKnown) {
            return;
        }
        long rest = channel.size() - end;
        ByteBuffer next = block(channel, end);
        boolean zeros = isZero(next);
        if (rest > 0 && !(zeros && rest >= BLOCK)) {
            throw new DataException("%s: not a whole tar (it ends at byte %d, inside of a header at byte %d)"
                    .formatted(tar, channel.size(), end));
        }
        if (rest < 2 * BLOCK || !isZero(block(channel, end + BLOCK))) {
            count.damage(tar + ": the two empty blocks that end a tar are missing after byte " + end
                    + ": members may have been cut off");
        } else {
            noteContinuation(channel, end + 2 * BLOCK);
        }
    }

    /** Tars put one after another into one file end, for every reader, at the end of the first. */
    private void noteContinuation(FileChannel channel, long at) throws IOException {
        for (long next = at; next < Math.min(channel.size(), at + MAX_PADDING); next += BLOCK) {
            if (!isZero(block(channel, next))) {
                count.damage(tar + ": the tar ends at byte " + at + ", but more follows at byte " + next
                        + ", which is not read (several tars in one file?)");
                return;
            }
        }
    }

    private static ByteBuffer block(FileChannel channel, long at) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (block.hasRemaining() && channel.read(block, at + block.position()) > 0) {
            continue;
        }
        return block;
    }

    private static boolean isZero(ByteBuffer block) {
        return ByteBuffer.allocate(BLOCK).equals(block.clear());
    }

    /** The members of one sample that are used, of several alternatives the first. */
    static Set<String> chosen(Map<String, Member> members, List<List<String>> alternatives) {
        Set<String> chosen = new TreeSet<>();
        alternatives.forEach(endings ->
                endings.stream().filter(members::containsKey).findFirst().ifPresent(chosen::add));
        return chosen;
    }
}
