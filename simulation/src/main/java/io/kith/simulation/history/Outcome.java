package io.kith.simulation.history;

/** What a client knows of one of its operations. */
public enum Outcome {
    /** It took effect between invocation and return, with the recorded result. */
    OK,
    /** It took effect between invocation and return; nobody looked at its result. */
    DONE,
    /** It may take effect at any time after its invocation, or never. */
    UNKNOWN
}
