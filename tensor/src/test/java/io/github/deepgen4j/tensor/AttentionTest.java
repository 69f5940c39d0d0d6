// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Attention by products is LibTorch's, with and without a mask, also where a row may attend nowhere. */
class AttentionTest {
    @Test
    void productsGiveWhatTheFusedKernelGives() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1)) {
            Tensor q = rng.normal(2, 3, 20, 8);
            Tensor k = rng.normal(2, 3, 24, 8);
            Tensor v = rng.normal(2, 3, 24, 8);
            Tensor mask = rng.uniform(2, 1, 20, 24)
                    .mul(Tensor.arange(20).gt(0).to(DType.F32).reshape(1, 1, 20, 1))
                    .gt(0.3);
            for (Tensor allowed : new Tensor[] {null, mask}) {
                Tensor fused = Attention.fused(q, k, v, allowed, false, 0.35);
                Tensor products = Attention.byProducts(q, k, v, allowed, 0.35);
                assertThat(products.sub(fused).norm().item() / fused.norm().item())
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void rowsThatMayAttendNowhereGiveZerosAndFiniteGradients() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(5)) {
            Tensor q = rng.normal(2, 3, 4, 8).requireGrad(true);
            Tensor k = rng.normal(2, 3, 6, 8);
            Tensor v = rng.normal(2, 3, 6, 8);
            Tensor mask = Tensor.arange(4).gt(0).reshape(1, 1, 4, 1).expand(2, 1, 4, 6);
            Tensor fused = Attention.fused(q, k, v, mask, false, 0.35);
            Tensor result = Attention.withoutEmptyRows(q, k, v, mask, 0.35);
            assertThat(result.sub(fused).norm().item()).isLessThan(1e-5);
            assertThat(result.narrow(2, 0, 1).norm().item()).isZero();
            result.sum(-1, false).square().mean().backward();
            assertThat(q.grad().isFinite()).isTrue();
            assertThat(q.grad().narrow(2, 0, 1).norm().item()).isZero();
        }
    }

    @Test
    void queriesAreAskedInPartsWhenTheScoresOfOneHeadAreTooMany() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(3)) {
            long tokens = 3000; // 36 MB of scores a head, of which 32 MiB are held
            Tensor q = rng.normal(1, 2, tokens, 8);
            Tensor k = rng.normal(1, 2, tokens, 8);
            Tensor v = rng.normal(1, 2, tokens, 8);
            Tensor mask = rng.uniform(1, 2, tokens, tokens).gt(0.3);
            Tensor fused = Attention.fused(q, k, v, mask, false, 0.35);
            Tensor products = Attention.byProducts(q, k, v, mask, 0.35);
            assertThat(products.sub(fused).norm().item() / fused.norm().item()).isLessThan(1e-5);
        }
    }

    @Test
    void whatAllKeysHaveInCommonDoesNotMakeBf16Coarse() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(2)) {
            Tensor q = rng.normal(1, 2, 64, 64).add(2).to(DType.BF16);
            Tensor k = rng.normal(1, 2, 64, 64).add(8).to(DType.BF16);
            Tensor v = rng.normal(1, 2, 64, 64).to(DType.BF16);
            Tensor exact = Attention.fused(
                    q.to(DType.F32), k.to(DType.F32), v.to(DType.F32), null, false, 0.125); // scores near 128
            Tensor products = Attention.byProducts(q, k, v, null, 0.125).to(DType.F32);
            assertThat(products.sub(exact).norm().item() / exact.norm().item()).isLessThan(0.01);
        }
    }
}
