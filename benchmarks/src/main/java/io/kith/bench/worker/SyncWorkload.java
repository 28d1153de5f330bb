package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.peer.SyncAct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Threads that each do one operation after the other.
 *
 * @param name as the command line calls it
 * @param title for the tables
 * @param threads what each thread does
 */
record SyncWorkload(String name, String title, List<Mix> threads) implements BenchLoad {
    private static final int GRACE_SECONDS = 90;

    // Its threads outlive the work, so that what they allocated can still be asked for.
    private static final ExecutorService POOL = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "caller");
        thread.setDaemon(true);
        return thread;
    });

    SyncWorkload {
        threads = List.copyOf(threads);
    }

    @Override
    public Set<Act> acts() {
        Set<Act> acts = EnumSet.noneOf(Act.class);
        threads.forEach(mix -> acts.addAll(mix.acts()));
        return acts;
    }

    @Override
    public boolean isPossible(PeerClient client) {
        return acts().stream().allMatch(act -> client.sync(act) != null);
    }

    @Override
    public Work run(PeerClient client, Fill fill, Duration span, Latencies latencies) throws Exception {
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < threads.size(); i++) {
                Mix mix = threads.get(i);
                int seed = i;
                running.add(POOL.submit(() -> {
                    go.await();
                    return loop(client, fill, mix, new Choices(seed), System.nanoTime() + span.toNanos());
                }));
            }
            long start = System.nanoTime();
            go.countDown();
            List<Histogram> done = new ArrayList<>();
            for (Future<Histogram> thread : running) {
                done.add(thread.get(span.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS));
            }
            long nanos = System.nanoTime() - start;
            done.forEach(latencies::add);
            return new Work(done.stream().mapToLong(Histogram::getTotalCount).sum(), nanos);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "an operation of " + name + " was not done after " + GRACE_SECONDS + " seconds", e);
        }
    }

    private static Histogram loop(PeerClient client, Fill fill, Mix mix, Choices choices, long end) throws Exception {
        SyncAct first = Objects.requireNonNull(client.sync(mix.first()));
        SyncAct second = Objects.requireNonNull(client.sync(mix.second()));
        int firstCount = fill.count(mix.first());
        int secondCount = fill.count(mix.second());
        Histogram histogram = Latencies.ofThread();
        long began = System.nanoTime();
        while (began - end < 0) {
            boolean isFirst = mix.isFirst(choices);
            int index = choices.below(isFirst ? firstCount : secondCount);
            (isFirst ? first : second).run(index);
            long now = System.nanoTime();
            histogram.recordValue(now - began);
            began = now;
        }
        return histogram;
    }
}
