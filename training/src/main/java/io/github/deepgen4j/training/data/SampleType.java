// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

/** The task of a sample; all samples of a micro-batch are of one type. */
public enum SampleType {
    TEXT_TO_IMAGE("text2image"),
    IMAGE_TO_IMAGE("image2image");

    private final String word;

    SampleType(String word) {
        this.word = word;
    }

    /** The reference's word, for example in {@code loss_text2image}. */
    @Override
    public String toString() {
        return word;
    }
}
