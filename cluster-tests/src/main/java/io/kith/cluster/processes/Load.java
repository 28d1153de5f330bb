package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.KithException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Clients that use maps, sets, lists and deques of a cluster all the time, and keep account of what they see. Each
 * client thread does one operation at a time.
 */
public final class Load implements AutoCloseable {
    private static final int OPERATIONS_OF_AN_ENTRY = 150;
    private static final int OPERATIONS_OF_A_SEQUENCE = 100;
    private static final AtomicInteger LOADS = new AtomicInteger();
    private static final long CHECK_BUDGET = 2_000_000;

    private final LoadOptions options;
    /** One load sees nothing of what another one has left behind. */
    private final String prefix = "load-" + LOADS.incrementAndGet() + "-";

    private final List<Kith> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReferenceArray<Subject<?>> slots;
    private final AtomicInteger subjects = new AtomicInteger();
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final HistoryChecks checks = new HistoryChecks(CHECK_BUDGET);
    private final StallLog stalls = new StallLog();
    private final RegisterLedger registers;
    private final QueueLedger queues = new QueueLedger(prefix);
    private volatile boolean stopping;

    /** Connects the clients to {@code cluster}; nothing is asked yet. */
    public Load(ProcessCluster cluster, LoadOptions options) {
        this.options = options;
        this.slots = new AtomicReferenceArray<>(options.subjects());
        this.registers = new RegisterLedger(prefix, options.threads());
        for (int slot = 0; slot < slots.length(); slot++) {
            slots.set(slot, newSubject(slot));
        }
        for (int i = 0; i < options.clients(); i++) {
            clients.add(cluster.connect(options.deadline()));
        }
    }

    /** Begins. */
    public Load start() {
        SplittableRandom random = new SplittableRandom(options.seed());
        for (int i = 0; i < options.threads(); i++) {
            int index = i;
            SplittableRandom own = random.split();
            Thread thread = new Thread(() -> run(index, own), "load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    private void run(int index, SplittableRandom random) {
        Kith kith = clients.get(index % clients.size());
        long meanNanos = 1_000_000_000L * options.threads() / options.operationsPerSecond();
        long wantedSinceNanos = 0;
        boolean wanting = false;
        while (!stopping) {
            if (!wanting) {
                wantedSinceNanos = System.nanoTime();
                wanting = true;
            }
            try {
                operate(kith, index, random);
                stalls.waited(wantedSinceNanos, System.nanoTime());
                wanting = false;
                succeeded.incrementAndGet();
            } catch (KithException e) {
                failed(e);
            }
            Pause.of(Duration.ofNanos(random.nextLong(2 * meanNanos)));
        }
        if (wanting) {
            // In vain, to the end: that was a wait too.
            stalls.waited(wantedSinceNanos, System.nanoTime());
        }
    }

    private void operate(Kith kith, int index, SplittableRandom random) {
        switch (random.nextInt(10)) {
            case 0 -> registers.write(kith, index);
            case 1, 2 -> registers.read(kith, random);
            case 3 -> queues.add(kith, random, newValue());
            case 4 -> queues.take(kith, random);
            default -> useSubject(kith, index, random);
        }
    }

    private void useSubject(Kith kith, int index, SplittableRandom random) {
        int slot = random.nextInt(slots.length());
        Subject<?> subject = slots.get(slot);
        while (!subject.begin()) {
            Subject<?> next = newSubject(slot);
            if (slots.compareAndSet(slot, subject, next)) {
                checks.retire(subject);
            }
            subject = slots.get(slot);
        }
        try {
            subject.operate(kith, index, random, newValue());
        } finally {
            subject.end();
        }
    }

    private Subject<?> newSubject(int slot) {
        int number = subjects.incrementAndGet();
        List<IntFunction<Subject<?>>> kinds = List.of(
                n -> new MapSubject(prefix + "key-" + n, OPERATIONS_OF_AN_ENTRY),
                n -> new SetSubject(prefix + "element-" + n, OPERATIONS_OF_AN_ENTRY),
                n -> new VecSubject(prefix + "vec-" + n, OPERATIONS_OF_A_SEQUENCE),
                n -> new DequeSubject(prefix + "deque-" + n, OPERATIONS_OF_A_SEQUENCE));
        return kinds.get(slot % kinds.size()).apply(number);
    }

    private String newValue() {
        return "v" + values.incrementAndGet();
    }

    private void failed(KithException e) {
        synchronized (failures) {
            failures.merge(e.getClass().getSimpleName() + ": " + e.getMessage(), 1, Integer::sum);
            if (failures.size() > 100) {
                failures.remove(failures.keySet().iterator().next());
            }
        }
    }

    /** The newest config that some client knows. */
    public Kith client() {
        return clients.get(0);
    }

    /** How many operations have succeeded so far. */
    public long succeeded() {
        return succeeded.get();
    }

    StallLog stalls() {
        return stalls;
    }

    /** Whether something is wrong already. */
    public boolean hasViolation() {
        return checks.violated() > 0 || registers.stale() + registers.lost() + queues.twice() > 0;
    }

    /** Stops, looks once more at everything, and says what came of it. */
    public LoadReport stop() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Kith kith = client();
        registers.audit(kith);
        queues.audit(kith);
        for (int slot = 0; slot < slots.length(); slot++) {
            checks.retire(slots.get(slot));
        }
        checks.close();
        synchronized (failures) {
            return new LoadReport(
                    succeeded.get(),
                    new TreeMap<>(failures),
                    registers.lost() + queues.lost(),
                    registers.stale(),
                    queues.twice(),
                    checks.linearizable(),
                    checks.violated(),
                    checks.undecided(),
                    checks.violations());
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        clients.forEach(Kith::close);
    }
}
