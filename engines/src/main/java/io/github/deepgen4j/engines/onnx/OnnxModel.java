// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.deepgen4j.engines.onnx.Numbers.Floats;
import io.github.deepgen4j.engines.onnx.Numbers.Longs;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.FileStart;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * The network of one ONNX file. Safe for several threads. One run takes one thread, the caller's, and as many run at
 * once in the whole process as LibTorch may take threads ({@code OMP_NUM_THREADS}, default all processors): the two
 * share one budget, and nothing spins while it waits.
 */
public final class OnnxModel implements AutoCloseable {
    private static final Semaphore RUNS = new Semaphore(threads(), true);

    private final String name;
    private final String sha256;
    private final Map<String, String> metadata;
    private final OrtSession session;
    private final Map<String, Port> inputs;
    private final Map<String, Port> outputs;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxModel(String name, String sha256, Map<String, String> metadata, OrtSession session)
            throws OrtException {
        this.name = name;
        this.sha256 = sha256;
        this.metadata = metadata;
        this.session = session;
        this.inputs = ports(session.getInputInfo());
        this.outputs = ports(session.getOutputInfo());
    }

    /**
     * Opens a file.
     *
     * @throws EngineException if it is absent, damaged or something else, or needs operators that ONNX Runtime lacks
     */
    public static OnnxModel open(Path file) {
        FileStart.fault(file).ifPresent(fault -> {
            throw new EngineException(file + ": " + fault);
        });
        OrtEnvironment environment = OnnxLibrary.environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setCPUArenaAllocator(false); // it keeps the largest of all sizes that it has seen
            options.setMemoryPatternOptimization(false);
            // By its path: weights beside the file are found.
            OrtSession session = environment.createSession(file.toAbsolutePath().toString(), options);
            try {
                return new OnnxModel(file.toString(), FileSum.sha256(file), Metadata.read(file), session);
            } catch (IOException | OrtException e) {
                session.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EngineException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        } catch (OrtException e) {
            throw new EngineException(file + ": no usable ONNX file, fetch it again: " + reason(e), e);
        }
    }

    private static int threads() {
        String told = System.getenv("OMP_NUM_THREADS");
        int all = Runtime.getRuntime().availableProcessors();
        return told != null && told.strip().matches("[1-9]\\d{0,3}") ? Integer.parseInt(told.strip()) : all;
    }

    private static Map<String, Port> ports(Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .filter(node -> node.getInfo() instanceof TensorInfo)
                .map(node -> {
                    TensorInfo info = (TensorInfo) node.getInfo();
                    return new Port(node.getName(), info.type.toString().toLowerCase(Locale.ROOT), info.getShape());
                })
                .collect(Collectors.toMap(Port::name, port -> port));
    }

    /** The file as it was given. */
    public String name() {
        return name;
    }

    /** SHA-256 of the file. */
    public String sha256() {
        return sha256;
    }

    /** True if it has an input of this name. */
    public boolean hasInput(String input) {
        return inputs.containsKey(input);
    }

    /** The names of the inputs, in order. */
    public List<String> inputs() {
        return inputs.keySet().stream().sorted().toList();
    }

    /** The only input's name. */
    public String onlyInput() {
        return only("input", inputs);
    }

    /** The only output's name. */
    public String onlyOutput() {
        return only("output", outputs);
    }

    private String only(String what, Map<String, Port> ports) {
        if (ports.size() != 1) {
            throw new EngineException("%s: expected one %s, found %s".formatted(name, what, ports.values()));
        }
        return ports.keySet().iterator().next();
    }

    /** A value of the file's metadata; empty if it has none of this key. */
    public String metadata(String key) {
        return metadata.getOrDefault(key, "");
    }

    /**
     * Refuses a network that does not take an input.
     *
     * @param type {@code float} or {@code int64}
     * @param shape -1 for any size
     */
    public void requireInput(String input, String type, long... shape) {
        require("input", inputs, input, type, shape);
    }

    /**
     * Refuses a network that does not give an output.
     *
     * @param shape -1 for any size
     */
    public void requireOutput(String output, long... shape) {
        require("output", outputs, output, "float", shape);
    }

    private void require(String what, Map<String, Port> ports, String port, String type, long... shape) {
        Port found = ports.get(port);
        if (found == null || !found.takes(type, shape)) {
            throw new EngineException("%s: expected an %s '%s' of %s, found %s"
                    .formatted(
                            name,
                            what,
                            port,
                            Port.text(type, shape),
                            ports.values().stream()
                                    .map(Port::toString)
                                    .sorted()
                                    .limit(8)
                                    .collect(Collectors.joining("; "))));
        }
    }

    /**
     * Runs the network.
     *
     * @return the wanted outputs
     * @throws EngineException if it fails, or an output is not of single precision
     */
    public Map<String, Floats> run(Map<String, Numbers> feeds, List<String> wanted) {
        use.readLock().lock();
        RUNS.acquireUninterruptibly();
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            requireOpen();
            for (var feed : feeds.entrySet()) {
                tensors.put(feed.getKey(), tensor(feed.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors, Set.copyOf(wanted))) {
                Map<String, Floats> outputs = new HashMap<>();
                for (String output : wanted) {
                    outputs.put(output, floats(output, (OnnxTensor)
                            result.get(output).orElseThrow()));
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new EngineException(name + ": the network failed: " + reason(e), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
            RUNS.release();
            use.readLock().unlock();
        }
    }

    private static OnnxTensor tensor(Numbers numbers) throws OrtException {
        OrtEnvironment environment = OnnxLibrary.environment();
        return switch (numbers) {
            case Floats floats ->
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), floats.shape());
            case Longs longs -> OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), longs.shape());
        };
    }

    private Floats floats(String output, OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer == null) {
            throw new EngineException(
                    "%s: expected an output '%s' of float, found %s".formatted(name, output, tensor.getInfo().type));
        }
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Floats(values, tensor.getInfo().getShape());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name + ": is closed");
        }
    }

    /** The first line of ONNX Runtime's complaint. */
    private static String reason(OrtException e) {
        String line = e.getMessage().lines().findFirst().orElse("");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    /** Waits for runs that have begun, and releases the memory. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new EngineException(name + ": cannot be closed: " + reason(e), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(outputs.values().toArray());
    }
}
