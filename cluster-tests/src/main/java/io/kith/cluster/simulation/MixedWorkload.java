package io.kith.cluster.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clients that use maps, sets, lists, deques, counters and locks side by side, and others that are destroyed and opened anew by name, in
 * the proportions that the options say.
 */
public final class MixedWorkload implements Workload {
    private final WorkloadOptions options;
    private final Workload maps;
    private final List<Workload> others;

    public MixedWorkload(WorkloadOptions options) {
        this.options = options;
        this.maps = new MapWorkload(options);
        this.others = List.of(
                new SetWorkload(options),
                new VecWorkload(options),
                new DequeWorkload(options),
                new NamedCollectionsWorkload(options),
                new CounterWorkload(options),
                new LockWorkload(options),
                new OptionsWorkload(options));
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        Workload kind = options.mapPerCent() == 100 || random.nextInt(100) < options.mapPerCent()
                ? maps
                : others.get(random.nextInt(others.size()));
        return kind.next(client, random, nowNanos);
    }

    @Override
    public void stopping(long client, long nowNanos) {
        others.forEach(other -> other.stopping(client, nowNanos));
    }

    @Override
    public List<String> contradictions() {
        List<String> found = new ArrayList<>(maps.contradictions());
        others.forEach(other -> found.addAll(other.contradictions()));
        return found;
    }

    @Override
    public long histories() {
        return maps.histories() + others.stream().mapToLong(Workload::histories).sum();
    }

    @Override
    public long undecided() {
        return maps.undecided() + others.stream().mapToLong(Workload::undecided).sum();
    }
}
