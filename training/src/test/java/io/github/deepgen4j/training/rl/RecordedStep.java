// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.objective.MicroBatch;
import io.github.deepgen4j.training.objective.Objective.Outcome;
import io.github.deepgen4j.training.run.TrainState;
import io.github.deepgen4j.training.run.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One recorded step. Samples are in the order of the fixture's permutation from the policy pass on. */
final class RecordedStep {
    private static final Size SIZE = new Size(64, 64);
    private static final GroupNoise NONE = new GoldenPolicy.Recorded(List.of()); // no loss of these asks for any

    private final JsonNode golden;
    private final Safetensors tensors;
    private final JsonNode facts;
    private final TrainState state;
    private final int[] trained;
    private final int[] order;
    private final RolloutOptions options;
    private final PolicyPass pass;

    RecordedStep(JsonNode golden, Safetensors tensors, JsonNode facts, TrainState state) {
        this.golden = golden;
        this.tensors = tensors;
        this.facts = facts;
        this.state = state;
        this.trained = integers(facts.get("step_indices"));
        this.order = integers(facts.get("permutation"));
        int together = Math.toIntExact(order.length / rollouts());
        this.options = new RolloutOptions(
                together,
                together,
                golden.get("steps").asInt(),
                GoldenPolicy.step(
                        option("sampler", "atrain_sde_sampler").asString(),
                        option("eta", "sde_eta").asDouble()),
                guidance(),
                SIZE);
        this.pass = new PolicyPass(state.model(), options);
    }

    int trainedSteps() {
        return trained.length;
    }

    Map<String, Tensor> parameters() {
        return state.trainable();
    }

    // ---- what the fixture says ----

    private JsonNode option(String base, String changed) {
        JsonNode own = facts.get("options").path(changed);
        return own.isMissingNode() ? golden.get("base_options").path(base) : own;
    }

    private boolean flag(String changed) {
        return facts.get("options").path(changed).asBoolean(false);
    }

    private double guidance() {
        return option("cfg_scale", "cfg_scale").asDouble();
    }

    private int rollouts() {
        return facts.get("options").path("rollout_accumulation_steps").asInt(1);
    }

    /** Prompts of all images in the order in which they are drawn. */
    private List<String> prompts() {
        return IntStream.range(0, rollouts())
                .boxed()
                .flatMap(_ -> golden.get("prompts").valueStream())
                .map(JsonNode::asString)
                .flatMap(prompt -> Stream.generate(() -> prompt)
                        .limit(golden.get("rollout_n").asInt()))
                .toList();
    }

    private ConditionPair conditions(List<String> prompts) {
        List<String> rows = new ArrayList<>(prompts);
        if (guidance() > 0) {
            prompts.forEach(_ -> rows.add(""));
        }
        return GoldenPolicy.pair(GoldenPolicy.conditions(tensors, rows), guidance());
    }

    void restore(String prefix) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Map<String, Tensor> weights = GoldenPolicy.weights(tensors, prefix);
            state.trainable()
                    .forEach((name, parameter) ->
                            parameter.copyFrom(weights.get(name.substring("transformer.".length()))));
        }
    }

    /** From the weights of the rollout to those of the policy pass. */
    void move() {
        if (facts.get("ema_is_098_of_weights").asBoolean()) {
            // as recorded: the averages, 0.98 of the first weights, stay in place once they were asked
            restore("weights.");
            try (var _ = Autograd.disabled()) {
                state.trainable().values().forEach(parameter -> parameter.mulInPlace(0.98));
            }
        } else if (facts.get("weights_moved_after_rollout").asBoolean()) {
            restore("drifted.");
        }
    }

    // ---- rollout ----

    /** All images, in the order of the permutation. */
    Trajectory rollout() {
        String own = facts.get("run").asString() + ".noise00";
        String source = tensors.has(own) ? facts.get("run").asString() : "default";
        Kept kept = new Kept(IntStream.range(0, options.steps()).toArray(), true, true, true);
        Map<String, List<Tensor>> parts = new LinkedHashMap<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            for (int i = 0; i < rollouts(); i++) {
                int first = i * (options.steps() + 1);
                List<Tensor> draws = IntStream.rangeClosed(first, first + options.steps())
                        .mapToObj(n -> tensors.tensor(String.format(Locale.ROOT, "%s.noise%02d", source, n)))
                        .toList();
                List<String> prompts = prompts().subList(i * options.images(), (i + 1) * options.images());
                try (var recorder = new RolloutRecorder(options.sde(), kept)) {
                    new Rollout(state.model(), options)
                            .latents(
                                    conditions(prompts),
                                    new GoldenPolicy.Recorded(draws),
                                    0,
                                    options.images(),
                                    _ -> true,
                                    recorder);
                    try (Recording recording = recorder.recording()) {
                        recording
                                .tensors()
                                .forEach((name, tensor) -> parts.computeIfAbsent(name, _ -> new ArrayList<>())
                                        .add(tensor.copy()));
                    }
                }
            }
            checkRollout(parts);
            Map<String, Tensor> permuted = new LinkedHashMap<>();
            long[] rows = Arrays.stream(order).asLongStream().toArray();
            parts.forEach((name, all) -> permuted.put(
                    name,
                    Tensor.cat(0, all)
                            .indexSelect(0, Tensor.of(rows, rows.length))
                            .own()));
            return Trajectory.inMemory(new Recording(permuted));
        }
    }

    /** Of several rollouts the last one is recorded. */
    private void checkRollout(Map<String, List<Tensor>> parts) {
        JsonNode recorded = facts.get("log_prob_old");
        for (int step = 0; step < options.steps(); step++) {
            double[] found = Numbers.values(parts.get("log_prob." + step).getLast());
            for (int i = 0; i < found.length; i++) {
                double expected = Numbers.of(recorded.get(i).get(step));
                Numbers.assertClose(name("log_prob_old"), found[i], expected, 2e-4);
            }
            if (tensors.has(name("latents"))) {
                Golden.assertClose(
                        name("latents after " + step),
                        parts.get("latents." + step).getLast(),
                        tensors.tensor(name("latents")).select(1, step),
                        2e-4);
            }
        }
    }

    // ---- advantages ----

    double[] advantages() {
        double[] values = golden.get("rewards").size() == order.length
                ? computedAdvantages()
                : Numbers.all(facts.get("advantages")); // the rewards of a second rollout are not recorded
        return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    }

    private double[] computedAdvantages() {
        List<Advantages.Group> groups = new ArrayList<>();
        List<String> columns = strings(golden.get("reward_columns"));
        int size = golden.get("rollout_n").asInt();
        int prompts = golden.get("prompts").size();
        for (int prompt = 0; prompt < prompts; prompt++) {
            int first = prompt * size;
            JsonNode wanted = golden.get("reward_config").get(prompt);
            double[] weights = columns.stream()
                    .mapToDouble(column -> wanted.path(column).asDouble(0))
                    .toArray();
            double[][] raw = IntStream.range(0, size)
                    .mapToObj(i -> Numbers.all(golden.get("rewards").get(first + i)))
                    .toArray(double[][]::new);
            groups.add(new Advantages.Group(golden.get("prompts").get(prompt).asString(), weights, raw, false));
        }
        AdvantageOptions.Type type = AdvantageOptions.Type.valueOf(
                option("adv", "atrain_adv_type").asString().toUpperCase(Locale.ROOT));
        double[] values = Advantages.of(groups, AdvantageOptions.of(type), 1).values();
        Numbers.assertClose(name("advantages"), values, facts.get("advantages"), 1e-4);
        return values;
    }

    // ---- policy pass ----

    void update(Trajectory trajectory) {
        double[] advantages = advantages();
        int micro = facts.get("options").path("atrain_micro_batch_size").asInt(8)
                / facts.get("options").path("atrain_num_actor_update_steps").asInt(1);
        int pieces = Math.ceilDiv(order.length, micro);
        // B1: as released only the last micro-batch of a step counts, divided by their number nevertheless
        boolean onlyLast = !facts.get("options").has("atrain_num_actor_update_steps");
        double lambda = facts.get("options").path("sftaux_coef").asDouble(0);
        List<MicroBatch> batches = new ArrayList<>();
        for (int step : trained) {
            for (int piece = onlyLast ? pieces - 1 : 0; piece < pieces; piece++) {
                int first = piece * micro;
                int last = Math.min(order.length, first + micro);
                batches.add(new MicroBatch(() -> loss(trajectory, advantages, step, first, last), 1 - lambda));
            }
        }
        double total = (double) trained.length * pieces;
        if (facts.get("backward_calls").asInt() % 2 == 1) {
            batches.add(new MicroBatch(this::supervised, lambda * total));
        }
        Map<String, Tensor> before = snapshot();
        try {
            Update.Result result = new Update(state, facts.get("max_grad_norm").asDouble(), false)
                    .apply(1, batches, total, facts.get("lr").asDouble());
            new StepComparison(facts, tensors, state, order.length, rollouts() == 1).compare(result, before);
        } finally {
            before.values().forEach(Tensor::close);
        }
    }

    /** One update of all samples, each of the same weight, in micro-batches of these sizes. */
    Update.Result split(Trajectory trajectory, double[] advantages, int[] sizes, double learningRate) {
        List<MicroBatch> batches = new ArrayList<>();
        for (int step : trained) {
            int first = 0;
            for (int size : sizes) {
                int from = first;
                batches.add(new MicroBatch(
                        () -> loss(trajectory, advantages, step, from, from + size), (double) size / order.length));
                first += size;
            }
        }
        return new Update(state, 1.0, false).apply(1, batches, trained.length, learningRate);
    }

    /** Copies of the gradients that are not zero in exact arithmetic; the caller closes them. */
    Map<String, Tensor> gradients() {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        try (var _ = Scope.open()) {
            state.trainable().forEach((name, parameter) -> {
                Tensor gradient = parameter.grad();
                if (gradient != null && gradient.norm().item() > 0) {
                    copies.put(name, gradient.copy().own());
                }
            });
        }
        return copies;
    }

    private Outcome loss(Trajectory trajectory, double[] advantages, int step, int first, int last) {
        List<String> all = prompts();
        ConditionPair conditions =
                conditions(Arrays.stream(order, first, last).mapToObj(all::get).toList());
        double[] own = Arrays.copyOfRange(advantages, first, last);
        Optional<Tensor> old = flag("nft_off_policy")
                ? Optional.of(pass.frozen(trajectory.latents(step, first, own.length), conditions, step)
                        .velocity())
                : Optional.empty();
        var piece = new PolicyLoss.Piece(trajectory, NONE, conditions, step, first, own, held(own.length), old);
        return facts.get("paper_guard").asBoolean()
                ? publishedGuard(piece)
                : new PolicyLoss(policy(), kl(), pass, options.steps(), _ -> {}).of(piece, own.length);
    }

    private static boolean[] held(int images) {
        boolean[] all = new boolean[images];
        Arrays.fill(all, true);
        return all;
    }

    private PolicyConfig policy() {
        double range = option("clip_range", "clip_range").asDouble();
        ClippedPolicy clip = new ClippedPolicy(range, range);
        return flag("grpo_guard")
                ? new PolicyConfig.Guard(clip, false)
                : flag("diffusion_nft")
                        ? new DiffusionNft(0.1, 5, DiffusionNft.Target.NEXT, flag("nft_off_policy")) // B6
                        : new PolicyConfig.FlowGrpo(clip);
    }

    private KlConfig kl() {
        return KlConfig.of(
                option("beta", "beta").asDouble(),
                option("kl", "atrain_kl_type").asString().equals("x-based") ? Divergence.MEAN : Divergence.VELOCITY);
    }

    /** The paper's formula with means over the micro-batch, which runs of ours do not have (B27). */
    private Outcome publishedGuard(PolicyLoss.Piece piece) {
        int images = piece.images();
        PolicyPass.Evaluated now = pass.at(piece.latents(piece.step()), piece.conditions(), piece.step());
        Tensor difference = pass.logProb(now, piece.latents(piece.step() + 1))
                .sub(piece.trajectory().logProb(piece.step(), piece.first(), images));
        Tensor then = piece.trajectory().mean(piece.step(), piece.first(), images);
        GrpoGuard.Moves moves =
                new GrpoGuard.Moves(difference, Divergence.meanSquare(now.mean(), then), now.stdDev(), now.rootStep());
        double range = option("clip_range", "clip_range").asDouble();
        Tensor policy = GrpoGuard.published(
                        new ClippedPolicy(range, range),
                        moves,
                        Tensor.of(piece.advantages(), images).to(DType.F32))
                .loss()
                .mean();
        PolicyPass.Evaluated reference = pass.reference(now.latents(), piece.conditions(), piece.step());
        Tensor kl = Divergence.of(now.velocity(), reference.velocity(), now.stdDev())
                .mean();
        return new Outcome(policy.add(kl.mul(kl().beta())), "", images);
    }

    private Outcome supervised() {
        Tensor x = tensors.tensor("sft.x");
        var transformer = state.model().transformer();
        var conditions = transformer.embed(new Conditions(tensors.tensor("sft.seq"), tensors.tensor("sft.pooled")));
        Tensor velocity = transformer.forward(
                x, ReferenceTokens.none(Math.toIntExact(x.size(0))), conditions, tensors.tensor("sft.t"), Set.of());
        return new Outcome(velocity.sub(tensors.tensor("sft.target")).square().mean(), "", 1);
    }

    Map<String, Tensor> snapshot() {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            state.trainable()
                    .forEach((name, parameter) ->
                            copies.put(name, parameter.detach().copy().own()));
        }
        return copies;
    }

    private String name(String what) {
        return facts.get("run").asString() + "." + what;
    }

    private static int[] integers(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
