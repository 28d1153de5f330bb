package io.kith.bench.peer;

/** A grid answered, but not with what was put there. */
public final class WrongDataException extends RuntimeException {
    WrongDataException(String message) {
        super(message);
    }
}
