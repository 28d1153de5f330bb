package io.kith.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.AsyncAct;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.peer.SyncAct;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LoadsTest {
    /** Does nothing, at once; every third get and put fails if it is told so. */
    private static final class Nothing implements PeerClient {
        private final AtomicInteger gets = new AtomicInteger();
        private final AtomicInteger puts = new AtomicInteger();
        private final int failEvery;

        Nothing(int failEvery) {
            this.failEvery = failEvery;
        }

        private void count(Act act) {
            int number = (act == Act.GET ? gets : puts).incrementAndGet();
            if (failEvery > 0 && number % failEvery == 0) {
                throw new IllegalStateException("as it was told");
            }
        }

        @Override
        public SyncAct sync(Act act) {
            return index -> count(act);
        }

        @Override
        public @Nullable AsyncAct async(Act act) {
            return act == Act.GET || act == Act.PUT
                    ? index -> CompletableFuture.runAsync(() -> count(act), Runnable::run)
                    : null;
        }

        @Override
        public void close() {}
    }

    @Test
    void aMixHasTheShareItSays() throws Exception {
        Nothing client = new Nothing(0);
        // How much fits into a time is the machine's affair.
        while (client.gets.get() + client.puts.get() <= 1_000) {
            new PipelinedWorkload("p", "p", new Mix(Act.GET, Act.PUT, 95))
                    .run(client, new Fill(10, 10), Duration.ofMillis(100), new Latencies());
        }
        int gets = client.gets.get();
        int puts = client.puts.get();
        assertThat(100.0 * gets / (gets + puts)).isBetween(92.0, 98.0);
    }

    @Test
    void everyOperationOfAThreadIsTimedAndCounted() throws Exception {
        Nothing client = new Nothing(0);
        Latencies latencies = new Latencies();
        long operations = 0;
        while (operations == 0) {
            operations += new SyncWorkload("s", "s", List.of(Mix.only(Act.GET), Mix.only(Act.PUT)))
                    .run(client, new Fill(10, 10), Duration.ofMillis(50), latencies)
                    .operations();
        }
        assertThat(operations).isEqualTo(latencies.count()).isEqualTo(client.gets.get() + client.puts.get());
    }

    @Test
    void aFailedOperationFailsTheRun() {
        Worker worker = new Worker(new Nothing(1_000), new Fill(10, 10));
        assertThat(worker.run(new Order("get", 1, 1_000, List.of(), false)).error())
                .contains("as it was told");
        assertThatThrownBy(() -> Fill.fill(new Nothing(3), Act.PUT, 10)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void whileNodesComeAndGoAFailedOperationIsTriedAgainAndCounted() throws Exception {
        Nothing client = new Nothing(3);
        StallRun run = new StallRun(client, 10);
        Awaitility.await().until(() -> client.gets.get() > 20 && client.puts.get() > 20);
        var figures = run.end();
        assertThat(figures.get(Metric.THROWN)).isGreaterThan(6);
        assertThat(figures.get(Metric.LOST)).isZero();
        // A retry pauses for 5 ms, which the operation has then taken.
        assertThat(figures.get(Metric.STALL)).isGreaterThanOrEqualTo(5);
    }

    @Test
    void drawsAreSpreadEvenly() {
        Choices choices = new Choices(0);
        int[] drawn = new int[10];
        for (int i = 0; i < 100_000; i++) {
            drawn[choices.below(10)]++;
        }
        assertThat(Arrays.stream(drawn)).allMatch(count -> count > 9_000 && count < 11_000);
    }
}
