package io.kith.cli.demo;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.cli.cluster.ConfigNews;
import io.kith.config.ClusterConfig;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Follows the configs that a client learns of, and tells what happens. */
final class ClusterWatch implements AutoCloseable {
    private static final long POLL_NANOS = 5_000_000;
    private static final long PROGRESS_NANOS = 250_000_000;

    private final Supplier<ClusterConfig> source;
    private final StatusLine screen;
    private final Supplier<String> progress;
    private final long firstConfigId;
    private final Thread thread = new Thread(this::run, "cluster-watch");
    private volatile boolean stopping;
    private volatile ClusterConfig config;
    private volatile ClusterHealth health;

    /**
     * Looks at the first config.
     *
     * @param source the newest config that the client knows
     * @param screen where news and progress go
     * @param progress how far the work is, for the progress line
     */
    ClusterWatch(Supplier<ClusterConfig> source, StatusLine screen, Supplier<String> progress) {
        this.source = source;
        this.screen = screen;
        this.progress = progress;
        this.config = source.get();
        this.health = ClusterHealth.of(config);
        this.firstConfigId = config.configId();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The newest config seen. */
    ClusterConfig config() {
        return config;
    }

    /** What the newest config seen amounts to. */
    ClusterHealth health() {
        return health;
    }

    long firstConfigId() {
        return firstConfigId;
    }

    /** Whether a node at {@code address} is a member. */
    boolean hasMemberAt(String address) {
        return config.members().values().stream()
                .anyMatch(member -> member.address().toString().equals(address));
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        screen.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long nextProgress = System.nanoTime();
        while (!stopping) {
            look();
            if (System.nanoTime() - nextProgress >= 0) {
                nextProgress += PROGRESS_NANOS;
                screen.progress(progressText());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void look() {
        ClusterConfig newest = source.get();
        if (newest.configId() > config.configId()) {
            ClusterConfig before = config;
            health = ClusterHealth.of(newest);
            config = newest;
            for (String each : ConfigNews.between(before, newest)) {
                screen.news("config " + newest.configId() + ": " + each);
            }
        }
    }

    private String progressText() {
        ClusterHealth now = health;
        return progress.get() + "; config " + now.configId() + ", "
                + now.members().size() + " members, " + now.full() + " of " + now.total() + " partitions full";
    }
}
