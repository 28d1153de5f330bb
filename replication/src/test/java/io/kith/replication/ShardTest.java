package io.kith.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.Change;
import io.kith.replication.host.ReplicationTimes;
import io.kith.replication.host.ShardHost;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.ManualPort;
import io.kith.replication.shared.OnePartition;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTest {
    private final OnePartition one = new OnePartition(OnePartition.A, OnePartition.A);
    private boolean onLoop = true;

    private Shard shard(int index, int count) {
        ShardHost host = new ShardHost() {
            @Override
            public void propose(long configId, Change change) {}

            @Override
            public void behind(NodeId peer) {}
        };
        return new Shard(
                OnePartition.A,
                new ShardSlice(index, count),
                new ManualPort(),
                host,
                ReplicationTimes.defaults(),
                ShardLimits.defaults(),
                SafetyRules.production(),
                () -> onLoop);
    }

    @Test
    void a_partition_belongs_to_one_shard() {
        for (int partition = 0; partition < 20; partition++) {
            int owners = 0;
            for (int index = 0; index < 3; index++) {
                ShardSlice slice = new ShardSlice(index, 3);
                if (slice.has(partition)) {
                    owners++;
                    assertThat(slice.at(slice.placeOf(partition))).isEqualTo(partition);
                }
            }
            assertThat(owners).isEqualTo(1);
        }
        assertThat(new ShardSlice(0, 3).has(-3)).isFalse();
        assertThat(new ShardSlice(0, 3).size(7)).isEqualTo(3);
        assertThat(new ShardSlice(2, 3).size(7)).isEqualTo(2);
    }

    @Test
    void a_call_from_another_thread_than_the_loops_is_refused_loudly() {
        Shard shard = shard(0, 1);
        onLoop = false;
        assertThatThrownBy(() -> shard.adopt(one.cluster.config()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside its loop");
        assertThatThrownBy(() -> shard.handle(OnePartition.B, new StaleTerm(0, 1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> shard.read(one.get(), (status, payload) -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_message_about_many_partitions_concerns_the_shards_that_have_one_of_them() {
        Batch batch = new Batch(List.of(), List.of(new Acknowledge(4, 1, 0, 1, false)));
        assertThat(shard(0, 2).isConcernedBy(batch)).isTrue();
        assertThat(shard(1, 2).isConcernedBy(batch)).isFalse();
        assertThat(shard(1, 2).isConcernedBy(new StaleTerm(5, 1))).isTrue();
        assertThat(shard(0, 1).isConcernedBy(new StaleTerm(5, 1))).isTrue();
    }

    @Test
    void without_a_config_nothing_is_taken_and_nothing_is_held() {
        Shard shard = shard(0, 1);
        assertThat(shard.handle(OnePartition.B, new StaleTerm(0, 1))).isFalse();
        assertThat(shard.view(0)).isEqualTo(PartitionView.NOTHING);
        assertThat(shard.config()).isNull();
        shard.adopt(one.cluster.config());
        assertThat(shard.handle(OnePartition.B, new StaleTerm(7, 1))).isFalse();
        assertThat(shard.view(0).primaryTerm()).isEqualTo(one.here.term());
    }
}
