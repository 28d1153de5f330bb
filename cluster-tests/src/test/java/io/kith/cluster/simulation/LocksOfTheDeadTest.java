package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.config.Change;
import io.kith.config.ConfigMessage;
import io.kith.config.SettingKeys;
import io.kith.node.core.RelayLimits;
import io.kith.ring.PartitionHash;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client held that has died, others get, in the order in which they came to wait for it. */
class LocksOfTheDeadTest {
    private static final long LEASE_MILLIS = 1_000;
    private static final long SILENCE_SECONDS = 60;

    /** Primaries look for silent sessions once a minute, and when they begin: the second look finds this one. */
    private static final long BEFORE_NEXT_LOOK_MILLIS = 95_000;

    private static final int WAITERS = 3;
    private static final CollectionRef LOCK = SimulatedCollections.named(CollectionType.LOCK, "the lock");

    private final CutCluster cluster = new CutCluster(3, 4, RelayLimits.defaults());
    private final List<String> grants = new ArrayList<>();
    private final Owner dead = new Owner("the dead", 0);
    private final List<Owner> waiters = new ArrayList<>();

    /** A client that does what a test tells it, and looks at the lock as long as there is nothing to do. */
    private final class Owner implements Workload {
        private final String name;
        private final LockToken token;
        private final SimulatedProcess process;
        private final SimulatedClient client;
        private final ArrayDeque<ClientOperation> toDo = new ArrayDeque<>();

        private Owner(String name, int number) {
            this.name = name;
            this.token = new LockToken(7, number);
            this.process = cluster.world.addProcess(name, 0);
            this.client = cluster.startClient(process, this);
        }

        @Override
        public ClientOperation next(long number, RandomGenerator random, long nowNanos) {
            ClientOperation next = toDo.poll();
            return next != null
                    ? next
                    : operation("look", LockOperations.state(LOCK), ClientOperation.Kind.READ, "is looked at");
        }

        private ClientOperation operation(String what, byte[] bytes, ClientOperation.Kind kind, String gave) {
            return new ClientOperation(
                    name + ": " + what,
                    LOCK.hash(),
                    bytes,
                    kind,
                    null,
                    payload -> {
                        if (kind == ClientOperation.Kind.WAITING_WRITE) {
                            grants.add(gave + " " + LockOperations.fence(payload));
                        }
                        return null;
                    },
                    () -> {});
        }

        /** Waits for the lock, for good. */
        void lock(long leaseMillis) {
            byte[] bytes = LockOperations.lock(LOCK, token, leaseMillis, LockOperations.FOREVER);
            toDo.add(operation("lock", bytes, ClientOperation.Kind.WAITING_WRITE, name));
        }

        void unlock() {
            toDo.add(operation(
                    "unlock", LockOperations.unlock(LOCK, token), ClientOperation.Kind.WRITE, "is given back"));
        }

        @Override
        public List<String> contradictions() {
            return List.of();
        }

        @Override
        public long histories() {
            return 0;
        }

        @Override
        public long undecided() {
            return 0;
        }
    }

    /** Leases and silence end by the wall clock of whoever is primary. */
    LocksOfTheDeadTest() {
        cluster.setClocks();
    }

    private void waitersCome(long leaseMillis) {
        for (int i = 0; i < WAITERS; i++) {
            Owner waiter = new Owner("waiter " + i, 1 + i);
            waiters.add(waiter);
            waiter.lock(leaseMillis);
            cluster.runMillis(300);
        }
    }

    private SimulatedProcess primary() {
        int partition = PartitionHash.partitionOf(LOCK.hash(), cluster.config().partitionCount());
        return cluster.process(cluster.config().replicas(partition).get(0));
    }

    private void locksAndDies(long leaseMillis) {
        dead.lock(leaseMillis);
        cluster.runUntil(() -> !grants.isEmpty(), "the lock is taken");
        dead.process.crash();
    }

    private void awaitGrants(int count) {
        cluster.runUntil(() -> grants.size() == count, count + " have had the lock");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waiters_get_it_in_their_order_when_the_lease_is_over(boolean primaryDiesToo) {
        locksAndDies(2 * LEASE_MILLIS);
        waitersCome(LEASE_MILLIS / 2);
        assertThat(grants).containsExactly("the dead 1");
        if (primaryDiesToo) {
            primary().crash();
        }
        awaitGrants(1 + WAITERS);
        assertThat(grants).containsExactly("the dead 1", "waiter 0 2", "waiter 1 3", "waiter 2 4");
        cluster.runUntil(() -> cluster.locks.heldOrAwaited() == null, "the last lease is over");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waiters_get_it_in_their_order_when_the_session_is_over(boolean primaryDiesToo) {
        new Setter().set(SettingKeys.SESSION_SILENCE_SECONDS.name(), Long.toString(SILENCE_SECONDS));
        locksAndDies(0);
        cluster.runMillis(BEFORE_NEXT_LOOK_MILLIS);
        waitersCome(0);
        assertThat(grants).containsExactly("the dead 1");
        if (primaryDiesToo) {
            primary().crash();
        }
        for (int i = 0; i < WAITERS; i++) {
            awaitGrants(2 + i);
            waiters.get(i).unlock();
        }
        assertThat(grants).containsExactly("the dead 1", "waiter 0 2", "waiter 1 3", "waiter 2 4");
        cluster.runUntil(() -> cluster.locks.heldOrAwaited() == null, "the last has given it back");
    }

    @Test
    void a_client_that_ends_in_order_leaves_it_to_the_next_at_once() {
        dead.lock(0);
        awaitGrants(1);
        waitersCome(0);
        long stopNanos = cluster.world.time().nowNanos();
        dead.client.stop();
        awaitGrants(2);
        assertThat(cluster.world.time().nowNanos() - stopNanos).isLessThan(LEASE_MILLIS * CutCluster.MILLI);
        assertThat(grants).containsExactly("the dead 1", "waiter 0 2");
    }

    /** Changes a setting of the cluster. */
    private final class Setter {
        private final SimulatedProcess process = cluster.world.addProcess("setter", 0);
        private final SimulatedPort port = process.addLoop(this::heard);
        private boolean done;

        private void heard(NodeId from, Message message) {
            done |= message instanceof ConfigMessage.ProposeAnswer;
        }

        void set(String key, String value) {
            NodeId node = cluster.nodes.get(0).id();
            Change change = new Change.SetSetting(process.id(), key, value);
            port.send(node, new ConfigMessage.ProposeChange(1, change));
            cluster.runUntil(() -> done, "the setting is decided");
        }
    }
}
