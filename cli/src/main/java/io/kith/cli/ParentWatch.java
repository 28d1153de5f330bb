package io.kith.cli;

import java.io.IOException;

/** Ends this process when the one that started it is gone: its end of our standard input is closed then. */
final class ParentWatch {
    private ParentWatch() {}

    static void start() {
        Thread thread = new Thread(ParentWatch::awaitEnd, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd() {
        byte[] ignored = new byte[64];
        try {
            while (System.in.read(ignored) >= 0) {
                // Whatever the parent says, only its end matters.
            }
        } catch (IOException e) {
            System.err.println("kith: cannot watch the parent process, ending: " + e.getMessage());
        }
        Runtime.getRuntime().halt(ErrorReport.FAILURE);
    }
}
