package io.kith.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what is wrong with peers without letting them fill the log: each host is named at most once a minute, and all
 * of them together not more than a bounded number of times.
 */
final class ComplaintLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(ComplaintLog.class);
    private static final long PERIOD_NANOS = 60_000_000_000L;
    private static final int MAX_HOSTS = 256;
    private static final int MAX_PER_PERIOD = 64;

    private final Clock clock;
    private final Map<String, Long> lastByHost = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_HOSTS;
        }
    };
    private long periodStartNanos;
    private int inPeriod;
    private long suppressed;

    ComplaintLog(Clock clock) {
        this.clock = clock;
        this.periodStartNanos = clock.nowNanos();
    }

    /** Logs {@code what}, unless too much was said of {@code host}; says whether it did. */
    synchronized boolean complain(String host, String what) {
        long now = clock.nowNanos();
        if (now - periodStartNanos >= PERIOD_NANOS) {
            periodStartNanos = now;
            inPeriod = 0;
        }
        Long last = lastByHost.get(host);
        if ((last != null && now - last < PERIOD_NANOS) || inPeriod >= MAX_PER_PERIOD) {
            suppressed++;
            return false;
        }
        lastByHost.remove(host);
        lastByHost.put(host, now);
        inPeriod++;
        if (suppressed > 0) {
            LOGGER.warn("{} ({} like it were not logged)", line(host, what), suppressed);
        } else {
            LOGGER.warn("{}", line(host, what));
        }
        suppressed = 0;
        return true;
    }

    /** What is said of a host, on one line whatever it sent. */
    static String line(String host, String what) {
        return ForeignText.bounded(host + ": " + what);
    }
}
