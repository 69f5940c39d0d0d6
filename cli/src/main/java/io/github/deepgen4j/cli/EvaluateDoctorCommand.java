// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.engines.Doctor;
import io.github.deepgen4j.engines.Doctor.Diagnosis;
import io.github.deepgen4j.engines.Doctor.Finding;
import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.Engines;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deepgen evaluate doctor}: known answers through each engine. */
@Command(name = "doctor", description = "Checks the engines and which benchmarks they can score.")
final class EvaluateDoctorCommand implements Callable<Integer> {
    /** A benchmark with the engines that it needs, and those of its published figures. */
    private record Need(String benchmark, List<EngineKind> kinds, String official) {}

    private static final List<Need> NEEDS = List.of(
            new Need(
                    "geneval",
                    List.of(EngineKind.DETECTOR, EngineKind.COLOURS),
                    "Mask2Former Swin-S (COCO), CLIP ViT-L/14"),
            new Need("dpg", List.of(EngineKind.VQA), "mPLUG large (COCO VQA)"),
            new Need("cvtg", List.of(EngineKind.OCR), "PaddleOCR 2.10 (en)"),
            new Need("cvtg CLIPScore", List.of(EngineKind.CLIP), "CLIP ViT-L/14"));

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineMixin engine;

    @Mixin
    private JudgeMixin judge;

    @Override
    public Integer call() {
        Map<EngineKind, Diagnosis> all = new EnumMap<>(EngineKind.class);
        try (Engines engines = engine.engines(spec.commandLine().getErr()::println)) {
            Doctor doctor = new Doctor(engines);
            for (EngineKind kind : EngineKind.values()) {
                Diagnosis diagnosis = doctor.examine(kind);
                all.put(kind, diagnosis);
                print(diagnosis);
            }
        }
        NEEDS.forEach(need -> System.out.println(verdict(need, all)));
        Optional<Finding> sum = sum();
        String judged = sum.map(finding -> finding.right() ? "can be scored by this judge" : "not by this judge")
                .orElse("need a judge, not engines; --judge URL --model NAME checks one");
        System.out.println("unigenbench, wise, corebench, gedit, imgedit, rise, uniredit: " + judged);
        boolean failed = sum.filter(finding -> !finding.right()).isPresent()
                || all.values().stream().anyMatch(one -> one.fingerprint().isPresent() && !one.isHealthy());
        return failed ? 1 : 0;
    }

    /** The judge's answer to the arithmetic picture; empty without a judge. */
    private Optional<Finding> sum() {
        try (Judging judging = judge.open(spec.commandLine().getErr()::println)) {
            Optional<Finding> sum = judging.judge().map(Doctor::sum);
            sum.ifPresent(finding -> {
                System.out.println("judge:");
                print(finding);
            });
            return sum;
        }
    }

    private static void print(Finding finding) {
        System.out.println("  " + (finding.right() ? "right: " : "wrong: ") + finding.question() + ": expected "
                + finding.expected() + ", found " + finding.found());
    }

    private static void print(Diagnosis diagnosis) {
        String name = diagnosis.kind().word() + ": ";
        System.out.println(name
                + diagnosis
                        .fingerprint()
                        .map(Object::toString)
                        .orElseGet(() -> diagnosis.problem().orElseThrow()));
        if (diagnosis.fingerprint().isPresent()) {
            diagnosis.problem().ifPresent(problem -> System.out.println("  wrong: " + problem));
        }
        diagnosis.findings().forEach(EvaluateDoctorCommand::print);
    }

    private static String verdict(Need need, Map<EngineKind, Diagnosis> all) {
        String missing = need.kinds().stream()
                .filter(kind -> !all.get(kind).isHealthy())
                .map(EngineKind::word)
                .collect(Collectors.joining(", "));
        return need.benchmark()
                + (missing.isEmpty() ? ": can be scored" : ": cannot be scored, no working " + missing)
                + "; published figures used " + need.official();
    }
}
