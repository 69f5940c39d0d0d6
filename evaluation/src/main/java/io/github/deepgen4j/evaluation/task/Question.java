// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One question to a judge or an engine. */
public sealed interface Question {
    /** The pictures it shows, in order. */
    List<Picture> pictures();

    /** The number of times it may be asked in all when replies cannot be used. */
    default int attempts() {
        return 1;
    }

    /**
     * Everything of it but the pictures, as JSON values in a fixed order: with the pictures' checksums it makes the
     * request hash.
     */
    Map<String, Object> text();

    /**
     * To a judge, an OpenAI-compatible chat. The answer is {@link Reply.Text}.
     *
     * @param system the system message
     * @param parts the user message, in the order in which it is sent
     */
    record Chat(Optional<String> system, List<Part> parts, ChatParameters parameters) implements Question {
        public Chat {
            parts = List.copyOf(parts);
        }

        @Override
        public List<Picture> pictures() {
            return parts.stream()
                    .flatMap(part -> part instanceof Part.Shown shown ? Stream.of(shown.picture()) : Stream.empty())
                    .toList();
        }

        @Override
        public int attempts() {
            return parameters.attempts();
        }

        @Override
        public Map<String, Object> text() {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("ask", "chat");
            system.ifPresent(message -> text.put("system", message));
            text.put(
                    "parts",
                    parts.stream()
                            .map(part -> switch (part) {
                                case Part.Text said -> said.text();
                                case Part.Shown shown ->
                                    Map.of("picture", shown.format().toString());
                            })
                            .toList());
            parameters.temperature().ifPresent(value -> text.put("temperature", value));
            text.put("max_tokens", parameters.maxTokens());
            text.put("extra", parameters.extra());
            return text;
        }
    }

    /** A part of a chat message. */
    sealed interface Part {
        record Text(String text) implements Part {}

        record Shown(Picture picture, PictureFormat format) implements Part {}
    }

    /**
     * To a detector, and for some classes to a classifier of colours. The answer is {@link Reply.Objects}.
     *
     * @param threshold objects of a lower or equal score are left out, 0..1
     * @param classes the classes to look for, all of which the detector must know
     * @param coloured those of them whose objects are to have a colour
     */
    record Detect(Picture picture, double threshold, Set<String> classes, Set<String> coloured) implements Question {
        public Detect {
            classes = new TreeSet<>(classes);
            coloured = new TreeSet<>(coloured);
        }

        @Override
        public List<Picture> pictures() {
            return List.of(picture);
        }

        @Override
        public Map<String, Object> text() {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("ask", "detect");
            text.put("threshold", threshold);
            text.put("classes", List.copyOf(classes));
            text.put("coloured", List.copyOf(coloured));
            return text;
        }
    }

    /** To a reader of text. The answer is {@link Reply.Lines}. */
    record Read(Picture picture) implements Question {
        @Override
        public List<Picture> pictures() {
            return List.of(picture);
        }

        @Override
        public Map<String, Object> text() {
            return Map.of("ask", "read");
        }
    }

    /** To an image and text encoder. The answer is {@link Reply.Cosine}. */
    record Similarity(Picture picture, String caption) implements Question {
        @Override
        public List<Picture> pictures() {
            return List.of(picture);
        }

        @Override
        public Map<String, Object> text() {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("ask", "similarity");
            text.put("caption", caption);
            return text;
        }
    }

    /** To a model that answers yes or no about a picture (VQA). The answer is {@link Reply.Said}. */
    record YesNo(Picture picture, String question) implements Question {
        @Override
        public List<Picture> pictures() {
            return List.of(picture);
        }

        @Override
        public Map<String, Object> text() {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("ask", "yes or no");
            text.put("question", question);
            return text;
        }
    }

    /**
     * To a scorer. The answer is {@link Reply.Number}.
     *
     * @param scorer its name
     * @param source the picture that was edited, for scorers of edits
     */
    record Rate(Picture picture, String scorer, String prompt, Optional<Picture> source) implements Question {
        @Override
        public List<Picture> pictures() {
            return Stream.concat(Stream.of(picture), source.stream()).toList();
        }

        @Override
        public Map<String, Object> text() {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("ask", "rate");
            text.put("scorer", scorer);
            text.put("prompt", prompt);
            return text;
        }
    }

    /**
     * To a program that is part of the benchmark and needs no model. The answer is {@link Reply.Measured}.
     *
     * @param program its name and version
     * @param wanted what it checks, in words; part of the request hash
     * @param rule measures the picture; always the same for the same picture
     */
    record Measure(Picture picture, String program, String wanted, Function<Picture, Map<String, Double>> rule)
            implements Question {
        @Override
        public List<Picture> pictures() {
            return List.of(picture);
        }

        @Override
        public Map<String, Object> text() {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("ask", "program " + program);
            text.put("wanted", wanted);
            return text;
        }
    }
}
