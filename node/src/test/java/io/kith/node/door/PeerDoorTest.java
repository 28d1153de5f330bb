package io.kith.node.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.config.ConfigMessage;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerDoorTest {
    private static final CollectionRef MAP = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(0, 9));
    private static final String VOUCHED = Principal.ANONYMOUS.written();

    private final DoorWorld world = new DoorWorld();
    private final PeerDoor door = world.peerDoor(1);

    @Test
    void aClientBehindARelayIsServedAndAnsweredTheWayItCame() {
        relay(DoorWorld.CLIENT, get());

        assertThat(world.toClient).isEmpty();
        assertThat(world.toOther).singleElement().isInstanceOfSatisfying(Relayed.class, answer -> {
            assertThat(answer.destination()).isEqualTo(DoorWorld.CLIENT);
            assertThat(answer.origin()).isEqualTo(DoorWorld.NODE);
            assertThat(answer.message()).isInstanceOf(ClientMessage.Response.class);
        });
    }

    @Test
    void whoeverIsVouchedForIsAClientAndSaysNothingThatOnlyNodesSay() {
        relay(new NodeId(0xD, 4), new Heartbeat(1, 1, 1, 1));
        assertThat(world.toOther)
                .singleElement()
                .isInstanceOfSatisfying(
                        Relayed.class,
                        answer -> assertThat(answer.message())
                                .as("as clients are answered")
                                .isInstanceOf(HeartbeatAnswer.class));

        relay(DoorWorld.CLIENT, new ConfigMessage.PullConfig(0, 0));
        assertThat(world.toOther).as("nodes alone ask this over a relay").hasSize(1);
    }

    @Test
    void aRequestForWhomNobodyVouchesIsNotServed() {
        world.on(1, () -> door.received(DoorWorld.OTHER, new Relayed(DoorWorld.CLIENT, DoorWorld.NODE, get())));

        assertThat(world.toOther).isEmpty();
    }

    @Test
    void whatIsForAnotherIsPassedOnAsItCame() {
        NodeId third = new NodeId(0xD, 4);
        Relayed relayed = new Relayed(third, DoorWorld.OTHER, "", get());
        world.on(1, () -> door.received(third, relayed));

        assertThat(world.toOther).containsExactly(relayed);
    }

    @ParameterizedTest
    @EnumSource
    void aPrincipalIsReadAsItWasWritten(Principal.Kind kind) {
        Principal named = new Principal(kind, "Äнна");
        assertThat(Principal.read(named.written())).isEqualTo(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "C"})
    void whatNamesNobodyIsCorrupt(String written) {
        assertThatThrownBy(() -> Principal.read(written)).isInstanceOf(CorruptFrameException.class);
    }

    @Test
    void aPrincipalThatCouldNotBeRelayedIsNone() {
        String longest = "x".repeat(Relayed.MAX_PRINCIPAL_CHARS - 1);
        assertThat(new Principal(Principal.Kind.CLIENT, longest).written()).hasSize(Relayed.MAX_PRINCIPAL_CHARS);
        assertThatThrownBy(() -> new Principal(Principal.Kind.CLIENT, longest + "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Relayed(DoorWorld.CLIENT, DoorWorld.NODE, "c" + longest + "x", get()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void relay(NodeId client, Message message) {
        world.on(1, () -> door.received(DoorWorld.OTHER, new Relayed(client, DoorWorld.NODE, VOUCHED, message)));
    }

    private static ClientMessage.Read get() {
        return new ClientMessage.Read(1, 1, 1, MapOperations.get(MAP, new byte[] {1}));
    }
}
