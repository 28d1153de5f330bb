package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What a client can be asked to do while a cluster stays as it is. */
public final class Workloads {
    private static final int MANY = 32;
    private static final List<BenchLoad> ALL = List.of(
            threads("get", "get, 1 thread", 1, Mix.only(Act.GET)),
            threads("put", "put, 1 thread", 1, Mix.only(Act.PUT)),
            threads("get-32", "get, 32 threads", MANY, Mix.only(Act.GET)),
            threads("put-32", "put, 32 threads", MANY, Mix.only(Act.PUT)),
            threads("mixed-32", "half gets, half puts, 32 threads", MANY, map(50)),
            new PipelinedWorkload("pipelined-95", "pipelined, 95% gets, 5% puts", map(95)),
            new PipelinedWorkload("pipelined-50", "pipelined, half gets, half puts", map(50)),
            new PipelinedWorkload("pipelined-0", "pipelined, puts", map(0)),
            new SyncWorkload(
                    "deque", "deque, 1 producer, 1 consumer", List.of(Mix.only(Act.OFFER), Mix.only(Act.POLL))),
            new PipelinedWorkload("deque-pipelined", "deque, pipelined, half each", new Mix(Act.OFFER, Act.POLL, 50)),
            threads("vec-get", "vec get, 1 thread", 1, Mix.only(Act.VEC_GET)),
            threads("vec-append", "vec append, 1 thread", 1, Mix.only(Act.VEC_APPEND)),
            new PipelinedWorkload("vec-get-pipelined", "vec get, pipelined", Mix.only(Act.VEC_GET)),
            new PipelinedWorkload("vec-append-pipelined", "vec append, pipelined", Mix.only(Act.VEC_APPEND)),
            threads("set-contains", "set contains, 1 thread", 1, Mix.only(Act.CONTAINS)),
            new PipelinedWorkload("set-contains-pipelined", "set contains, pipelined", Mix.only(Act.CONTAINS)));

    private Workloads() {}

    private static Mix map(int readPercent) {
        return new Mix(Act.GET, Act.PUT, readPercent);
    }

    private static BenchLoad threads(String name, String title, int count, Mix mix) {
        return new SyncWorkload(name, title, Collections.nCopies(count, mix));
    }

    /** The names of all. */
    public static List<String> names() {
        return ALL.stream().map(BenchLoad::name).toList();
    }

    /** What that one is. */
    public static String title(String name) {
        return named(name).title();
    }

    /**
     * The workload of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static BenchLoad named(String name) {
        return ALL.stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload '" + name + "'; there are "
                        + names().stream().collect(Collectors.joining(", "))));
    }
}
