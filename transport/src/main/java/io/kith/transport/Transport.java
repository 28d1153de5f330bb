package io.kith.transport;

/**
 * What all connections of a process share.
 *
 * @param codecs the messages they understand
 * @param settings their bounds and times
 * @param counters what went through them
 * @param fatal told when code behind a connection threw
 */
public record Transport(
        MessageCodecs codecs, TransportSettings settings, TransportCounters counters, FatalHandler fatal) {

    /** With fresh counters. */
    public Transport(MessageCodecs codecs, TransportSettings settings, FatalHandler fatal) {
        this(codecs, settings, new TransportCounters(), fatal);
    }
}
