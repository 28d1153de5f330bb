package io.kith.bench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.kith.bench.peer.Act;
import io.kith.bench.peer.Contestants;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.process.ProcessMeter;
import io.kith.bench.process.Quiet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A client of one peer in a process of its own, so that what its code costs and how the JVM compiles it has nothing to do
 * with the others. Reads an {@link Order} a line, and says an {@link Answer} to each. Ends with its input.
 */
public final class Worker {
    /** What stands before an answer. */
    public static final String ANSWER = "answer ";

    /** What it says when it is connected. */
    public static final String READY = "ready";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PeerClient client;
    private final Fill fill;

    private final Map<Long, ThreadMXBean> jvms = new HashMap<>();
    private @Nullable StallRun stall;

    Worker(PeerClient client, Fill fill) {
        this.client = client;
        this.fill = fill;
    }

    /** Runs it: the peer's name, how many entries, how many elements, and where to connect. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Quiet.logging();
        Fill fill = new Fill(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        List<String> endpoints = Arrays.asList(arguments).subList(3, arguments.length);
        try (PeerClient client = Contestants.named(arguments[0]).connect(endpoints);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Worker worker = new Worker(client, fill);
            out.println(READY);
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                out.println(ANSWER + JSON.writeValueAsString(worker.run(JSON.readValue(line, Order.class))));
            }
        }
        System.exit(0);
    }

    /** Runs one workload. */
    Answer run(Order order) {
        try {
            switch (order.workload()) {
                case Order.LOAD -> {
                    return new Answer(true, "", load(order));
                }
                case Order.STALL_BEGIN -> {
                    stall = new StallRun(client, fill.count(Act.GET));
                    return new Answer(true, "", Map.of());
                }
                case Order.STALL_END -> {
                    return new Answer(
                            true,
                            "",
                            Objects.requireNonNull(stall, "nothing began").end());
                }
                default -> {
                    return runSteady(order);
                }
            }
        } catch (Exception e) {
            return new Answer(true, e.toString(), Map.of());
        }
    }

    private Map<Metric, Double> load(Order order) throws Exception {
        int entries = fill.count(Act.PUT);
        return costs(order, () -> {
            long start = System.nanoTime();
            Fill.fill(client, Act.PUT, entries);
            return new BenchLoad.Work(entries, System.nanoTime() - start);
        });
    }

    private Answer runSteady(Order order) throws Exception {
        BenchLoad workload = Workloads.named(order.workload());
        if (!workload.isPossible(client)) {
            return new Answer(false, "", Map.of());
        }
        fill.prepare(client, workload.acts());
        workload.run(client, fill, Duration.ofMillis(order.warmUpMillis()), new Latencies());
        fill.prepare(client, workload.acts());
        return new Answer(true, "", measure(workload, order));
    }

    private Map<Metric, Double> measure(BenchLoad workload, Order order) throws Exception {
        Latencies latencies = new Latencies();
        Duration span = Duration.ofMillis(order.measuredMillis());
        Map<Metric, Double> figures = costs(order, () -> workload.run(client, fill, span, latencies));
        figures.put(Metric.P50, latencies.percentileMicros(50));
        figures.put(Metric.P99, latencies.percentileMicros(99));
        figures.put(Metric.P999, latencies.percentileMicros(99.9));
        figures.put(Metric.MAX, latencies.maxMillis());
        return figures;
    }

    /** How quick some work is, and what it costs client and servers. */
    private Map<Metric, Double> costs(Order order, Callable<BenchLoad.Work> measured) throws Exception {
        List<Long> self = List.of(ProcessHandle.current().pid());
        Allocations allocations = Allocations.ofThisJvm();
        Allocations there = new Allocations(order.jvms() ? serverJvms(order) : List.of());
        double servers = ProcessMeter.cpuSeconds(order.servers());
        double own = ProcessMeter.cpuSeconds(self);
        BenchLoad.Work work = measured.call();
        own = ProcessMeter.cpuSeconds(self) - own;
        servers = ProcessMeter.cpuSeconds(order.servers()) - servers;
        long allocated = allocations.bytesSince();
        long allocatedThere = there.bytesSince();
        double operations = Math.max(1, work.operations());
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.THROUGHPUT, work.operations() * 1e9 / work.nanos());
        figures.put(Metric.CPU_CLIENT, own * 1e6 / operations);
        figures.put(Metric.CPU_SERVERS, servers * 1e6 / operations);
        figures.put(Metric.CPU, (own + servers) * 1e6 / operations);
        figures.put(Metric.ALLOCATED_CLIENT, allocated / operations);
        if (order.jvms()) {
            figures.put(Metric.ALLOCATED_SERVERS, allocatedThere / operations);
        }
        return figures;
    }

    private List<ThreadMXBean> serverJvms(Order order) {
        return order.servers().stream()
                .map(pid -> jvms.computeIfAbsent(pid, RemoteJvm::threads))
                .toList();
    }
}
