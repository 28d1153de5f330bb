package io.kith.cli;

/** What the launcher script found out about where output goes; Java 17 cannot tell standard error from a file. */
final class Terminal {
    private Terminal() {}

    /** Whether standard error is a terminal, where a line can be rewritten in place. */
    static boolean onStandardError() {
        return Boolean.getBoolean("kith.terminal");
    }
}
