package io.kith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return BenchCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void saysWhichPeersAndWorkloadsThereAre() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString())
                .contains("kith", "hazelcast", "infinispan", "redis-cluster", "socket", "pipelined-95", "join");
    }

    @Test
    void refusesWhatThereIsNotAndSaysWhatThereIs() {
        assertThat(run("--peers", "kith,memcached")).isEqualTo(2);
        assertThat(err.toString()).contains("no peer 'memcached'", "hazelcast");
        assertThat(run("--workloads", "fly")).isEqualTo(2);
        assertThat(err.toString()).contains("no workload 'fly'", "set-contains", "kill");
        assertThat(run("--preset", "huge")).isEqualTo(2);
        assertThat(err.toString()).contains("no preset 'huge'", "quick, full, long");
        assertThat(run("--pin", "sideways")).isEqualTo(2);
        assertThat(err.toString()).contains("'sideways'", "none, one or split");
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertThat(run("--rounds", "0")).isEqualTo(2);
        assertThat(run("--seconds", "-1")).isEqualTo(2);
        assertThat(run("--entries", "0")).isEqualTo(2);
        assertThat(run("--load", "99999999")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--rounds must be from 1", "--seconds -1.0", "--entries must", "--load must");
    }
}
