package io.kith.cluster.processes;

import io.kith.simulation.history.CheckResult;
import io.kith.simulation.history.LinearizabilityChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks the histories of subjects that take no more operations, on a thread of its own. */
final class HistoryChecks implements AutoCloseable {
    private static final int KEPT_VIOLATIONS = 10;

    private final LinearizabilityChecker checker;
    private final List<Subject<?>> waiting = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "history-checks");
    private volatile boolean stopping;
    private long linearizable;
    private long undecided;
    private long violated;

    HistoryChecks(long budget) {
        checker = new LinearizabilityChecker(budget);
        thread.setDaemon(true);
        thread.start();
    }

    /** Checks {@code subject} once its last operation has ended. */
    void retire(Subject<?> subject) {
        synchronized (waiting) {
            waiting.add(subject);
        }
    }

    private void run() {
        while (!stopping) {
            for (Subject<?> subject : takeUsedUp()) {
                check(subject);
            }
            Pause.of(Duration.ofMillis(20));
        }
    }

    private List<Subject<?>> takeUsedUp() {
        synchronized (waiting) {
            List<Subject<?>> usedUp =
                    waiting.stream().filter(subject -> subject.isUsedUp()).toList();
            waiting.removeAll(usedUp);
            return usedUp;
        }
    }

    private void check(Subject<?> subject) {
        CheckResult result = subject.check(checker);
        synchronized (this) {
            if (result instanceof CheckResult.NotLinearizable found) {
                violated++;
                if (violations.size() < KEPT_VIOLATIONS) {
                    violations.add(describe(subject, found));
                }
            } else if (result.isLinearizable()) {
                linearizable++;
            } else {
                undecided++;
            }
        }
    }

    private static String describe(Subject<?> subject, CheckResult.NotLinearizable found) {
        StringBuilder text = new StringBuilder();
        text.append(subject).append(" is not linearizable: ").append(found.explanation());
        text.append("\nits history:\n");
        subject.history()
                .operations()
                .forEach(operation -> text.append("  ").append(operation).append('\n'));
        return text.toString();
    }

    /** Checks all that is left, as nobody uses it any more. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Subject<?>> rest;
        synchronized (waiting) {
            rest = List.copyOf(waiting);
            waiting.clear();
        }
        rest.forEach(this::check);
    }

    /** How many histories were found linearizable. */
    synchronized long linearizable() {
        return linearizable;
    }

    /** How many took too long to decide. */
    synchronized long undecided() {
        return undecided;
    }

    /** How many are not linearizable. */
    synchronized long violated() {
        return violated;
    }

    /** The first of those, with their histories. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
