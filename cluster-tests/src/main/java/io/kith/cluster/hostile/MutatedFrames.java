package io.kith.cluster.hostile;

import io.kith.config.ConfigMessage;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.Relayed;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Introduces itself properly, as a client or as a node that nobody knows, and then sends real frames that it has changed a little. */
final class MutatedFrames implements Attack {
    private static final int FRAMES_A_STEP = 32;
    private static final int SOCKETS = 6;
    private static final int ANYTHING_OF = 24;
    private static final int MOST_TRIES = 20;

    private final Victim victim;
    private final ConnectionKind kind;
    private final SplittableRandom random;
    private final Tally tally;
    private final Mutations mutations;
    private final Framing framing;
    private final @Nullable HostileSocket[] sockets = new @Nullable HostileSocket[SOCKETS];

    MutatedFrames(Victim victim, ConnectionKind kind, List<byte[]> payloads, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.kind = kind;
        this.random = random;
        this.tally = tally;
        this.mutations = new Mutations(random.nextLong(), payloads);
        this.framing = new Framing(random.split());
    }

    @Override
    public void step() throws IOException {
        int index = random.nextInt(SOCKETS);
        HostileSocket socket = sockets[index];
        boolean alive = false;
        try {
            if (socket == null) {
                NodeAddress own = kind == ConnectionKind.CLIENT ? null : new NodeAddress("127.0.0.66", 1);
                socket = HostileSocket.introduced(
                        victim.anyNode(random), kind, victim.cluster(), Wire.anyId(random), own, tally);
                sockets[index] = socket;
            }
            for (int i = 0; i < FRAMES_A_STEP; i++) {
                attack(socket);
            }
            socket.flush();
            socket.drain();
            alive = true;
        } finally {
            if (!alive && socket != null) {
                tally.cutOff();
                socket.close();
                sockets[index] = null;
            }
        }
    }

    /** Most frames still are messages, as the first one that is none ends the connection, and nothing behind it is looked at. */
    private void attack(HostileSocket socket) throws IOException {
        boolean anything = random.nextInt(ANYTHING_OF) == 0;
        byte[] payload = mutations.next();
        Message message = Wire.message(Wire.frame(payload));
        for (int i = 0; message == null && !anything && i < MOST_TRIES; i++) {
            payload = mutations.next();
            message = Wire.message(Wire.frame(payload));
        }
        if (isCommand(message)) {
            tally.withheld();
        } else {
            socket.send(anything ? framing.frame(payload) : Wire.frame(payload));
        }
    }

    /** As nobody has to prove yet who he is, an operator's command from a stranger is an operator's command. */
    private static boolean isCommand(@Nullable Message message) {
        return message instanceof ConfigMessage.ProposeChange
                || message instanceof ConfigMessage.ForceConfig
                || (message instanceof Relayed relayed && isCommand(relayed.message()));
    }

    @Override
    public void close() {
        for (HostileSocket socket : sockets) {
            if (socket != null) {
                socket.close();
            }
        }
        Arrays.fill(sockets, null);
    }
}
