// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.tensor.Device;

/** The time at which all that was begun is done: a GPU still works when a method has returned. */
final class DeviceClock {
    private DeviceClock() {}

    static long nanos() {
        Device.getDefault().synchronize();
        return System.nanoTime();
    }
}
