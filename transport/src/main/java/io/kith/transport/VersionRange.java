package io.kith.transport;

/**
 * The versions of the protocol that a process speaks. A version says how frames, the handshake and what holds for all
 * messages look; what messages there are and what they hold is a matter of their families, see {@link FamilyVersions}.
 *
 * @param lowest the oldest one, from 1
 * @param highest the newest one, up to 65,535
 */
public record VersionRange(int lowest, int highest) {

    /** What this process speaks. Version 1 had no negotiation and was never released. */
    public static final VersionRange OWN = new VersionRange(2, 2);

    private static final int MAX_VERSION = 0xFFFF;

    public VersionRange {
        if (lowest < 1 || highest < lowest || highest > MAX_VERSION) {
            throw new IllegalArgumentException("versions " + lowest + " to " + highest + " are no range");
        }
    }

    /** The newest version that {@code other} speaks too; 0 if there is none. */
    int newestInCommon(VersionRange other) {
        int newest = Math.min(highest, other.highest);
        return newest >= lowest && newest >= other.lowest ? newest : 0;
    }

    /** Both ends of the range in four bytes, as whoever dials says them. */
    int toBits() {
        return lowest << 16 | highest;
    }

    /**
     * Reads {@link #toBits}.
     *
     * @throws CorruptFrameException if this is no range
     */
    static VersionRange ofBits(int bits) {
        int highest = bits & MAX_VERSION;
        // Version 1 said its number in all four bytes.
        int lowest = bits >>> 16 == 0 ? highest : bits >>> 16;
        try {
            return new VersionRange(lowest, highest);
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException(String.valueOf(e.getMessage()));
        }
    }

    /** Why this node and {@code peer} cannot talk, and what to do about it. */
    String refusalOf(VersionRange peer) {
        String what = "this node speaks " + this + " of the protocol, but the peer speaks " + peer + ": ";
        return peer.highest < lowest
                ? what + "install a newer Kith where the peer runs"
                : what + "install a newer Kith on this node first";
    }

    @Override
    public String toString() {
        return lowest == highest ? "version " + lowest : "versions " + lowest + " to " + highest;
    }
}
