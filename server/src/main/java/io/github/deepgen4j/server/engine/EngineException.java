// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

/** Why an engine did not do what it was asked; the message is for the one who asked. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Kind {
        /** The request does not fit the model. */
        REFUSED,
        /** The work failed. */
        FAILED,
        /** Nobody wants it any more. */
        CANCELLED,
        /** The engine died. */
        LOST,
        /** The model is not there yet. */
        LOADING,
        /** The engine died before, and is not back yet. */
        RESTARTING
    }

    private final Kind kind;
    private final String code;
    private final String field;

    /**
     * @param code of the error that clients see
     * @param field of the request that is wrong, empty for none
     */
    public EngineException(Kind kind, String code, String field, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.field = field;
    }

    public static EngineException failed(String message) {
        return new EngineException(Kind.FAILED, "generation_failed", "", message);
    }

    public static EngineException cancelled() {
        return new EngineException(Kind.CANCELLED, "cancelled", "", "the drawing was cancelled");
    }

    public static EngineException lost(String how) {
        return new EngineException(Kind.LOST, "engine_lost", "", "the engine process ended: " + how);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String field() {
        return field;
    }
}
