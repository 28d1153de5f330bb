package io.kith.node.wiring;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Warns of what happens again and again: of the same once in a while, of anything else at once, but not too often. */
final class SeldomLog {
    private static final long SAME_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long OTHER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private String said = "";
    private long saidNanos = System.nanoTime() - SAME_NANOS;

    SeldomLog(Logger log) {
        this.log = log;
    }

    void warn(String about, String line) {
        long now = System.nanoTime();
        if (now - saidNanos >= (about.equals(said) ? SAME_NANOS : OTHER_NANOS)) {
            said = about;
            saidNanos = now;
            log.warn("{}", line);
        }
    }
}
