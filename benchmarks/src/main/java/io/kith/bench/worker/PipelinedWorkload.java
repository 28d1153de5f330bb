package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.AsyncAct;
import io.kith.bench.peer.PeerClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One thread that keeps up to 256 operations under way.
 *
 * @param name as the command line calls it
 * @param title for the tables
 * @param mix what it does
 */
record PipelinedWorkload(String name, String title, Mix mix) implements BenchLoad {
    // Noting the time of each would cost more than some of what is measured.
    private static final int TIMED_EVERY = 16;
    private static final int LOOK_EVERY = 64;

    @Override
    public Set<Act> acts() {
        return mix.acts();
    }

    @Override
    public boolean isPossible(PeerClient client) {
        return acts().stream().allMatch(act -> client.async(act) != null);
    }

    @Override
    public Work run(PeerClient client, Fill fill, Duration span, Latencies latencies) throws Exception {
        AsyncAct first = mix.firstPercent() > 0 ? act(client, mix.first()) : act(client, mix.second());
        AsyncAct second = mix.acts().size() > 1 ? act(client, mix.second()) : first;
        int firstCount = fill.count(mix.first());
        int secondCount = fill.count(mix.second());
        Choices choices = new Choices(1);
        Window window = new Window(client);
        long start = System.nanoTime();
        long end = start + span.toNanos();
        long operations = 0;
        while (operations % LOOK_EVERY != 0 || System.nanoTime() - end < 0) {
            window.makeRoom();
            boolean isFirst = mix.isFirst(choices);
            int index = choices.below(isFirst ? firstCount : secondCount);
            AsyncAct act = isFirst ? first : second;
            if (operations % TIMED_EVERY == 0) {
                long began = System.nanoTime();
                CompletableFuture<?> started = act.start(index);
                window.add(started);
                var unused = started.whenComplete((result, failure) -> latencies.record(System.nanoTime() - began));
            } else {
                window.add(act.start(index));
            }
            operations++;
        }
        window.drain();
        return new Work(operations, System.nanoTime() - start);
    }

    private static AsyncAct act(PeerClient client, Act act) {
        return Objects.requireNonNull(client.async(act), "this client cannot start " + act);
    }
}
