package io.kith.transport;

/** Memory that was asked for at a {@link MemoryAccount}. Any thread may use it. */
public final class Room {
    enum State {
        WAITING,
        GRANTED,
        RELEASED
    }

    private final MemoryAccount account;
    private final long bytes;
    private final Runnable granted;

    /** Written under the account's lock. */
    volatile State state = State.WAITING;

    Room(MemoryAccount account, long bytes, Runnable granted) {
        this.account = account;
        this.bytes = bytes;
        this.granted = granted;
    }

    /** How much it is. */
    public long bytes() {
        return bytes;
    }

    /** Whether it may be used: it was granted, and has not been given back. */
    public boolean isGranted() {
        return state == State.GRANTED;
    }

    /** Gives it back, or waits for it no more; does nothing if that was done before. */
    public void release() {
        account.release(this);
    }

    void tellGranted() {
        granted.run();
    }
}
