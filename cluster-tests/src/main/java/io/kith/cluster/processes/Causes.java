package io.kith.cluster.processes;

import java.util.concurrent.CompletionException;

/** What failures are counted as. */
final class Causes {
    private Causes() {}

    /** The kind of a failure and what it says, without the numbers that differ each time. */
    static String textOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).replaceAll("[0-9a-f]*[0-9][0-9a-f]*", "N");
        return cause.getClass().getSimpleName() + ": " + message;
    }
}
