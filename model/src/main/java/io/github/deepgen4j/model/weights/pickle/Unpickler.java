// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.pickle;

import io.github.deepgen4j.model.files.Utf8;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.pickle.TensorRecord.Storage;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pickle machine for checkpoints: opcodes of protocols 2 to 4 that plain data needs, and the names of {@link Global}.
 * It builds strings, numbers, tuples, lists, dictionaries and {@link TensorRecord}s, and runs nothing. What it may
 * allocate is bounded by the size of the pickle and the limits below, whatever the pickle claims; nothing recurses into
 * values, so neither depth nor cycles can exhaust the stack.
 */
final class Unpickler {
    /** Real ones have a few hundred bytes a tensor. */
    static final int MAX_PICKLE = 1 << 26;

    static final int MAX_VALUES = 4_000_000;
    static final int MAX_DEPTH = 100;

    /** Python's None. */
    enum None {
        NONE
    }

    /** An object whose class is known and whose content is of no interest. */
    record Opaque() {}

    record Tuple(List<Object> items, int depth) {
        Tuple(List<Object> items) {
            this(List.copyOf(items), depthOf(items));
        }
    }

    /** A list or set. */
    static final class Sequence {
        final List<Object> items = new ArrayList<>(0);
        int depth = 1;
    }

    /** A dictionary. Keys are strings or numbers: nothing that could be compared at length. */
    static final class Dictionary {
        final Map<Object, Object> items = new LinkedHashMap<>(0);
        int depth = 1;
    }

    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    private Unpickler(byte[] pickle) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The value of a pickle.
     *
     * @throws WeightException for anything that is not a checkpoint's pickle, naming the byte
     */
    static Object read(byte[] pickle) {
        if (pickle.length > MAX_PICKLE) {
            throw new WeightException("pickle of " + pickle.length + " bytes, expected at most " + MAX_PICKLE);
        }
        Unpickler machine = new Unpickler(pickle);
        int at = 0;
        try {
            while (true) {
                at = machine.in.position();
                int opcode = Byte.toUnsignedInt(machine.in.get());
                if (opcode == '.') {
                    return machine.pop();
                }
                machine.execute(opcode);
            }
        } catch (BufferUnderflowException e) {
            throw new WeightException("malformed pickle: it ends inside of an instruction at byte " + at, e);
        } catch (WeightException e) {
            throw new WeightException("malformed pickle at byte " + at + ": " + e.getMessage(), e);
        }
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(Byte.toUnsignedInt(in.get()));
            case 0x95 -> in.getLong(); // FRAME: a hint about sizes
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMarked();
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
            case 0x8a -> push(integer(Byte.toUnsignedInt(in.get())));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> push(text(in.getInt()));
            case 0x8c -> push(text(Byte.toUnsignedInt(in.get())));
            case 'T', 'B' -> push(bytes(in.getInt()));
            case 'U', 'C' -> push(bytes(Byte.toUnsignedInt(in.get())));
            case ']', 0x8f -> push(new Sequence());
            case '}' -> push(new Dictionary());
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(popMarked()));
            case 0x85 -> push(new Tuple(popLast(1)));
            case 0x86 -> push(new Tuple(popLast(2)));
            case 0x87 -> push(new Tuple(popLast(3)));
            case 'a' -> append(popLast(1));
            case 'e', 0x90 -> append(popMarked());
            case 's' -> setItems(popLast(2));
            case 'u' -> setItems(popMarked());
            case 'h' -> push(recall(Byte.toUnsignedInt(in.get())));
            case 'j' -> push(recall(in.getInt()));
            case 'q' -> remember(Byte.toUnsignedInt(in.get()));
            case 'r' -> remember(in.getInt());
            case 0x94 -> remember(memo.size());
            case 'c' -> push(Global.named(line(), line()));
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> reduce();
            case 'b' -> build();
            case 'Q' -> push(storage(pop()));
            default ->
                throw new WeightException("opcode 0x%02x is not among those a checkpoint needs".formatted(opcode));
        }
    }

    private static void protocol(int version) {
        if (version < 2 || version > 4) {
            throw new WeightException("protocol expected 2 to 4, found " + version);
        }
    }

    // ---- stack and memo ----

    private void remember(int key) {
        memo.put(key, peek());
        if (memo.size() > MAX_VALUES) {
            throw new WeightException("more than " + MAX_VALUES + " values are remembered");
        }
    }

    private void push(Object value) {
        if (++values > MAX_VALUES) {
            throw new WeightException("more than " + MAX_VALUES + " values");
        }
        stack.add(value);
    }

    private Object peek() {
        if (stack.size() <= floor()) {
            throw new WeightException("a value is missing on the stack");
        }
        return stack.getLast();
    }

    private Object pop() {
        peek();
        return stack.removeLast();
    }

    /** Values below the last mark are out of reach until the mark is taken. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private void mark() {
        if (marks.size() == MAX_DEPTH) {
            throw new WeightException("more than " + MAX_DEPTH + " open marks");
        }
        marks.add(stack.size());
    }

    private List<Object> popMarked() {
        if (marks.isEmpty()) {
            throw new WeightException("a mark is missing on the stack");
        }
        return popFrom(marks.removeLast());
    }

    private List<Object> popLast(int count) {
        if (stack.size() - floor() < count) {
            throw new WeightException("a value is missing on the stack");
        }
        return popFrom(stack.size() - count);
    }

    private List<Object> popFrom(int start) {
        List<Object> top = stack.subList(start, stack.size());
        List<Object> taken = List.copyOf(top);
        top.clear();
        return taken;
    }

    private Object recall(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw new WeightException("memo " + Integer.toUnsignedString(key) + " is read before it is written");
        }
        return value;
    }

    // ---- scalars ----

    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new WeightException(
                    "a string of " + Integer.toUnsignedString(length) + " bytes, " + in.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(int length) {
        return Utf8.decode(bytes(length), found -> new WeightException("a string: expected UTF-8, found " + found));
    }

    private Object integer(int length) {
        byte[] digits = bytes(length);
        for (int i = 0; i < length / 2; i++) {
            byte swapped = digits[i];
            digits[i] = digits[length - 1 - i];
            digits[length - 1 - i] = swapped;
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(digits);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            continue;
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    // ---- containers ----

    private static int depthOf(List<Object> items) {
        int depth = 1;
        for (Object item : items) {
            depth = Math.max(depth, depthAround(item));
        }
        return depth;
    }

    private static int depthAround(Object item) {
        int depth = 1
                + switch (item) {
                    case Tuple tuple -> tuple.depth();
                    case Sequence sequence -> sequence.depth;
                    case Dictionary dictionary -> dictionary.depth;
                    default -> 0;
                };
        if (depth > MAX_DEPTH) {
            throw new WeightException("values are nested more than " + MAX_DEPTH + " deep");
        }
        return depth;
    }

    private void append(List<Object> items) {
        switch (peek()) {
            case Sequence sequence -> {
                sequence.items.addAll(items);
                sequence.depth = Math.max(sequence.depth, depthOf(items));
            }
            case Opaque _ -> {}
            case Object other -> throw wrong("a list to append to", other);
        }
    }

    private void setItems(List<Object> items) {
        if (items.size() % 2 != 0) {
            throw new WeightException("a key without a value");
        }
        switch (peek()) {
            case Dictionary dictionary -> {
                for (int i = 0; i < items.size(); i += 2) {
                    put(dictionary, items.get(i), items.get(i + 1));
                }
                dictionary.depth = Math.max(dictionary.depth, depthOf(items));
            }
            case Opaque _ -> {}
            case Object other -> throw wrong("a dictionary to fill", other);
        }
    }

    private static void put(Dictionary dictionary, Object key, Object value) {
        if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
            throw wrong("a string or number as key", key);
        }
        if (dictionary.items.put(key, value) != null) {
            throw new WeightException("a dictionary has the key " + Global.shown(key.toString()) + " twice");
        }
    }

    // ---- what names stand for ----

    private void stackGlobal() {
        List<Object> names = popLast(2);
        push(Global.named(expect(String.class, names.get(0)), expect(String.class, names.get(1))));
    }

    private void reduce() {
        List<Object> call = popLast(2);
        List<Object> arguments = expect(Tuple.class, call.get(1)).items();
        Global function = expect(Global.class, call.get(0));
        push(
                switch (function) {
                    case INERT -> new Opaque();
                    case ORDERED_DICT -> dictionary(arguments);
                    case SET -> sequence(arguments);
                    case SIZE -> expect(Tuple.class, argument(arguments, 0));
                    case REBUILD_TENSOR -> tensor(arguments);
                    case REBUILD_PARAMETER -> expect(TensorRecord.class, argument(arguments, 0));
                    default -> throw new WeightException("a storage class is called");
                });
    }

    private static Object argument(List<Object> arguments, int number) {
        if (arguments.size() <= number) {
            throw new WeightException("argument " + number + " of " + arguments.size() + " is missing");
        }
        return arguments.get(number);
    }

    private static Dictionary dictionary(List<Object> arguments) {
        if (!arguments.isEmpty()) {
            throw new WeightException("an OrderedDict is made with arguments");
        }
        return new Dictionary();
    }

    /** A set is its list: nothing reads sets, and copies of one list could fill the memory. */
    private static Sequence sequence(List<Object> arguments) {
        return arguments.isEmpty() ? new Sequence() : expect(Sequence.class, arguments.getFirst());
    }

    /** Attributes of a dictionary ({@code _metadata} of a state_dict) and of opaque objects are of no interest. */
    private void build() {
        pop();
        Object target = peek();
        if (!(target instanceof Dictionary || target instanceof Opaque)) {
            throw wrong("a dictionary that gets attributes", target);
        }
    }

    /** {@code ('storage', class, key, device, elements)}. */
    private static Storage storage(Object id) {
        List<Object> fields = expect(Tuple.class, id).items();
        if (fields.size() != 5 || !"storage".equals(fields.get(0))) {
            throw new WeightException("a persistent id that is not a storage");
        }
        Global type = expect(Global.class, fields.get(1));
        if (type.storage == null) {
            throw new WeightException("a storage of an unknown class");
        }
        String key = expect(String.class, fields.get(2));
        if (key.isEmpty() || key.length() > 64 || !key.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))) {
            throw new WeightException("a storage whose key is not a plain number or word");
        }
        long elements = expect(Long.class, fields.get(4));
        if (elements < 0) {
            throw new WeightException("storage " + key + " of " + elements + " elements");
        }
        return new Storage(type.storage, key, elements);
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, metadata)}. */
    private static TensorRecord tensor(List<Object> arguments) {
        return new TensorRecord(
                expect(Storage.class, argument(arguments, 0)),
                expect(Long.class, argument(arguments, 1)),
                numbers(argument(arguments, 2)),
                numbers(argument(arguments, 3)));
    }

    static long[] numbers(Object tuple) {
        return expect(Tuple.class, tuple).items().stream()
                .mapToLong(item -> expect(Long.class, item))
                .toArray();
    }

    /** The value as this type, or an error that says what was found. */
    static <T> T expect(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw wrong("a " + type.getSimpleName(), value);
        }
        return type.cast(value);
    }

    private static WeightException wrong(String expected, Object found) {
        return new WeightException(
                "expected " + expected + ", found a " + found.getClass().getSimpleName());
    }
}
