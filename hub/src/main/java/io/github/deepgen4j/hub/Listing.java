// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * All files of one revision.
 *
 * @param commit 40 hexadecimal digits
 * @param files  in the hub's order; no two names meet on a file system that ignores case
 */
record Listing(String commit, List<HubFile> files) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** @throws HubException if it could not be laid down in a folder */
    Listing {
        files = List.copyOf(files);
        if (!isCommit(commit)) {
            throw new HubException("the hub names the commit '" + commit.replaceAll("\\p{Cntrl}", "?")
                    + "', expected 40 hexadecimal digits");
        }
        if (files.isEmpty()) {
            throw new HubException("the hub lists no file for commit " + commit);
        }
        var taken = new HashMap<String, String>();
        for (HubFile file : files) {
            claim(taken, file.path(), file.path());
        }
        for (HubFile file : files) {
            for (int slash = file.path().indexOf('/');
                    slash >= 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                String other = taken.get(folded(file.path().substring(0, slash)));
                if (other != null) {
                    throw new HubException("the hub lists " + other + " as a file and as the folder of " + file.path());
                }
            }
        }
        total(files);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** Sum of sizes in bytes. */
    static long total(List<HubFile> files) {
        try {
            return files.stream().mapToLong(HubFile::size).reduce(0, Math::addExact);
        } catch (ArithmeticException e) {
            throw new HubException("the hub announces files of more bytes than there are numbers", e);
        }
    }

    private static void claim(HashMap<String, String> taken, String name, String path) {
        String other = taken.put(folded(name), path);
        if (other != null) {
            throw new HubException("the hub lists " + path + (other.equals(path) ? " twice" : " and " + other));
        }
    }

    private static String folded(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
