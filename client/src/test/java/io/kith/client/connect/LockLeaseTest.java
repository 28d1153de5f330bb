package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteLock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client holds is its own as long as it lives, and not much longer. */
class LockLeaseTest {
    private static final int LEASE_MILLIS = 300;

    private final FakeNode node = new FakeNode(4);
    private final ClientOptions options =
            ClientOptions.defaults().deadline(Duration.ofSeconds(60)).lockLease(Duration.ofMillis(LEASE_MILLIS));
    private final Kith kith = ClientProvider.inProcess(node, options);

    @AfterEach
    void close() {
        kith.close();
    }

    /** Waits until the client has renewed what it holds at least once from now on. */
    private void awaitRenewal() {
        int before = node.requests();
        await().atMost(Duration.ofSeconds(60)).until(() -> node.requests() > before + 1);
    }

    @Test
    void aLockIsRenewedWhileItsClientLivesAndFreeSoonAfterItIsCutOff() {
        RemoteLock lock = kith.lock("l");
        lock.lock();
        for (int round = 0; round < 5; round++) {
            awaitRenewal();
            node.passMillis(LEASE_MILLIS - 100);
        }
        assertThat(lock.isHeld()).isTrue();

        node.cutOffAll();
        try (Kith other = ClientProvider.inProcess(node, options)) {
            RemoteLock same = other.lock("l");
            assertThat(same.tryLock()).isFalse();
            node.passMillis(LEASE_MILLIS + 1);
            assertThat(same.tryLock()).isTrue();
            assertThat(same.fencingToken()).isGreaterThan(lock.fencingToken());
        }
    }

    @Test
    void aLeaseOfItsOwnIsNotRenewed() {
        RemoteLock lock = kith.lock("l");
        kith.lock("renewed").lock();
        lock.lock(Duration.ofMillis(LEASE_MILLIS));
        awaitRenewal();
        node.passMillis(LEASE_MILLIS + 1);
        assertThat(lock.isHeld()).isFalse();
        assertThat(lock.isLocked()).isFalse();
    }
}
