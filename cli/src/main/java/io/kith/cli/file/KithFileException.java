package io.kith.cli.file;

/** Thrown when a configuration file says something that makes no sense. Its message names file, line and remedy. */
public final class KithFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    KithFileException(String message) {
        super(message);
    }
}
