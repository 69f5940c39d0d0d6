// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of edits, each with a rubric of its own: three things for which a judge gives 1 to 5. */
enum EditType {
    EXTRACT(
            "the object that is named is cut out and stands alone before an empty background",
            new Scale("Object Identity", "it is the very object of the original, with its shape, colours and marks"),
            new Scale("Mask Precision", "the cut follows its outline; nothing is missing and nothing else is left"),
            new Scale("Visual Quality", "it is sharp, clean and free of artifacts")),
    STYLE(
            "the whole picture is redone in another style",
            new Scale("Style Fidelity", "the style is the one that is asked for, everywhere in the picture"),
            new Scale("Content Preservation", "objects, people and their arrangement are still those of the original"),
            new Scale("Rendering Quality", "lines, colours and textures are well made and free of artifacts")),
    ADD(
            "something is put into the picture",
            new Scale(
                    "Prompt Compliance",
                    "what is asked for is there, as described and in its place; nothing else changed"),
            new Scale("Visual Naturalness", "it fits the light, colours, sharpness and perspective around it"),
            new Scale("Physical & Detail Coherence", "contact, shadows, size and details are as they would be")),
    ADJUST(
            "a property of something in the picture is changed",
            new Scale("Prompt Compliance", "the property is changed as asked, on the right thing and only there"),
            new Scale("Visual Seamlessness", "no edges, spots or jumps of colour show where it was changed"),
            new Scale("Physical & Detail Fidelity", "shape, texture and light still make sense, and details are kept")),
    BACKGROUND(
            "what is behind the main subject is changed",
            new Scale(
                    "Instruction Compliance", "the background is the one that is asked for, the subject is untouched"),
            new Scale("Visual Seamlessness", "the subject's outline is clean, without a rim or holes"),
            new Scale("Physical Consistency", "light, shadows, perspective and scale of both agree")),
    REPLACE(
            "one thing takes the place of another",
            new Scale("Prompt Compliance", "the right thing was replaced by what is asked for; nothing else changed"),
            new Scale("Visual Naturalness", "the new thing fits the light, colours and perspective of the picture"),
            new Scale("Physical & Detail Integrity", "contact, shadows, size and details are as they would be")),
    REMOVE(
            "something is taken out of the picture",
            new Scale("Prompt Compliance", "what is named is gone altogether, and nothing else is"),
            new Scale("Visual Naturalness", "the place where it was looks as the rest of the picture does"),
            new Scale("Physical & Detail Integrity", "no shadows, reflections or pieces of it are left behind")),
    ACTION(
            "a person or an animal does something else",
            new Scale("Action Fidelity", "the pose or movement is the one that is asked for"),
            new Scale("Identity Preservation", "it is still the same person or animal, with face, clothes and marks"),
            new Scale(
                    "Visual & Anatomical Coherence",
                    "limbs, joints and proportions are right and the picture is sound")),
    COMPOSE(
            "several changes are made at once",
            new Scale("Instruction Compliance", "each change that is asked for was made, and nothing else"),
            new Scale("Visual Naturalness", "the picture still looks like one, without traces of the changes"),
            new Scale("Physical Consistency & Fine Detail", "light, contact, size and details are as they would be"));

    /**
     * One of the three things.
     *
     * @param meaning in our own words, not those of the official text
     */
    record Scale(String name, String meaning) {}

    private final String what;
    private final List<Scale> scales;

    EditType(String what, Scale... scales) {
        this.what = what;
        this.scales = List.of(scales);
    }

    /** The edit in our own words. */
    String what() {
        return what;
    }

    List<Scale> scales() {
        return scales;
    }

    /** The word in the data. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(EditType::word).toList();
    }

    /** @throws IllegalArgumentException for another word than {@link #words} */
    static EditType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
