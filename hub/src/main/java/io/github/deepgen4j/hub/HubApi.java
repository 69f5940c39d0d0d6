// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.hub.retry.Retries;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** The hub's REST interface to a repository: the commit behind a revision, and the files of a commit. */
final class HubApi {
    private static final Pattern NEXT = Pattern.compile("<[^>?]*\\?([^>]*)>;\\s*rel=\"?next\"?");
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int MOST_PAGES = 100;
    private static final int MOST_FILES = 10_000;

    private final HubHttp http;
    private final Retries retries;
    private final URI endpoint;

    HubApi(HubHttp http, Retries retries, URI endpoint) {
        this.http = http;
        this.retries = retries;
        this.endpoint = endpoint;
    }

    /** Lists a branch, tag or commit. */
    Listing list(RepositoryId repository, String revision) {
        String models = endpoint + "/api/models/" + repository;
        String commit = text(page(models + "/revision/" + encoded(revision)).content(), "sha");
        if (!Listing.isCommit(commit)) {
            throw new HubException(repository + ": the hub names the commit '" + commit.replaceAll("\\p{Cntrl}", "?")
                    + "', expected 40 hexadecimal digits");
        }
        var files = new ArrayList<HubFile>();
        // Of the link to the next page only the query is taken: mirrors name the hub they copy, and nobody else is
        // asked.
        Optional<String> query = Optional.of("recursive=true");
        for (int pages = 0; query.isPresent(); pages++) {
            Page page = page(models + "/tree/" + commit + "?" + query.get());
            page.content().forEach(entry -> file(entry).ifPresent(files::add));
            if (pages == MOST_PAGES || files.size() > MOST_FILES) {
                throw new HubException(repository + ": the hub lists more than " + MOST_FILES + " files or "
                        + MOST_PAGES + " pages; this is no model of ours");
            }
            query = page.next();
        }
        return new Listing(commit, files);
    }

    /** Address of a file's content. */
    URI source(RepositoryId repository, String commit, HubFile file) {
        return URI.create(endpoint + "/" + repository + "/resolve/" + commit + "/"
                + Arrays.stream(file.path().split("/")).map(HubApi::encoded).collect(Collectors.joining("/")));
    }

    private record Page(JsonNode content, Optional<String> next) {}

    private Page page(String address) {
        URI uri = URI.create(address);
        return retries.run(HubHttp.shown(uri), () -> {
            try (HubHttp.Answer answer = http.get(uri, Optional.empty())) {
                byte[] body = answer.body().readNBytes(LARGEST_ANSWER + 1);
                if (body.length > LARGEST_ANSWER) {
                    throw new HubException(HubHttp.shown(uri) + ": answers more than " + LARGEST_ANSWER + " bytes");
                }
                return new Page(json(uri, body), next(answer));
            }
        });
    }

    private static JsonNode json(URI uri, byte[] body) {
        try {
            return Json.read(body);
        } catch (JacksonException e) {
            throw new HubException(
                    HubHttp.shown(uri) + ": answers no JSON; is HF_ENDPOINT right, is a log-in page in the" + " way?",
                    e);
        }
    }

    private static Optional<String> next(HubHttp.Answer answer) {
        Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    private static Optional<HubFile> file(JsonNode entry) {
        String path = text(entry, "path");
        if (text(entry, "type").equals("directory")) {
            return Optional.empty();
        }
        JsonNode size = entry.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong()) {
            throw new HubException(path + ": the hub announces the size '" + size + "', expected a number of bytes");
        }
        String oid = entry.path("lfs").isObject() ? text(entry.path("lfs"), "oid") : text(entry, "oid");
        return Optional.of(new HubFile(path, size.longValue(), oid));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isString()) {
            throw new HubException("the hub's answer has no text '" + field + "'; is HF_ENDPOINT right?");
        }
        return value.stringValue();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
