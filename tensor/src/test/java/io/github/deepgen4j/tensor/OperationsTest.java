// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Functional.conv2d;
import static io.github.deepgen4j.tensor.Functional.crossEntropy;
import static io.github.deepgen4j.tensor.Functional.embedding;
import static io.github.deepgen4j.tensor.Functional.gelu;
import static io.github.deepgen4j.tensor.Functional.geluTanh;
import static io.github.deepgen4j.tensor.Functional.groupNorm;
import static io.github.deepgen4j.tensor.Functional.interpolateBilinear;
import static io.github.deepgen4j.tensor.Functional.interpolateNearest2x;
import static io.github.deepgen4j.tensor.Functional.layerNorm;
import static io.github.deepgen4j.tensor.Functional.linear;
import static io.github.deepgen4j.tensor.Functional.mseLoss;
import static io.github.deepgen4j.tensor.Functional.pad;
import static io.github.deepgen4j.tensor.Functional.rmsNorm;
import static io.github.deepgen4j.tensor.Functional.scaledDotProductAttention;
import static io.github.deepgen4j.tensor.Functional.silu;
import static io.github.deepgen4j.tensor.Functional.softmax;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation and its gradients against PyTorch's numbers; the same table stands in {@code golden.py}. */
class OperationsTest {
    /** float32 sums in another order. */
    private static final double FLOAT = 1e-5;
    /** bf16 and f16 results may be rounded to the neighbour now and then: 2^-9 each. */
    private static final double HALF = 2e-3;

    /** Methods whose results are worked out by hand, by the class that does it. */
    private static final Map<Class<?>, Set<String>> ELSEWHERE = Map.of(
            ValuesTest.class,
            Set.of(
                    "zeros(DType,long[])",
                    "ones(DType,long[])",
                    "full(double,DType,long[])",
                    "arange(long)",
                    "of(float[],long[])",
                    "of(double[],long[])",
                    "of(long[],long[])",
                    "of(byte[],long[])",
                    "of(boolean[],long[])",
                    "copyOf(MemorySegment,DType,long[])",
                    "mapped(MemorySegment,DType,long[])",
                    "shape()",
                    "size(int)",
                    "rank()",
                    "elements()",
                    "dtype()",
                    "toFloats()",
                    "toLongs()",
                    "toBytes()",
                    "storedBytes()",
                    "item()",
                    "isFinite()",
                    "dropout(Tensor,double)"),
            AutogradTest.class,
            Set.of(
                    "requiresGrad()",
                    "requireGrad(boolean)",
                    "backward()",
                    "grad()",
                    "setGrad(Tensor)",
                    "clearGrad()",
                    "detach()"),
            DeviceTest.class,
            Set.of("to(Device)", "device()", "toDefaultDevice()"),
            ScopeTest.class,
            Set.of("own()", "close()", "isClosed()", "toString()"));

    private static final Map<String, Function<Tensor[], Tensor[]>> CASES = new LinkedHashMap<>();

    private static void one(String name, Function<Tensor[], Tensor> operation) {
        many(name, in -> new Tensor[] {operation.apply(in)});
    }

    private static void many(String name, Function<Tensor[], Tensor[]> operation) {
        assertThat(CASES.put(name, operation)).as(name).isNull();
    }

    private static Tensor[] both(Tensor a, Tensor b) {
        return new Tensor[] {a, b};
    }

    static {
        one("to(DType)", in -> in[0].to(DType.F64));
        one("to(DType)#bf16", in -> in[0].to(DType.BF16));
        one("to(DType)#f16", in -> in[0].to(DType.F16));
        one("to(DType)#i64", in -> in[0].to(DType.I64));
        one("to(DType)#u8", in -> in[0].to(DType.U8));
        one("to(DType)#bool", in -> in[0].to(DType.BOOL));

        one("contiguous()", in -> in[0].transpose(0, 2).contiguous());
        one("copy()", in -> in[0].copy());
        one("reshape(long[])", in -> in[0].transpose(0, 1).reshape(-1, 2));
        one("permute(long[])", in -> in[0].permute(2, 0, 1));
        one("transpose(int,int)", in -> in[0].transpose(-1, 0));
        one("unsqueeze(int)", in -> in[0].unsqueeze(-1));
        many("squeeze(int)", in -> both(in[0].squeeze(1), in[0].squeeze(0)));
        one("expand(long[])", in -> in[0].expand(2, -1, 3));
        one("narrow(int,long,long)", in -> in[0].narrow(-1, 1, 2));
        one("select(int,long)", in -> in[0].select(1, -1));
        many("chunk(int,int)", in -> in[0].chunk(2, -1));
        one("cat(int,Tensor[])", in -> Tensor.cat(1, in[0], in[1]));
        one("cat(int,List)", in -> Tensor.cat(1, List.of(in)));
        one("stack(int,Tensor[])", in -> Tensor.stack(-1, in[0], in[1]));
        one("stack(int,List)", in -> Tensor.stack(-1, List.of(in)));
        one("indexSelect(int,Tensor)", in -> in[0].indexSelect(1, in[1]));
        one("flip(long[])", in -> in[0].flip(0, -1));
        one("pad(Tensor,long[])", in -> pad(in[0], 1, 2, 0, 1));

        one("add(Tensor)", in -> in[0].add(in[1]));
        one("add(double)", in -> in[0].add(0.7));
        one("sub(Tensor)", in -> in[0].sub(in[1]));
        one("mul(Tensor)", in -> in[0].mul(in[1]));
        one("mul(double)", in -> in[0].mul(-1.3));
        one("div(Tensor)", in -> in[0].div(in[1]));
        one("div(double)", in -> in[0].div(3));
        one("div(double)#i64", in -> in[0].div(3));
        one("neg()", in -> in[0].neg());
        one("pow(double)", in -> in[0].pow(1.7));
        one("square()", in -> in[0].square());
        one("sqrt()", in -> in[0].sqrt());
        one("rsqrt()", in -> in[0].rsqrt());
        one("exp()", in -> in[0].exp());
        one("abs()", in -> in[0].abs());
        one("sin()", in -> in[0].sin());
        one("cos()", in -> in[0].cos());
        one("clamp(double,double)", in -> in[0].clamp(-0.5, 0.8));

        one("eq(Tensor)", in -> in[0].eq(in[1]));
        one("eq(double)", in -> in[0].eq(1));
        one("gt(double)", in -> in[0].gt(1));
        one("le(Tensor)", in -> in[0].le(in[1]));
        one("lt(double)", in -> in[0].lt(1));
        one("and(Tensor)", in -> in[0].and(in[1]));
        one("or(Tensor)", in -> in[0].or(in[1]));
        one("maskedFill(Tensor,double)", in -> in[0].maskedFill(in[1], -7.5));

        one("sum()", in -> in[0].sum());
        one("sum()#bool", in -> in[0].sum());
        one("mean()", in -> in[0].mean());
        many("sum(int,boolean)", in -> both(in[0].sum(1, false), in[0].sum(-1, true)));
        many("mean(int,boolean)", in -> both(in[0].mean(1, false), in[0].mean(-1, true)));
        one("max()", in -> in[0].max());
        one("argmax(int)", in -> in[0].argmax(1));
        one("norm()", in -> in[0].norm());

        one("matmul(Tensor)", in -> in[0].matmul(in[1]));
        one("matmul(Tensor)#batch", in -> in[0].matmul(in[1]));
        one("matmul(Tensor)#bf16", in -> in[0].matmul(in[1]));
        one("linear(Tensor,Tensor,Tensor)", in -> linear(in[0], in[1], in[2]));
        one("linear(Tensor,Tensor,Tensor)#nobias", in -> linear(in[0], in[1], null));
        one("linear(Tensor,Tensor,Tensor)#bf16", in -> linear(in[0], in[1], in[2]));
        many("eigh()", in -> {
            Tensor[] pair = in[0].eigh();
            return both(pair[0], pair[1].abs()); // the sign of a vector is free
        });

        one("silu(Tensor)", in -> silu(in[0]));
        one("geluTanh(Tensor)", in -> geluTanh(in[0]));
        one("gelu(Tensor)", in -> gelu(in[0]));
        many("softmax(Tensor,int)", in -> both(softmax(in[0], -1), softmax(in[0], 1)));
        one("layerNorm(Tensor,double)", in -> layerNorm(in[0], 1e-3));
        one("layerNorm(Tensor,Tensor,Tensor,double)", in -> layerNorm(in[0], in[1], in[2], 1e-3));
        one("rmsNorm(Tensor,Tensor,double)", in -> rmsNorm(in[0], in[1], 1e-3));
        one("rmsNorm(Tensor,Tensor,double)#bf16", in -> rmsNorm(in[0], in[1], 1e-6));
        one("groupNorm(Tensor,int,Tensor,Tensor,double)", in -> groupNorm(in[0], 2, in[1], in[2], 1e-3));

        String attention = "scaledDotProductAttention(Tensor,Tensor,Tensor,Tensor,boolean,double)";
        one(attention, in -> scaledDotProductAttention(in[0], in[1], in[2], null, false, 0.3));
        one(attention + "#mask", in -> scaledDotProductAttention(in[0], in[1], in[2], in[3], false, 0.3));
        one(attention + "#causal", in -> scaledDotProductAttention(in[0], in[1], in[2], null, true, 0.3));
        one(attention + "#bf16", in -> scaledDotProductAttention(in[0], in[1], in[2], null, false, 0.3));

        one("conv2d(Tensor,Tensor,Tensor,int,int)", in -> conv2d(in[0], in[1], in[2], 2, 1));
        one("conv2d(Tensor,Tensor,Tensor,int,int)#nobias", in -> conv2d(in[0], in[1], null, 1, 0));
        one("interpolateNearest2x(Tensor)", in -> interpolateNearest2x(in[0]));
        one("interpolateBilinear(Tensor,long,long,double)", in -> interpolateBilinear(in[0], 7, 8, 0.875));

        one("embedding(Tensor,Tensor)", in -> embedding(in[0], in[1]));
        one("crossEntropy(Tensor,Tensor)", in -> crossEntropy(in[0], in[1]));
        one("mseLoss(Tensor,Tensor)", in -> mseLoss(in[0], in[1]));

        one("mulInPlace(double)", in -> in[0].copy().mulInPlace(1.9));
        one("addcmulInPlace(Tensor,Tensor,double)", in -> in[0].copy().addcmulInPlace(in[1], in[2], 0.6));
        one("addcdivInPlace(Tensor,Tensor,double)", in -> in[0].copy().addcdivInPlace(in[1], in[2], 0.6));
        one("lerpInPlace(Tensor,double)", in -> in[0].copy().lerpInPlace(in[1], 0.3));
        one("copyFrom(Tensor)", in -> in[0].copy().copyFrom(in[1]));
    }

    @TestFactory
    Stream<DynamicTest> valuesAndGradientsAreThoseOfPyTorch() {
        return CASES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    long before = Scope.liveHandles();
                    check("op/" + entry.getKey() + "/", entry.getValue());
                    assertThat(Scope.liveHandles()).isEqualTo(before);
                }));
    }

    private static void check(String key, Function<Tensor[], Tensor[]> operation) {
        try (var _ = Scope.open()) {
            Tensor[] inputs = tensors(key + "in.");
            for (int i = 0; i < inputs.length; i++) {
                inputs[i].requireGrad(GoldenTensors.has(key + "grad." + i));
            }
            Tensor[] outputs = operation.apply(inputs);
            for (int i = 0; i < outputs.length; i++) {
                boolean half = outputs[i].dtype() == DType.BF16 || outputs[i].dtype() == DType.F16;
                GoldenTensors.assertEqual(key + "out." + i, outputs[i], half ? HALF : FLOAT);
            }
            Tensor[] weights = tensors(key + "w.");
            Tensor loss = Tensor.zeros(DType.F64);
            for (int i = 0; i < weights.length; i++) {
                loss = loss.add(outputs[i].mul(weights[i]).sum());
            }
            assertThat(loss.requiresGrad()).isEqualTo(weights.length > 0);
            if (weights.length > 0) {
                loss.backward();
                for (int i = 0; i < inputs.length; i++) {
                    if (inputs[i].requiresGrad()) {
                        GoldenTensors.assertEqual(key + "grad." + i, inputs[i].grad(), FLOAT);
                    }
                }
            }
        }
    }

    private static Tensor[] tensors(String prefix) {
        return Stream.iterate(0, i -> i + 1)
                .takeWhile(i -> GoldenTensors.has(prefix + i))
                .map(i -> GoldenTensors.get(prefix + i))
                .toArray(Tensor[]::new);
    }

    @Test
    void everyPublicMethodHasACase() {
        Set<String> methods = Stream.of(Tensor.class, Functional.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(OperationsTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered =
                CASES.keySet().stream().map(name -> name.split("#")[0]).collect(Collectors.toCollection(TreeSet::new));
        ELSEWHERE.values().forEach(covered::addAll);
        assertThat(covered).as("methods with a case here or in ELSEWHERE").isEqualTo(methods);
    }

    @Test
    void pythonAndJavaHaveTheSameCases() {
        assertThat(GoldenTensors.keys().stream()
                        .filter(key -> key.startsWith("op/"))
                        .map(key -> key.substring(3, key.lastIndexOf('/'))))
                .containsOnly(CASES.keySet().toArray(String[]::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
