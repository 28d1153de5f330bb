package io.kith.collections.kind;

/** Ends the execution of a read that goes through so much that it is to be done in slices. */
public final class LongReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient LongRead read;

    public LongReadException(LongRead read) {
        super("to be done in slices", null, false, false);
        this.read = read;
    }

    /** What is to be done. */
    public LongRead read() {
        return read;
    }
}
