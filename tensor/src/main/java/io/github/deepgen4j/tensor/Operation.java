// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorVector;

/**
 * Native calls: the operands are entered before and left after, results are adopted by the innermost scope, and
 * failures become a {@link TensorException} that names the operation and the operands' types and shapes.
 */
final class Operation {
    private Operation() {}

    /** Runs one native call that reads the operands and makes a new tensor. */
    static Tensor call(String operation, Supplier<org.bytedeco.pytorch.Tensor> body, Tensor... operands) {
        Scope scope = Scope.innermost(operation);
        return use(operation, () -> new Tensor(body.get(), scope), operands);
    }

    /** Runs one native call whose result may share the operand's memory. */
    static Tensor view(String operation, Supplier<org.bytedeco.pytorch.Tensor> body, Tensor operand) {
        Tensor result = call(operation, body, operand);
        result.handle().mapLike(operand.handle());
        return result;
    }

    /** Runs native calls that only read the operands; null operands are skipped. */
    static <T> T use(String operation, Supplier<T> body, Tensor... operands) {
        enter(operation, operands);
        try {
            return body.get();
        } catch (TensorException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(operation, e, operands);
        } finally {
            leave(operands);
        }
    }

    /** Runs native calls that change one tensor and read the operands. Returns the changed tensor. */
    static Tensor change(String operation, Tensor changed, Runnable body, Tensor... operands) {
        Tensor[] others =
                Arrays.stream(operands).filter(other -> other != changed).toArray(Tensor[]::new);
        changed.handle().enterChange(operation);
        try (var _ = Scope.open()) {
            enter(operation, others);
            try {
                body.run();
                return changed;
            } catch (RuntimeException e) {
                throw failure(
                        operation,
                        e,
                        Stream.concat(Stream.of(changed), Arrays.stream(operands))
                                .toArray(Tensor[]::new));
            } finally {
                leave(others);
            }
        } finally {
            changed.handle().leaveChange();
        }
    }

    /** Operands for a native call that takes a list. */
    static TensorVector vector(Tensor... operands) {
        return new TensorVector(Arrays.stream(operands).map(Tensor::raw).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }

    private static void enter(String operation, Tensor... operands) {
        for (int i = 0; i < operands.length; i++) {
            try {
                if (operands[i] != null) {
                    operands[i].handle().enter(operation);
                }
            } catch (TensorException e) {
                leave(Arrays.copyOf(operands, i));
                throw e;
            }
        }
    }

    private static void leave(Tensor... operands) {
        for (Tensor operand : operands) {
            if (operand != null) {
                operand.handle().leave();
            }
        }
    }

    /** The operands must be entered, or be this thread's own. */
    private static TensorException failure(String operation, RuntimeException cause, Tensor... operands) {
        StringJoiner shapes = new StringJoiner(" x ", " ", "").setEmptyValue("");
        for (Tensor operand : operands) {
            if (operand != null) {
                shapes.add(operand.handle().describe());
            }
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new TensorException(
                operation + shapes + ": " + message.lines().findFirst().orElse(""), cause);
    }
}
