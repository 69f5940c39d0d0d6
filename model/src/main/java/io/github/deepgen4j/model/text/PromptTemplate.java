// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The chat turns in which prompts reach the language model; there is no system turn (spec/model.md section 2.2). */
public final class PromptTemplate {
    /** The negative prompt of edits in the reference implementation. */
    public static final String EDIT_NEGATIVE =
            "blurry, low quality, low resolution, distorted, deformed, broken content, missing parts, damaged details,"
                    + " artifacts, glitch, noise, pixelated, grainy, compression artifacts, bad composition, wrong"
                    + " proportion, incomplete editing, unfinished, unedited areas.";

    private final Tokenizer tokenizer;
    private final long turnStart;
    private final long turnEnd;
    private final long visionStart;
    private final long visionEnd;
    private final long imagePad;
    private final long pad;

    public PromptTemplate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.turnStart = tokenizer.special("<|im_start|>");
        this.turnEnd = tokenizer.special("<|im_end|>");
        this.visionStart = tokenizer.special("<|vision_start|>");
        this.visionEnd = tokenizer.special("<|vision_end|>");
        this.imagePad = tokenizer.special("<|image_pad|>");
        this.pad = tokenizer.special("<|endoftext|>");
    }

    public long imagePad() {
        return imagePad;
    }

    /** The token that fills shorter rows on the left. */
    public long pad() {
        return pad;
    }

    /** {@code <|im_end|>}, which also ends an answer. */
    public long turnEnd() {
        return turnEnd;
    }

    /** Text to image. An empty prompt keeps the space after the colon (Q4). */
    public long[] generate(String prompt) {
        return turn(tokenizer.encode("user\nGenerate an image: " + prompt));
    }

    /** Images and an instruction to an image; one group of image tokens for each reference, in order. */
    public long[] edit(String instruction, List<MergedGrid> references) {
        LongStream user = LongStream.of(tokenizer.encode("user\n"));
        for (MergedGrid grid : references) {
            LongStream image = LongStream.generate(() -> imagePad).limit(grid.cells());
            user = LongStream.concat(
                    user,
                    LongStream.concat(LongStream.of(visionStart), LongStream.concat(image, LongStream.of(visionEnd))));
        }
        return turn(LongStream.concat(user, LongStream.of(tokenizer.encode("\n" + instruction)))
                .toArray());
    }

    private long[] turn(long[] user) {
        return Stream.of(
                        new long[] {turnStart},
                        user,
                        new long[] {turnEnd},
                        tokenizer.encode("\n"),
                        new long[] {turnStart},
                        tokenizer.encode("assistant\n"))
                .flatMapToLong(LongStream::of)
                .toArray();
    }
}
