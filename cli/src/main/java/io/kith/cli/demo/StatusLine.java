package io.kith.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress for people: lines of news with the time since the start, and on a terminal below them one line that is
 * rewritten in place. Where the output is no terminal that line is written out now and then.
 */
final class StatusLine {
    private static final long REPEAT_NANOS = 2_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final long startedAt = System.nanoTime();
    private long lastWritten = startedAt;
    private String shown = "";

    StatusLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Writes a line that stays. */
    synchronized void news(String text) {
        clear();
        out.println(stamp() + text);
        show();
    }

    /** Rewrites the line at the bottom. */
    synchronized void progress(String text) {
        long now = System.nanoTime();
        if (terminal) {
            clear();
            shown = stamp() + text;
            show();
        } else if (now - lastWritten >= REPEAT_NANOS) {
            lastWritten = now;
            out.println(stamp() + text);
            out.flush();
        }
    }

    /** Takes the line at the bottom away. */
    synchronized void end() {
        clear();
        shown = "";
        out.flush();
    }

    private void clear() {
        if (!shown.isEmpty()) {
            out.print("\r\033[K");
        }
    }

    private void show() {
        out.print(shown);
        out.flush();
    }

    private String stamp() {
        return String.format(Locale.ROOT, "%5.1f s  ", (System.nanoTime() - startedAt) / 1e9);
    }
}
