// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The rewards, by the names that mixes of prompts use (spec/rl.md section 7). */
public enum RewardName {
    /** Cosine of picture and prompt in the space of CLIP. */
    CLIP_SIM,
    /** The text in quotes, as a reader of text finds it in the picture. */
    OCR,
    /** Share of the other pictures of its group that a judge finds worse. */
    UNIFIEDREWARD_THINK,
    /** Mean of a judge's marks for alignment and style, 1 to 5. */
    UNIFIEDREWARD,
    /** A judge's mark, 0.2 to 1. */
    UNIFIEDREWARD_SGLANG,
    /** Share of characters that a judge finds right. */
    OCR_VLLM,
    /** The objects that a detector sees, against those asked for. */
    GEN_EVAL,
    HPS,
    PICKSCORE,
    AESTHETIC,
    IMAGE_REWARD,
    DEQA,
    EDITREWARD,
    /** Minus the size as JPEG, 1 for 500 kB. */
    JPEG_COMPRESSIBILITY,
    /** Size as JPEG in kB. */
    JPEG_INCOMPRESSIBILITY,
    /** 1 where everything that a prompt of ShapeWorld asks for is right. */
    SHAPEWORLD,
    /** Mean of the measures of a prompt of ShapeWorld. */
    SHAPEWORLD_REQUIREMENTS,
    /** Share of the letters of a prompt of ShapeWorld that are right. */
    SHAPEWORLD_TEXT;

    /** The name in files: {@code clip_sim}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True for a reward about the text between quotes, without which it is 0. */
    public boolean needsQuotedText() {
        return this == OCR || this == OCR_VLLM || this == SHAPEWORLD_TEXT;
    }

    /** True for ShapeWorld's own scorer, which knows only ShapeWorld's prompts. */
    public boolean needsShapeWorld() {
        return this == SHAPEWORLD || this == SHAPEWORLD_REQUIREMENTS || this == SHAPEWORLD_TEXT;
    }
}
