// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Functions of the C library for which Java has no method. Where a system lacks one, nothing is done. */
final class CLibrary {
    static final int STDOUT = 1;
    static final int STDERR = 2;

    private static final int SIGINT = 2;
    private static final long DEFAULT_ACTION = 0;
    private static final long WINDOW_SIZE = System.getProperty("os.name").startsWith("Mac") ? 0x40087468L : 0x5413L;

    private CLibrary() {}

    /** True if a descriptor is a terminal; Java's own Console tells about standard input and output together only. */
    static boolean isTerminal(int descriptor) {
        var form = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return function(form, "isatty", "_isatty")
                .map(isatty -> {
                    try {
                        return (int) isatty.invokeExact(descriptor) != 0;
                    } catch (Throwable e) {
                        throw new IllegalStateException("isatty cannot be called", e);
                    }
                })
                .orElse(false);
    }

    /** Columns of the terminal at a descriptor now, 0 if unknown. */
    static int columns(int descriptor) {
        var form = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
        return function(form, Linker.Option.firstVariadicArg(2), "ioctl")
                .map(ioctl -> {
                    try (Arena arena = Arena.ofConfined()) {
                        MemorySegment size = arena.allocate(4L * Short.BYTES); // rows, columns, two of pixels
                        int failed = (int) ioctl.invokeExact(descriptor, WINDOW_SIZE, size);
                        return failed != 0 ? 0 : Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, Short.BYTES));
                    } catch (Throwable e) {
                        throw new IllegalStateException("ioctl cannot be called", e);
                    }
                })
                .orElse(0);
    }

    /** Lets the next Ctrl-C end the process, whatever it does. */
    static void endOnInterrupt() {
        var form = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
        function(form, "signal").ifPresent(signal -> {
            try {
                long _ = (long) signal.invokeExact(SIGINT, DEFAULT_ACTION);
            } catch (Throwable e) {
                throw new IllegalStateException("signal cannot be called", e);
            }
        });
    }

    /** Ends the process at once, without unloading libraries in which threads still run. */
    static void exit(int code) {
        function(FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), "_exit").ifPresent(exit -> {
            try {
                exit.invokeExact(code);
            } catch (Throwable e) {
                throw new IllegalStateException("_exit cannot be called", e);
            }
        });
        Runtime.getRuntime().halt(code);
    }

    private static Optional<MethodHandle> function(FunctionDescriptor form, String... names) {
        return function(form, null, names);
    }

    @SuppressWarnings("restricted") // native access is granted to the whole program, for LibTorch
    private static Optional<MethodHandle> function(FunctionDescriptor form, Linker.Option option, String... names) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        for (String name : names) {
            var address = library.find(name);
            if (address.isPresent()) {
                Linker.Option[] options = option == null ? new Linker.Option[0] : new Linker.Option[] {option};
                return Optional.of(linker.downcallHandle(address.get(), form, options));
            }
        }
        return Optional.empty();
    }
}
