// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link Scorer}'s answer for one image; in files, the fields tell which one it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(Judgement.Verdict.class), @JsonSubTypes.Type(Judgement.Failed.class)})
public sealed interface Judgement {
    /**
     * The image was judged.
     *
     * @param passed everything that was asked for is right
     * @param measures graded measures in the order of reports; one that does not apply to the item is absent
     */
    record Verdict(boolean passed, Map<String, Double> measures) implements Judgement {
        public Verdict {
            measures = new LinkedHashMap<>(measures);
        }
    }

    /**
     * The image could not be judged, which says nothing about it.
     *
     * @param why for people
     */
    record Failed(@JsonProperty("failed") String why) implements Judgement {}
}
