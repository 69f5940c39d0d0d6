// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.global.torch;

/** The processor or the GPU, in whose memory a tensor lies and which runs operations on it. */
public enum Device {
    /** Main memory, and the processor. */
    CPU("cpu"),
    /** An NVIDIA GPU, the first unless {@link #selectGpu} chose another; needs the CUDA build of LibTorch. */
    CUDA("cuda");

    private static volatile Device chosen = CPU;
    private static volatile int gpu;

    static {
        String asked = System.getProperty("deepgen.device");
        if (asked != null) {
            setDefault(valueOf(asked.toUpperCase(Locale.ROOT)));
        }
    }

    private final String torchName;

    Device(String torchName) {
        this.torchName = torchName;
    }

    org.bytedeco.pytorch.Device raw() {
        return new org.bytedeco.pytorch.Device(this == CUDA ? torchName + ":" + gpu : torchName);
    }

    /** True when tensors can be placed here by the loaded LibTorch on this machine. */
    public boolean available() {
        return this == CPU || cudaAvailable();
    }

    private static boolean cudaAvailable() {
        LibTorch.load();
        return torch.cuda_is_available();
    }

    /**
     * The device on which tensors are made: those of the factories of {@link Tensor}, of random draws, and weights that
     * are loaded. At first what the system property {@code deepgen.device} says, else the processor.
     */
    public static Device getDefault() {
        return chosen;
    }

    /**
     * Chooses for the whole process, as {@code torch.set_default_device}; call it before anything is loaded, because
     * operands of one operation must lie on one device. Float32 stays float32: on a GPU, too, nothing is rounded to
     * TF32.
     *
     * @throws TensorException if the device is not there; nothing has changed then
     */
    public static void setDefault(Device device) {
        if (!device.available()) {
            throw new TensorException("device cuda: expected an NVIDIA GPU, its driver, and the CUDA build of LibTorch"
                    + " (./mvnw -Pcuda package), found none that works");
        }
        if (device == CUDA) {
            torch.globalContext().setAllowTF32CuDNN(false);
            torch.globalContext().setAllowTF32CuBLAS(false);
        }
        chosen = device;
    }

    /** Number of GPUs that this process sees, 0 where {@link #CUDA} is not available. */
    public static int gpus() {
        return CUDA.available() ? torch.cuda_device_count() : 0;
    }

    /**
     * Chooses which of several GPUs {@link #CUDA} means; like {@link #setDefault}, call it before anything is loaded.
     *
     * @param index 0 to {@link #gpus} - 1
     * @throws TensorException if there is no such GPU
     */
    public static void selectGpu(int index) {
        int count = gpus();
        if (index < 0 || index >= count) {
            throw new TensorException("selectGpu expected one of " + count + " GPUs, found " + index);
        }
        gpu = index;
    }

    /** Waits until all work that was given to this device is done; on the processor it always is. */
    public void synchronize() {
        if (this == CUDA) {
            torch.cuda_synchronize(gpu);
        }
    }
}
