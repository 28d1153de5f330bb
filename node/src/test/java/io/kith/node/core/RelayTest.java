package io.kith.node.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.membership.Heartbeat;
import io.kith.membership.MembershipCodec;
import io.kith.replication.message.ReplicationMessage;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final NodeId A = new NodeId(0, 1);
    private static final NodeId B = new NodeId(0, 2);
    private static final NodeId C = new NodeId(0, 3);
    private static final Message SMALL = new Heartbeat(1, 2, 3, 4);
    private static final Message BULK = new ReplicationMessage.CopyPiece(1, 1, 1, 1, 1, new byte[10]);

    private final Port port = new Port();

    /** Keeps what is sent, as "receiver:class of the message". */
    private static final class Port implements ProtocolPort, Clock {
        final List<String> sent = new ArrayList<>();
        long nowNanos;

        @Override
        public void send(NodeId to, Message message) {
            sent.add(to.low() + ":" + message.getClass().getSimpleName());
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            return () -> {};
        }

        @Override
        public Clock clock() {
            return this;
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(1);
        }

        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    }

    private RelayingPort relaying(RelayLimits limits) {
        RelayingPort relaying = new RelayingPort(A, port, limits);
        TreeMap<NodeId, NodeId> relays = new TreeMap<>();
        relays.put(B, C);
        relaying.relays(relays);
        return relaying;
    }

    @Test
    void what_is_for_a_node_behind_a_dead_link_takes_one_hop_and_copies_of_state_never_do() {
        RelayingPort relaying = relaying(RelayLimits.defaults());
        relaying.send(B, SMALL);
        relaying.send(C, SMALL);
        relaying.send(B, BULK);
        assertThat(port.sent).containsExactly("3:Relayed", "3:Heartbeat", "2:CopyPiece");
    }

    @Test
    void a_station_passes_on_what_comes_from_its_origin_and_nothing_else() {
        RelayStation station = new RelayStation(port, RelayLimits.defaults());
        station.passOn(A, new Relayed(A, B, SMALL));
        station.passOn(C, new Relayed(A, B, SMALL));
        station.passOn(A, new Relayed(A, B, BULK));
        assertThat(port.sent).containsExactly("2:Relayed");
    }

    @Test
    void what_takes_a_detour_is_bounded_at_once_and_in_the_long_run() {
        // A heartbeat counts as 64 bytes.
        RelayStation station = new RelayStation(port, new RelayLimits(640, 64, 100));
        for (int i = 0; i < 50; i++) {
            station.passOn(A, new Relayed(A, B, SMALL));
        }
        assertThat(port.sent).hasSize(10);
        port.nowNanos = 3_000_000_000L;
        for (int i = 0; i < 50; i++) {
            station.passOn(A, new Relayed(A, B, SMALL));
        }
        assertThat(port.sent).hasSize(13);
    }

    @Test
    void without_relaying_everything_is_sent_directly() {
        relaying(RelayLimits.off()).send(B, SMALL);
        assertThat(port.sent).containsExactly("2:Heartbeat");
    }

    @Test
    void a_relayed_message_crosses_the_wire_and_cannot_be_relayed_twice() {
        MessageCodecs codecs = MessageCodecs.of(new MembershipCodec());
        Relayed relayed = new Relayed(A, B, SMALL);
        WireOutput out = WireOutput.onHeap(64);
        codecs.write(relayed, out);
        assertThat(codecs.read(WireInput.of(out.toByteArray()))).isEqualTo(relayed);
        assertThatThrownBy(() -> new Relayed(A, C, relayed)).isInstanceOf(IllegalArgumentException.class);
    }
}
