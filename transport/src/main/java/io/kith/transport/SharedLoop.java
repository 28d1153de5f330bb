package io.kith.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop that threads may take turns at driving, one at a time: a thread that waits for an answer can read the
 * socket itself instead of being woken by the thread that did. Its own thread, the keeper, drives it whenever nobody else
 * does; it rests, so that others can, when it is {@linkplain #restWhen allowed} to. What a driver leaves behind wakes it,
 * and a loop that nobody has driven for two milliseconds is its own again.
 */
public final class SharedLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    /** For how long nobody need drive the loop while there is nothing to do but what may arrive. */
    static final long REST_NANOS = 2_000_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(SharedLoop.class);
    private static final int MAX_TASKS_A_TURN = 4_096;
    private static final long CLOSE_SECONDS = 5;
    private static final long FOREVER = Long.MAX_VALUE;
    private static final long NO_DEADLINE = -1;

    static final int MAX_TASKS = 1 << 20; // Of other threads; its own may be as many again, so that it can go on.
    private final BoundedQueue<Runnable> tasks = new BoundedQueue<>(2 * MAX_TASKS);
    private final IoHandler io;
    private final Waiting waiting = new Waiting();
    private final Thread keeper;
    private final boolean othersMayDrive;
    private final Promise<?> terminated = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);

    /** Whoever drives it now; the keeper from the beginning. */
    private final AtomicReference<@Nullable Thread> driver;

    private volatile BooleanSupplier mayRest = () -> false;

    /** Something waits that only a driver can do, and there is none. */
    private volatile boolean keeperWanted;

    /** How often others than the keeper have driven; only the driver counts. */
    private volatile int claims;

    private volatile boolean shuttingDown;
    private volatile boolean ended;

    /**
     * Makes a loop and starts its keeper, a daemon thread.
     *
     * @param name of that thread
     */
    public SharedLoop(String name, NetworkBackend backend) {
        IoHandlerFactory factory = backend.handlers();
        // Netty keeps a cache of buffers for threads of which it knows that they run an event loop.
        this.keeper = new DefaultThreadFactory(name, true).newThread(ThreadExecutorMap.apply(this::keep, this));
        this.driver = new AtomicReference<>(keeper);
        this.io = factory.newHandler(this);
        // Java's own sockets are closed under a thread that is interrupted while it uses them.
        this.othersMayDrive = backend == NetworkBackend.EPOLL && factory.isChangingThreadSupported();
        keeper.start();
    }

    // ---- driving

    /** The keeper asks {@code condition} after each of its turns whether it may leave the loop to others for a while. */
    public void restWhen(BooleanSupplier condition) {
        mayRest = condition;
    }

    /** Whether this thread may ever drive the loop. */
    public boolean mayDrive() {
        // A virtual thread would keep its carrier waiting.
        return othersMayDrive && !VirtualThreads.isVirtual(Thread.currentThread());
    }

    /**
     * Claims the loop for this thread if nobody drives it. Whoever gets it calls {@link #turn} until it has what it waits
     * for, and {@link #release} in any case.
     */
    public boolean tryClaim() {
        if (shuttingDown
                || driver.get() != null
                || !mayDrive()
                || !driver.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        int before = claims;
        claims = before + 1;
        return true;
    }

    /**
     * Runs what is due; unless that was what the driver waits for, waits for input for at most so long, and takes it. For
     * whoever has claimed the loop.
     *
     * @param waitNanos at least 1
     * @param done whether the driver has what it waits for
     */
    public void turn(long waitNanos, BooleanSupplier done) {
        if (!inEventLoop()) {
            throw new IllegalStateException("only the thread that has claimed a loop drives it");
        }
        runTasks();
        if (!done.getAsBoolean()) {
            waiting.maxNanos = waitNanos;
            io.run(waiting);
        }
    }

    /**
     * Runs what is due, and gives the loop back.
     *
     * @param leavesWork asked last: whether something is awaited, so that somebody must drive the loop at once
     */
    public void release(BooleanSupplier leavesWork) {
        boolean leaves = true;
        try {
            runTasks();
            leaves = leavesWork.getAsBoolean();
        } finally {
            if (leaves) {
                keeperWanted = true;
            }
            driver.set(null);
            if (keeperWanted || !tasks.isEmpty()) {
                wakeKeeper();
            }
        }
    }

    private void wakeKeeper() {
        keeperWanted = true;
        LockSupport.unpark(keeper);
    }

    private void runTasks() {
        fetchFromScheduledTaskQueue(tasks);
        for (int i = 0; i < MAX_TASKS_A_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            safeExecute(task);
        }
    }

    private void keep() {
        io.initialize();
        while (true) {
            keeperWanted = false;
            while (!keepersTurn()) {
                // There is more to do.
            }
            if (shuttingDown) {
                end();
                return;
            }
            release(() -> false);
            do {
                rest();
            } while (!driver.compareAndSet(null, keeper));
        }
    }

    /** One turn of the keeper's; says whether it may do something else then. */
    private boolean keepersTurn() {
        try {
            turn(FOREVER, () -> false);
            return shuttingDown || (othersMayDrive && mayRest.getAsBoolean());
        } catch (RuntimeException e) {
            LOGGER.error("a turn of the event loop failed", e);
            return shuttingDown;
        }
    }

    /** Waits until the loop needs its keeper. */
    private void rest() {
        while (true) {
            int seen = claims;
            if (driver.get() == null && (keeperWanted || shuttingDown)) {
                return;
            }
            LockSupport.parkNanos(this, REST_NANOS);
            // Whatever a callback left behind: an interrupted thread does not park.
            Thread.interrupted();
            if (driver.get() == null && claims == seen) {
                return;
            }
        }
    }

    private void end() {
        cancelScheduledTasks();
        runTasks();
        io.prepareToDestroy();
        runTasks();
        ended = true;
        while (!tasks.isEmpty()) {
            runTasks();
        }
        io.destroy();
        // The loop stays the keeper's: nobody may claim it any more.
        terminated.setSuccess(null);
    }

    /** For how long the sockets may be waited for. */
    private final class Waiting implements IoHandlerContext {
        private long maxNanos = FOREVER;

        @Override
        public boolean canBlock() {
            return tasks.isEmpty() && !hasScheduledTasks() && !shuttingDown;
        }

        @Override
        public long delayNanos(long nowNanos) {
            return Math.min(maxNanos, SharedLoop.this.delayNanos(nowNanos, maxNanos));
        }

        @Override
        public long deadlineNanos() {
            long next = nextScheduledTaskDeadlineNanos();
            if (maxNanos == FOREVER) {
                return next;
            }
            long latest = ticker().nanoTime() + maxNanos;
            return next == NO_DEADLINE || next - latest > 0 ? latest : next;
        }
    }

    // ---- an executor

    @Override
    public boolean inEventLoop(Thread thread) {
        return driver.get() == thread;
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("the event loop has ended");
        }
        boolean isOwn = inEventLoop();
        tasks.addWithin(isOwn ? 2 * MAX_TASKS : MAX_TASKS, task);
        if (isOwn) {
            return;
        }
        Thread current = driver.get();
        if (ended && tasks.remove(task)) {
            throw new RejectedExecutionException("the event loop has ended");
        }
        if (current == null) {
            wakeKeeper();
        } else {
            io.wakeup();
        }
    }

    @Override
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    @Override
    public boolean isShutdown() {
        return ended;
    }

    @Override
    public boolean isTerminated() {
        return terminated.isDone();
    }

    @Override
    public Future<?> terminationFuture() {
        return terminated;
    }

    /** Ends its connections and its keeper, after what was submitted so far; the time spans mean nothing. */
    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        beginEnd();
        return terminated;
    }

    private void beginEnd() {
        shuttingDown = true;
        wakeKeeper();
        if (!ended) {
            io.wakeup();
        }
    }

    @Override
    @Deprecated
    public void shutdown() {
        beginEnd();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    /** Waits until no task runs any more; a few seconds at most, and not at all on the loop itself. */
    public void awaitEnd() {
        if (!inEventLoop()) {
            terminated.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** As {@link #shutdownGracefully}; waits a few seconds at most, and not at all on the loop itself. */
    public void shutDownAndWait() {
        beginEnd();
        awaitEnd();
    }

    // ---- an event loop

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public @Nullable IoEventLoopGroup parent() {
        return null;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> registered = newPromise();
        if (inEventLoop()) {
            register(handle, registered);
        } else {
            execute(() -> register(handle, registered));
        }
        return registered;
    }

    private void register(IoHandle handle, Promise<IoRegistration> registered) {
        try {
            registered.setSuccess(io.register(handle));
        } catch (Exception e) {
            registered.setFailure(e);
        }
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return io.getClass().equals(handlerType);
    }
}
