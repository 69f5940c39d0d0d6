// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The raw answer to a question: the journal keeps it, and everything else is computed from it again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Reply.Objects.class, name = "objects"),
    @JsonSubTypes.Type(value = Reply.Lines.class, name = "lines"),
    @JsonSubTypes.Type(value = Reply.Cosine.class, name = "cosine"),
    @JsonSubTypes.Type(value = Reply.Said.class, name = "said"),
    @JsonSubTypes.Type(value = Reply.Number.class, name = "number"),
    @JsonSubTypes.Type(value = Reply.Measured.class, name = "measured")
})
public sealed interface Reply {
    /**
     * A judge's text.
     *
     * @param finish why it ended, as the server says ({@code stop}, {@code length}); empty if it does not
     */
    record Text(String text, String finish) implements Reply {
        public Text(String text) {
            this(text, "");
        }
    }

    /** The objects that a detector sees above the threshold, in no particular order. */
    record Objects(List<Seen> objects) implements Reply {
        public Objects {
            objects = List.copyOf(objects);
        }
    }

    /**
     * An object.
     *
     * @param label the name of its class
     * @param left in pixels, as the other sides; may lie outside the picture
     * @param score 0..1
     * @param colour its name; empty if it was not asked for
     */
    record Seen(String label, float left, float top, float right, float bottom, float score, String colour) {}

    /**
     * The lines of text in a picture, from top to bottom.
     *
     * @param confidences of each line, 0..1; none in journals of earlier versions
     */
    record Lines(List<String> lines, List<Double> confidences) implements Reply {
        public Lines {
            lines = List.copyOf(lines);
            confidences = confidences == null ? List.of() : List.copyOf(confidences);
        }

        public Lines(List<String> lines) {
            this(lines, List.of());
        }
    }

    /** @param cosine of the embeddings of picture and text, -1..1 */
    record Cosine(double cosine) implements Reply {}

    /** @param said the answer of a VQA model as it gives it, for example {@code yes} */
    record Said(String said) implements Reply {}

    /** @param value of a scorer; it may be no number */
    record Number(double value) implements Reply {}

    /** A program's measures, in its order. */
    record Measured(Map<String, Double> measures) implements Reply {
        public Measured {
            measures = new LinkedHashMap<>(measures);
        }
    }
}
