package io.kith.transport;

/** A timer that can be called off. */
public interface Cancellable {

    /** Calls the timer off; does nothing if it has fired already. */
    void cancel();
}
