package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./kith soak --hostile} does for hours, for seconds. */
class HostileSoakTest {
    private static final int FRAMES = 20_000;

    @Test
    void hostile_clients_end_no_node_and_honest_ones_lose_nothing() {
        HostileSoak.Plan plan = new HostileSoak.Plan(
                3,
                2,
                "128m",
                new HostileSoak.Pace(Duration.ofMinutes(5), FRAMES, 4_000),
                100,
                Duration.ofMinutes(1),
                System.nanoTime());
        StringWriter text = new StringWriter();
        List<String> wrong = new HostileSoak(plan, NodeProgram.forShortRuns(), new PrintWriter(text, true)).run();
        assertThat(wrong).as(text.toString()).isEmpty();
        assertThat(text.toString())
                .contains("lost acknowledged writes 0")
                .containsPattern("GeneratedOperations +[0-9,]{4,} frames")
                .containsPattern("MutatedFrames NODE_CONTROL +[0-9,]{3,} frames");
    }

    @Test
    void what_the_jvm_says_of_its_heap_is_understood() {
        String serial = """
                4711:
                 def new generation   total 78656K, used 1024K [0x1, 0x2, 0x3)
                  eden space 69952K,   0% used [0x1, 0x2, 0x3)
                 tenured generation   total 174784K, used 2048K [0x1, 0x2, 0x3)
                   the space 174784K,   1% used [0x1, 0x2, 0x3, 0x4)
                 Metaspace       used 512K, committed 1024K, reserved 2048K
                """;
        assertThat(HeapGauge.parse(serial)).isEqualTo(3 << 20);
        assertThat(HeapGauge.parse(" garbage-first heap   total 98304K, used 1024K [0x1, 0x2)"))
                .isEqualTo(1 << 20);
        assertThat(HeapGauge.parse("no such process")).isEqualTo(-1);
        assertThat(HeapGauge.bytes("64m")).isEqualTo(64 << 20);
        assertThat(HeapGauge.bytes("1g")).isEqualTo(1 << 30);
    }
}
