// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import org.bytedeco.pytorch.global.torch;

/** Where a tensor's memory lives. */
public enum Device {
    /** Main memory. */
    CPU("cpu"),
    /** The current NVIDIA GPU; needs the CUDA build of LibTorch. */
    CUDA("cuda");

    private final String torchName;

    Device(String torchName) {
        this.torchName = torchName;
    }

    org.bytedeco.pytorch.Device raw() {
        return new org.bytedeco.pytorch.Device(torchName);
    }

    /** True when tensors can be placed here by the loaded LibTorch on this machine. */
    public boolean available() {
        return this == CPU || torch.cuda_is_available();
    }
}
