package io.kith.bench.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the threads of JVMs allocate. Threads that end before it is asked are missed. */
final class Allocations {
    private final List<ThreadMXBean> jvms;
    private final List<Map<Long, Long>> before = new ArrayList<>();

    /** From now on, in these. */
    Allocations(List<ThreadMXBean> jvms) {
        this.jvms = List.copyOf(jvms);
        jvms.forEach(jvm -> before.add(now(jvm)));
    }

    /** From now on, in this JVM. */
    static Allocations ofThisJvm() {
        return new Allocations(List.of((ThreadMXBean) ManagementFactory.getThreadMXBean()));
    }

    /** Bytes allocated since this was made. */
    long bytesSince() {
        long sum = 0;
        for (int i = 0; i < jvms.size(); i++) {
            for (Map.Entry<Long, Long> thread : now(jvms.get(i)).entrySet()) {
                sum += Math.max(0, thread.getValue() - before.get(i).getOrDefault(thread.getKey(), 0L));
            }
        }
        return sum;
    }

    private static Map<Long, Long> now(ThreadMXBean jvm) {
        long[] ids = jvm.getAllThreadIds();
        long[] bytes = jvm.getThreadAllocatedBytes(ids);
        Map<Long, Long> now = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            now.put(ids[i], bytes[i]);
        }
        return now;
    }
}
