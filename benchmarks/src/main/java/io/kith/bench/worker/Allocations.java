package io.kith.bench.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What the threads of a JVM allocate. Threads that end before it is asked are missed. */
final class Allocations {
    private final ThreadMXBean threads;
    private final Map<Long, Long> before;

    private Allocations(ThreadMXBean threads) {
        this.threads = threads;
        this.before = now();
    }

    static Allocations ofThisJvm() {
        return new Allocations((ThreadMXBean) ManagementFactory.getThreadMXBean());
    }

    /** Bytes allocated since this was made. */
    long bytesSince() {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : now().entrySet()) {
            sum += Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
        }
        return sum;
    }

    private Map<Long, Long> now() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> now = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            now.put(ids[i], bytes[i]);
        }
        return now;
    }
}
