package io.kith.transport;

/**
 * What all connections of a process share.
 *
 * @param versions the protocol versions they speak
 * @param codecs the messages they understand
 * @param settings their bounds and times
 * @param counters what went through them
 * @param intake what they take in at a time of those who dialled this process
 * @param fatal told when code behind a connection threw
 */
public record Transport(
        VersionRange versions,
        MessageCodecs codecs,
        TransportSettings settings,
        TransportCounters counters,
        Intake intake,
        FatalHandler fatal) {

    /** With fresh counters, in the versions that this code speaks. */
    public Transport(MessageCodecs codecs, TransportSettings settings, Intake intake, FatalHandler fatal) {
        this(VersionRange.OWN, codecs, settings, new TransportCounters(), intake, fatal);
    }

    /** The same, with no bounds on what is taken in: for processes that nobody dials. */
    public Transport(MessageCodecs codecs, TransportSettings settings, FatalHandler fatal) {
        this(codecs, settings, new Intake(IntakeLimits.NONE), fatal);
    }
}
