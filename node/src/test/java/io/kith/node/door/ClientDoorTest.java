package io.kith.node.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkSurvey;
import io.kith.membership.PullLinks;
import io.kith.membership.Refutation;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import org.junit.jupiter.api.Test;

class ClientDoorTest {
    private static final CollectionRef MAP = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(0, 9));
    private static final byte[] KEY = {1};
    private static final NodeId SESSION = new NodeId(5, 5);

    private final DoorWorld world = new DoorWorld();
    private final ClientLink link = world.connect();

    @Test
    void aRequestIsServedOnTheLoopOfItsPartitionWithoutALeapIfThatIsWhereItCame() {
        world.on(0, () -> {
            int before = world.postedTo(0) + world.postedTo(1);
            world.door.received(link, Principal.ANONYMOUS, 0, get(1, 4));
            assertThat(world.postedTo(0) + world.postedTo(1)).isEqualTo(before);
            world.door.received(link, Principal.ANONYMOUS, 0, get(2, 5));
            assertThat(world.postedTo(0) + world.postedTo(1)).isEqualTo(before + 1);
        });

        assertThat(world.toClient)
                .extracting(answer -> ((ClientMessage.Response) answer).status())
                .containsExactly(ResponseStatus.OK, ResponseStatus.OK);
    }

    @Test
    void whatNoClientMayAskForIsAnsweredWithWhatIsWrong() {
        long config = configId();
        byte[] put = MapOperations.put(MAP, KEY, KEY, 0);
        say(0, new ClientMessage.Read(1, config, 0, put));
        say(0, new ClientMessage.Write(2, config, 0, SESSION, 1, 1, 1, MapOperations.get(MAP, KEY)));
        say(0, new ClientMessage.Write(3, config, 0, LogCommand.NO_SESSION, 1, 1, 1, put));
        say(0, new ClientMessage.Write(4, config, 0, SESSION, 1, 1, 1, PartitionOperations.openSession()));
        say(0, new ClientMessage.OpenSession(5, config, 0, LogCommand.NO_SESSION));
        say(0, new ClientMessage.Read(6, config, 0, new byte[0]));
        say(0, new ClientMessage.Read(7, config, 0, new byte[] {127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));

        assertThat(world.toClient).hasSize(7).allSatisfy(answer -> {
            assertThat(((ClientMessage.Response) answer).status()).isEqualTo(ResponseStatus.BAD_REQUEST);
            assertThat(((ClientMessage.Response) answer).payload()).isNotEmpty();
        });
    }

    @Test
    void aKeyOrValueAboveTheLimitIsRefused() {
        byte[] large = new byte[DoorWorld.VALUE_LIMIT_BYTES + 1];
        say(0, new ClientMessage.Write(1, configId(), 0, SESSION, 1, 1, 1, MapOperations.put(MAP, KEY, large, 0)));

        assertThat(world.toClient)
                .singleElement()
                .satisfies(answer ->
                        assertThat(((ClientMessage.Response) answer).status()).isEqualTo(ResponseStatus.TOO_LARGE));
    }

    @Test
    void whatOnlyNodesSayEndsTheLink() {
        assertRefused(new Refutation(1));
        assertRefused(new HeartbeatAnswer(1, 1, 1, 1, 1, 1, 1));
        assertRefused(new Relayed(DoorWorld.CLIENT, DoorWorld.OTHER, new Refutation(1)));
        assertRefused(new Relayed(DoorWorld.CLIENT, DoorWorld.OTHER, new ConfigMessage.PullConfig(0, 0)));
    }

    private void assertRefused(Message message) {
        assertThatThrownBy(() -> world.door.received(link, Principal.ANONYMOUS, 0, message))
                .isInstanceOf(CorruptFrameException.class);
    }

    @Test
    void aClientHearsHowTheLinkAndTheNodeAreAndWhatNodesTellOfTheirs() {
        say(1, new Heartbeat(3, 4, configId(), 0));
        say(1, new PullLinks());

        assertThat(world.toClient).hasSize(2);
        assertThat(world.toClient.get(0)).isInstanceOfSatisfying(HeartbeatAnswer.class, answer -> {
            assertThat(answer.sequence()).isEqualTo(3);
            assertThat(answer.configId()).isEqualTo(configId());
        });
        assertThat(world.toClient.get(1)).isInstanceOf(LinkSurvey.class);
    }

    @Test
    void whoAskedForTheConfigOnceIsToldOfEachThatFollows() {
        say(0, new ConfigMessage.PullConfig(0, 0));
        assertThat(world.toClient).singleElement().isInstanceOf(ConfigMessage.FullConfig.class);
        long before = configId();

        setting("app.a", "1");
        assertThat(configId()).isEqualTo(before + 1);
        assertThat(world.toClient).hasSize(2);
        assertThat(world.toClient.get(1))
                .isInstanceOfSatisfying(
                        ConfigMessage.ConfigSteps.class,
                        steps -> assertThat(steps.leadsTo().configId()).isEqualTo(before + 1));
    }

    @Test
    void aRequestUnderAnOldConfigBringsTheNewerOne() {
        say(0, get(1, 0));
        setting("app.a", "1");
        assertThat(world.toClient).hasSize(1);

        say(0, new ClientMessage.Read(2, configId() - 1, 0, MapOperations.get(MAP, KEY)));
        assertThat(world.toClient)
                .hasSize(3)
                .anySatisfy(message -> assertThat(message).isInstanceOf(ConfigMessage.ConfigUpdate.class));
    }

    @Test
    void whatAClientHasRelayedTellsForWhomItIs() {
        Relayed relayed = new Relayed(DoorWorld.CLIENT, DoorWorld.OTHER, get(1, 0));
        Principal ann = new Principal(Principal.Kind.CLIENT, "ann");
        world.on(0, () -> world.door.received(link, ann, 0, relayed.by("nsomebody else")));

        assertThat(world.toOther).singleElement().isInstanceOfSatisfying(Relayed.class, passed -> {
            assertThat(Principal.read(passed.principal())).isEqualTo(ann);
            assertThat(passed.message()).isEqualTo(relayed.message());
        });
    }

    @Test
    void aClientHasNothingRelayedInAnothersNameNorToTheRelayItself() {
        say(0, new Relayed(new NodeId(9, 9), DoorWorld.OTHER, get(1, 0)));
        say(0, new Relayed(new NodeId(9, 9), DoorWorld.NODE, new Heartbeat(1, 1, 1, 1)));
        say(0, new Relayed(DoorWorld.CLIENT, DoorWorld.NODE, get(1, 0)));

        assertThat(world.toOther).isEmpty();
        assertThat(world.toClient).isEmpty();
    }

    private void say(int loop, Message message) {
        world.on(loop, () -> world.door.received(link, Principal.ANONYMOUS, loop, message));
    }

    private ClientMessage.Read get(long correlation, int partition) {
        return new ClientMessage.Read(correlation, configId(), partition, MapOperations.get(MAP, KEY));
    }

    private void setting(String key, String value) {
        ClusterConfig before = config();
        world.onControl(
                () -> world.core.control().configCore().propose(new Change.SetSetting(DoorWorld.NODE, key, value)));
        assertThat(config()).isNotSameAs(before);
    }

    private ClusterConfig config() {
        ClusterConfig config = world.door.config();
        assertThat(config).isNotNull();
        return config;
    }

    private long configId() {
        return config().configId();
    }
}
