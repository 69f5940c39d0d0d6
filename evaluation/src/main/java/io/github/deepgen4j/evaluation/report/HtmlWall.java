// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.run.Scores.Scored;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The samples of a page: pictures small enough that all of them fit, prompt, scores, decisions and replies. */
final class HtmlWall {
    private static final int TEXT_BUDGET = 6 << 20;
    private static final int LONGEST = 4000;

    private final List<RunScores> runs;
    private final List<Replies> replies;
    private final Thumbnails thumbnails;

    /** @param samples how many there will be */
    HtmlWall(List<RunScores> runs, int samples) {
        this.runs = runs;
        int pictures = Math.max(1, samples * runs.size());
        this.thumbnails = Thumbnails.of(pictures);
        int longest = Math.min(LONGEST, TEXT_BUDGET / pictures);
        this.replies = runs.stream().map(run -> new Replies(run, longest)).toList();
    }

    void add(WallCard card, StringBuilder page) {
        page.append(String.format(
                Locale.ROOT,
                "<div class=\"card\" data-group=\"%s\" data-low=\"%.6f\" data-spread=\"%.6f\">\n",
                HtmlPage.text(card.group()),
                card.low(),
                card.spread()));
        for (int run = 0; run < runs.size(); run++) {
            int number = run;
            card.images().get(run).ifPresent(image -> add(number, image, page));
        }
        page.append("<p>")
                .append(HtmlPage.text(card.prompt()))
                .append("</p>\n<p class=\"muted\">")
                .append(HtmlPage.text(card.group() + ", item " + card.item() + ", sample " + card.sample()))
                .append("</p></div>\n");
    }

    private void add(int number, Scored image, StringBuilder page) {
        RunScores run = runs.get(number);
        Optional<Path> source = image.source().isEmpty()
                ? Optional.empty()
                : Optional.of(run.folder().results().resolve(image.source()));
        source.ifPresent(file -> picture(file, "source", page));
        picture(run.folder().images().resolve(image.picture()), image.picture(), page);
        String score = image.score().isPresent()
                ? String.format(Locale.ROOT, "%.2f", image.score().getAsDouble())
                : "not scored";
        page.append("<p><b>")
                .append(score)
                .append("</b> ")
                .append(HtmlPage.text((runs.size() > 1 ? run.name() + " " : "") + image.decision()))
                .append("</p>\n");
        String said = replies.get(number).of(image);
        if (!said.isBlank()) {
            page.append("<details><summary>replies</summary><pre>")
                    .append(HtmlPage.text(said))
                    .append("</pre></details>\n");
        }
    }

    private void picture(Path file, String name, StringBuilder page) {
        page.append(thumbnails
                .url(file)
                .map(url -> "<img loading=\"lazy\" alt=\"" + HtmlPage.text(name) + "\" src=\"" + url + "\">\n")
                .orElse("<p class=\"warn\">" + HtmlPage.text(name) + " cannot be shown</p>\n"));
    }
}
