// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The ways in which a run of stage 3 goes wrong, each with the first thing to try. */
public enum Alarm {
    HACKING(
            "the reward rises while the held-out score falls: the reward is being fooled",
            "take best/model; give the reward that rises less weight, or add one that sees what is lost"),
    DIVERSITY(
            "the images of a prompt become alike",
            "raise kl.beta, or lower the learning rate; more images a prompt help, too"),
    NORM_RATIO(
            "the velocity becomes longer than the reference's: pictures grow harsh",
            "lower the learning rate, or raise kl.beta"),
    CLIPPED(
            "many ratios lie beyond the clip range: updates are too large for the rollout",
            "lower the learning rate, or make fewer updates a rollout"),
    VARIANCE(
            "nearly all groups get the same reward for all their images: there is nothing to learn from",
            "take harder or easier prompts, more images a prompt, or a graded reward"),
    SATURATED(
            "much more of the images is black or white than at the start", "take best/model; lower the learning rate"),
    GRIDDED(
            "a fine pattern lies over the images that was not there",
            "take best/model; raise kl.beta, train fewer steps"),
    SDE_GAP(
            "images with noise are far worse than those without: the reward is sparse (flow_grpo issue 193)",
            "lower rollout.eta, take more steps, or add noise in a window only");

    private final String what;
    private final String remedy;

    Alarm(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One line for people. */
    String text() {
        return word() + ": " + what + "; first try: " + remedy;
    }
}
