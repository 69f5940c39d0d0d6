// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One file of a revision as the hub announces it. What cannot be a harmless file below a folder is refused here.
 *
 * @param path name in the repository, parts separated by {@code /}
 * @param size bytes
 * @param oid  64 hexadecimal digits: SHA-256 of a large (LFS) file; 40: git's SHA-1 of a small one
 */
record HubFile(String path, long size, String oid) {
    static final int SHA256_DIGITS = 64;
    private static final Pattern OID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern BAD_CHARACTER = Pattern.compile("[\\p{Cntrl}\\\\:*?\"<>|]");
    private static final Set<String> BAD_PARTS = Set.of("", ".", "..");
    private static final int LONGEST_PART = 255;

    /** @throws HubException if the name leads out of its folder, or size or checksum cannot be */
    HubFile {
        if (!isSafe(path)) {
            throw new HubException("the hub announces a file of the name '" + printable(path) + "', which is not safe");
        }
        if (size < 0) {
            throw new HubException(path + ": the hub announces " + size + " bytes");
        }
        if (!OID.matcher(oid).matches()) {
            throw new HubException(path + ": the hub announces the checksum '" + printable(oid)
                    + "', expected 40 or 64 hexadecimal digits");
        }
    }

    /** True for a name that stays below the folder it is resolved against, on every system. */
    static boolean isSafe(String path) {
        return !BAD_CHARACTER.matcher(path).find()
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> BAD_PARTS.contains(part)
                                || part.endsWith(".")
                                || part.endsWith(" ")
                                || part.length() > LONGEST_PART);
    }

    boolean hasSha256() {
        return oid.length() == SHA256_DIGITS;
    }

    private static String printable(String text) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > LONGEST_PART ? shown.substring(0, LONGEST_PART) + "..." : shown;
    }
}
