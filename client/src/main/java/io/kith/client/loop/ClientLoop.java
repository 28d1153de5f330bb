package io.kith.client.loop;

import io.kith.client.routing.Request;
import io.kith.client.routing.RequestRouter;
import io.kith.client.routing.RouterListener;
import io.kith.client.routing.RouterSettings;
import io.kith.membership.LinkReport;
import io.kith.transport.Dialer;
import io.kith.transport.Hello;
import io.kith.transport.NodeAddress;
import io.kith.transport.SharedLoop;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop of a client: a router, and the thread that drives it. */
public final class ClientLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);

    /** For how long a thread drives the loop for one answer; then the keeper goes on. */
    private static final long MAX_DRIVE_NANOS = 100_000_000;

    /** How soon a thread that drives the loop notices that it was interrupted. */
    private static final long SLICE_NANOS = 20_000_000;

    /** For how long after several requests were under way at once a lone one is not run by its caller. */
    private static final long CROWDED_NANOS = 10_000_000;

    /** For how long the loop is asked what it knows. */
    private static final long ASKED_MILLIS = 1_000;

    /** For how long at most a client that ends tries to be forgotten by the cluster. */
    private static final long CLOSE_PATIENCE_NANOS = 1_000_000_000;

    /**
     * How many requests of other threads may be on their way to the loop: more than operations have permits for
     * ({@code ClientOptions.maxInFlight}), with the parts that each may have.
     */
    private static final int MAX_HANDED_OVER = 1 << 20;

    private final SharedLoop loop;
    private final RouterPort port;
    private final RequestRouter router;

    private final RequestInbox inbox = new RequestInbox(MAX_HANDED_OVER);
    private final Runnable takeOver = this::takeOver;

    /** A thread would have driven the loop, but its keeper did. */
    private volatile boolean driverTurnedAway;

    // Only the loop touches it.
    private long crowdedNanos;

    /**
     * A loop that is to be {@linkplain #start started}.
     *
     * @param hello how to introduce the client to nodes
     * @param seeds where nodes may be found at first
     * @param inProcess a node that is reached without a socket
     * @param seed for what is left to chance
     */
    public ClientLoop(
            SharedLoop loop,
            Dialer dialer,
            Hello hello,
            Collection<NodeAddress> seeds,
            @Nullable InProcessNode inProcess,
            RouterSettings settings,
            long seed,
            RouterListener listener) {
        this.loop = loop;
        this.port = new RouterPort(loop, this::execute, dialer, hello, seeds, inProcess, seed);
        this.router = new RequestRouter(port, hello.senderId(), settings, seeds, listener);
        port.serve(router);
        this.crowdedNanos = port.clock().nowNanos() - CROWDED_NANOS;
        loop.restWhen(this::mayRest);
    }

    /** Begins to look for nodes. */
    public void start() {
        loop.execute(() -> RouterPort.guarded(router::start));
    }

    /** Whether the calling thread drives this loop. */
    public boolean isCurrentThread() {
        return loop.inEventLoop();
    }

    /** What became of the attempts to connect until now, for people; any thread but the loop's may ask. */
    public String problems() {
        CompletableFuture<String> told = new CompletableFuture<>();
        execute(() -> told.complete(router.connectionProblems()));
        return within(
                told,
                "this client's own event loop did not run for " + ASKED_MILLIS
                        + " ms, so nothing is known of them: this machine is too busy");
    }

    /** Whether the cluster is known to be gone, and another one to be where it was; any thread but the loop's may ask. */
    public boolean isReplaced() {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        execute(() -> told.complete(router.isReplaced()));
        return within(told, false);
    }

    /** What the loop tells, {@code otherwise} if it does not run. */
    private static <T> T within(CompletableFuture<T> told, T otherwise) {
        boolean interrupted = false;
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ASKED_MILLIS);
        try {
            while (true) {
                try {
                    return told.get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException | ExecutionException e) {
                    LOG.debug("the client's event loop did not tell", e);
                    return otherwise;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether every node that was given refused to talk to this client. */
    public boolean isHopeless() {
        return port.isHopeless();
    }

    /** Hands a request to the router; any thread may. */
    public void submit(Request request) {
        if (loop.inEventLoop()) {
            router.submit(request);
            return;
        }
        inbox.submit(request, () -> execute(takeOver));
    }

    /**
     * Hands a request to the router as {@link #submit} does, for a thread that will wait for its answer. If nothing else
     * is under way and nobody drives the loop, this thread does until the answer is there, so that no other need be
     * woken.
     */
    public void submitAndDrive(Request request) {
        if (!loop.tryClaim()) {
            submit(request);
            if (!driverTurnedAway && loop.mayDrive()) {
                driverTurnedAway = true;
            }
            return;
        }
        try {
            RouterPort.guarded(this::takeOver);
            RouterPort.guarded(() -> router.submit(request));
            long limitNanos = port.clock().nowNanos() + MAX_DRIVE_NANOS;
            while (mayGoOnDriving(request, limitNanos)) {
                // It does not read for others: what is theirs is for the keeper.
                loop.turn(SLICE_NANOS, () -> request.hasEnded() || router.inFlight() != 1);
            }
        } finally {
            loop.release(router::awaitsAnswers);
        }
    }

    private boolean mayGoOnDriving(Request request, long limitNanos) {
        return !request.hasEnded()
                && router.inFlight() == 1
                && !loop.isShuttingDown()
                && !Thread.currentThread().isInterrupted()
                && port.clock().nowNanos() - limitNanos < 0;
    }

    /** Whether the keeper may leave the loop to threads that each wait for one answer. */
    private boolean mayRest() {
        if (!driverTurnedAway || router.awaitsAnswers() || port.clock().nowNanos() - crowdedNanos < CROWDED_NANOS) {
            return false;
        }
        driverTurnedAway = false;
        return true;
    }

    /** What nodes and this client measured of their links; any thread may ask. */
    public CompletableFuture<List<LinkReport>> links() {
        CompletableFuture<List<LinkReport>> links = new CompletableFuture<>();
        execute(() -> router.surveyLinks(links::complete));
        return links;
    }

    /** Gives a request up; any thread may. If it had not ended, {@code abandoned} is run, and it is not called back. */
    public void cancel(Request request, Runnable abandoned) {
        execute(() -> {
            takeOver();
            if (router.cancel(request)) {
                abandoned.run();
            }
        });
    }

    /** Ends the wait of a request; any thread may. */
    public void withdraw(Request request) {
        execute(() -> {
            takeOver();
            router.withdraw(request);
        });
    }

    private void takeOver() {
        inbox.takeOver(router::submit);
        if (router.inFlight() > 1) {
            crowdedNanos = port.clock().nowNanos();
        }
    }

    private void execute(Runnable task) {
        if (!tryExecute(task)) {
            if (!loop.isShutdown()) {
                throw new RejectedExecutionException("the client's event loop takes no more: it does not run");
            }
            // The loop takes no more; once its last tasks are done no other thread runs the router.
            loop.awaitEnd();
            synchronized (this) {
                router.close();
                takeOver();
            }
        }
    }

    private boolean tryExecute(Runnable task) {
        try {
            loop.execute(() -> RouterPort.guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.trace("the loop takes nothing", e);
            return false;
        }
    }

    /** Ends all requests, sessions and links. The stage completes on the loop. */
    public CompletableFuture<@Nullable Void> close() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        boolean runs = tryExecute(() -> router.closeSessions(CLOSE_PATIENCE_NANOS, () -> {
            port.close();
            done.complete(null);
        }));
        if (!runs) {
            done.complete(null);
        }
        return done;
    }
}
