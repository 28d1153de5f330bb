package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that writes one key after the other, each once, for as long as it is open, and knows which were acknowledged. */
final class AcknowledgedWrites implements AutoCloseable {
    private static final String MAP = "acknowledged";
    private static final int BATCH = 500;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final List<Integer> acknowledged = new ArrayList<>();
    private final Thread thread;
    private volatile @Nullable KithException failure;
    private volatile boolean stopping;

    /** Begins. */
    AcknowledgedWrites(Kith kith) {
        RemoteHashMap<String, String> map = kith.hashMap(MAP);
        this.thread = new Thread(() -> write(map), "acknowledged-writes");
        thread.setDaemon(true);
        thread.start();
    }

    private void write(RemoteHashMap<String, String> map) {
        try {
            for (int number = 0; !stopping; number++) {
                map.put("key " + number, "value " + number);
                synchronized (acknowledged) {
                    acknowledged.add(number);
                }
            }
        } catch (KithException e) {
            failure = e;
        }
    }

    int count() {
        synchronized (acknowledged) {
            return acknowledged.size();
        }
    }

    /** Waits until {@code more} than now are acknowledged. */
    void awaitMore(int more) {
        int wanted = count() + more;
        Pause.until(more + " more writes are acknowledged", LIMIT, () -> {
            assertThat(failure).isNull();
            return count() >= wanted;
        });
    }

    /** Every write that was acknowledged so far is there for {@code kith}. */
    void assertAllThere(Kith kith) {
        List<Integer> numbers;
        synchronized (acknowledged) {
            numbers = List.copyOf(acknowledged);
        }
        assertThat(numbers).isNotEmpty();
        assertThat(failure).isNull();
        RemoteHashMap<String, String> map = kith.hashMap(MAP);
        List<String> missing = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += BATCH) {
            List<Integer> some = numbers.subList(from, Math.min(numbers.size(), from + BATCH));
            Map<String, String> found =
                    map.getAll(some.stream().map(number -> "key " + number).toList());
            for (int number : some) {
                if (!("value " + number).equals(found.get("key " + number))) {
                    missing.add("key " + number);
                }
            }
        }
        assertThat(missing).as("acknowledged writes that are not there").isEmpty();
    }

    /** Stops, after the write that is under way. */
    @Override
    public void close() {
        stopping = true;
        Pause.until("the last write is over", LIMIT, () -> !thread.isAlive());
    }
}
