package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random configs as they come about: a genesis and then values of random changes, many of them illegal. */
final class ConfigEvolution {
    final Random random;
    private final List<NodeId> ever = new ArrayList<>();
    ClusterConfig config;

    ConfigEvolution(long seed) {
        random = new Random(seed);
        ClusterParameters parameters = new ClusterParameters("evolution", 1 << random.nextInt(5), 1_000, 10);
        Member founder = member(false);
        config = Genesis.config(NodeId.random(random), parameters, founder, 1 + random.nextInt(3));
    }

    /** A config some random steps from genesis. */
    static ClusterConfig config(long seed) {
        ConfigEvolution evolution = new ConfigEvolution(seed);
        int steps = evolution.random.nextInt(40);
        for (int i = 0; i < steps; i++) {
            evolution.config = ConfigTransition.apply(evolution.config, evolution.value());
        }
        return evolution.config;
    }

    /** Up to eight random changes. */
    List<Change> value() {
        List<Change> value = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            value.add(change());
        }
        return value;
    }

    private Member member(boolean witness) {
        NodeId id = NodeId.random(random);
        ever.add(id);
        return new Member(
                id,
                new NodeAddress("host" + random.nextInt(9), 1 + random.nextInt(60_000)),
                "zone" + random.nextInt(3),
                1 + random.nextInt(200),
                witness,
                MemberState.ACTIVE,
                0);
    }

    private NodeId node() {
        return ever.get(random.nextInt(ever.size()));
    }

    private NodeId someMember() {
        return config.members()
                .keySet()
                .asList()
                .get(random.nextInt(config.members().size()));
    }

    private Change change() {
        NodeId author = random.nextInt(10) == 0 ? node() : someMember();
        int p = random.nextInt(config.partitionCount() + (random.nextInt(10) == 0 ? 3 : 0));
        PartitionReplicas partition = config.partition(p % config.partitionCount());
        long term = partition.term() - (random.nextInt(10) == 0 ? 1 : 0);
        NodeId replica =
                partition.replicas().get(random.nextInt(partition.replicas().size()));
        NodeId primary = random.nextInt(8) == 0 ? author : partition.primary();
        return switch (random.nextInt(13)) {
            case 0, 1 -> new Change.Admit(author, member(random.nextInt(6) == 0));
            case 2 -> new Change.Leave(author, node());
            case 3 -> new Change.Remove(author, node());
            case 4 -> new Change.SetVoters(author, voters());
            case 5, 6, 7 -> new Change.Promote(primary, p, term, node());
            case 8 -> new Change.Drop(author, p, term, random.nextInt(6) == 0 ? node() : replica);
            case 9 -> new Change.MovePrimary(author, p, term, random.nextInt(6) == 0 ? node() : replica);
            case 10 ->
                new Change.SetSetting(
                        author,
                        random.nextBoolean() ? ClusterConfig.REPLICATION_FACTOR : "app." + random.nextInt(3),
                        random.nextInt(5) == 0 ? null : Integer.toString(random.nextInt(9)));
            case 11 -> new Change.MarkFull(author, random.nextBoolean());
            default -> new Change.AcceptLoss(author, p, term, node());
        };
    }

    private List<NodeId> voters() {
        List<NodeId> voters = new ArrayList<>(config.voters());
        if (random.nextBoolean()) {
            voters.remove(random.nextInt(voters.size()));
        }
        if (random.nextInt(3) > 0) {
            voters.add(someMember());
        }
        return voters.stream().distinct().toList();
    }
}
