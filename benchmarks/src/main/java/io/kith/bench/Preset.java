package io.kith.bench;

import io.kith.bench.process.Pin;
import io.kith.bench.run.Plan;
import io.kith.bench.worker.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run is unless it is asked for something else.
 *
 * @param name as the command line calls it
 * @param extent how much of everything
 * @param passes which workloads, pinned how
 */
record Preset(String name, Plan.Extent extent, List<Plan.Pass> passes) {
    private static final int ENTRIES = 100_000;
    private static final int LOAD = 1_000_000;
    private static final int ELEMENTS = 10_000;
    private static final Plan.Pass UNPINNED = new Plan.Pass(Pin.NONE, Workloads.names());

    // A call that blocks from one thread mostly shows how the kernel wakes threads, unless all are on one CPU.
    private static final List<Plan.Pass> WHOLE = List.of(
            new Plan.Pass(Pin.ONE, List.of("get", "put", "deque", "vec-get", "vec-append", "set-contains")),
            new Plan.Pass(Pin.SPLIT, List.of("get", "put", "pipelined-95", "pipelined-50", "pipelined-0")),
            UNPINNED);

    private static final Preset QUICK = new Preset(
            "quick",
            new Plan.Extent(1, 1, millis(750), millis(250), millis(1_000), ENTRIES / 10, LOAD / 20, ELEMENTS),
            List.of(UNPINNED));
    private static final Preset FULL = new Preset(
            "full", new Plan.Extent(3, 1, millis(8_000), millis(300), millis(1_000), ENTRIES, LOAD, ELEMENTS), WHOLE);
    private static final Preset LONG = new Preset(
            "long",
            new Plan.Extent(5, 3, millis(15_000), millis(1_000), millis(4_000), ENTRIES, LOAD, ELEMENTS),
            WHOLE);
    private static final List<Preset> ALL = List.of(QUICK, FULL, LONG);

    Preset {
        passes = List.copyOf(passes);
    }

    /**
     * The one that the command line calls so.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Preset named(String name) {
        return ALL.stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no preset '" + name + "'; there are "
                        + ALL.stream().map(Preset::name).collect(Collectors.joining(", "))));
    }

    private static Duration millis(int count) {
        return Duration.ofMillis(count);
    }
}
