package io.kith.transport;

import java.util.random.RandomGenerator;

/**
 * All that protocol code sees of the world. Netty's event loops implement it in production and the simulator in tests;
 * both call the protocol code from one thread at a time, and never from inside one of these methods.
 */
public interface ProtocolPort {

    /**
     * Sends {@code message} to the process named {@code to}: best effort, may be lost, and may be delayed. Messages to
     * one process mostly arrive in order, but nothing may rest on it. Never blocks and never throws.
     */
    void send(NodeId to, Message message);

    /** Runs {@code task} once on this port's thread, {@code delayNanos} or more from now. */
    Cancellable schedule(long delayNanos, Runnable task);

    /** This process's clocks. */
    Clock clock();

    /** The only source of chance; seeded, so that the simulator can replay a run. */
    RandomGenerator random();
}
