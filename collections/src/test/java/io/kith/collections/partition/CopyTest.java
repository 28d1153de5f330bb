package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.PartitionDriver;
import io.kith.collections.RandomCommands;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CopyTest {

    @Property(tries = 200)
    void aCopyMadeWhileCommandsGoOnEndsEqualToItsSource(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int chunkBytes) {
        Random random = new Random(seed);
        PartitionDriver source = PartitionDriver.plain();
        RandomCommands commands = new RandomCommands(source, random);
        commands.log(random.nextInt(300));

        PartitionState joiner = new PartitionStates(Kinds.all()).copying();
        CopyCursor cursor = CopyCursor.start();
        for (int chunks = 0; !joiner.isComplete(); chunks++) {
            // Commands become rarer, so that the copy gets ahead of them.
            if (random.nextInt(20) == 0) {
                // So long that the source gives up what it was copying from.
                source.nowMillis += 40_000;
            }
            int before = source.log.size();
            commands.log(random.nextInt(chunks < 200 ? 20 : 2));
            apply(source, joiner, before);
            CopyChunk chunk = source.state.nextChunk(cursor, chunkBytes);
            if (random.nextInt(4) != 0) {
                assertThat(joiner.copyCursor()).isEqualTo(cursor);
                assertThat(joiner.install(chunk.bytes())).isTrue();
                assertThat(joiner.install(chunk.bytes())).as("the chunk again").isFalse();
                cursor = chunk.next();
            }
        }
        assertThat(cursor.isDone()).isTrue();
        assertThat(joiner.digest()).isEqualTo(source.state.digest());
        assertThat(joiner.bytes()).isEqualTo(source.state.bytes());

        // From here on it is a replica like any other: same commands, same results.
        int before = source.log.size();
        commands.log(100);
        for (LogCommand command : source.log.subList(before, source.log.size())) {
            assertThat(describe(joiner.apply(command))).isEqualTo(describe(commands.completionsOf(command.sequence())));
        }
        assertThat(joiner.digest()).isEqualTo(source.state.digest());
        assertThat(joiner.nextExpiries(Long.MAX_VALUE, 1000))
                .usingRecursiveComparison()
                .isEqualTo(source.state.nextExpiries(Long.MAX_VALUE, 1000));
    }

    @Test
    void whatHappensToADequeWhileItIsCopiedHappensUnderTheOptionsOfThatTime() {
        PartitionDriver source = PartitionDriver.plain();
        CollectionRef deque = PartitionDriver.deque(3);
        deque = deque.openedAs(source.open(deque, "deque", new CollectionOptions(0, 100)));
        source.write(DequeOperations.offer(deque, false, new byte[] {1}));
        source.write(DequeOperations.offer(deque, false, new byte[] {2}));
        PartitionState joiner = new PartitionStates(Kinds.all()).copying();
        while (!joiner.isComplete()) {
            CopyCursor cursor = joiner.copyCursor();
            int before = source.log.size();
            if (cursor.place() == CopyCursor.INSIDE && source.state.size() == 2) {
                source.own(PartitionOperations.setOptions(deque.opening(), new CollectionOptions(0, 2)));
                source.write(DequeOperations.offer(deque, false, new byte[] {3}));
                source.own(PartitionOperations.setOptions(deque.opening(), new CollectionOptions(0, 100)));
                source.write(DequeOperations.offer(deque, false, new byte[] {4}));
            }
            apply(source, joiner, before);
            joiner.install(source.state.nextChunk(cursor, 1).bytes());
        }
        assertThat(source.state.size())
                .as("two, and one that there was room for")
                .isEqualTo(3);
        assertThat(joiner.digest()).isEqualTo(source.state.digest());
    }

    @Test
    void aPieceOfACopyPassesNoMoreEmptyCollectionsThanItMay() {
        PartitionDriver source = PartitionDriver.plain();
        for (int i = 0; i < 10_000; i++) {
            source.open(PartitionDriver.map(10 + i), "map " + i, CollectionOptions.NONE);
        }
        PartitionState joiner = new PartitionStates(Kinds.all()).copying();
        int pieces = 0;
        while (!joiner.isComplete()) {
            CopyChunk chunk = source.state.nextChunk(joiner.copyCursor(), 4 << 20);
            assertThat(joiner.install(chunk.bytes())).isTrue();
            pieces++;
        }
        assertThat(pieces).isBetween(3, 4);
        assertThat(joiner.collectionCount()).isEqualTo(10_000);
        assertThat(joiner.digest()).isEqualTo(source.state.digest());
    }

    private static List<String> describe(List<Completion> completions) {
        return completions.stream()
                .map(completion -> completion.session().shortName() + " " + completion.opening() + " "
                        + completion.number() + " " + completion.status() + " "
                        + Arrays.toString(completion.payload()))
                .toList();
    }

    private static void apply(PartitionDriver source, PartitionState joiner, int from) {
        for (LogCommand command : source.log.subList(from, source.log.size())) {
            assertThat(joiner.apply(command)).isEmpty();
        }
    }

    @Property(tries = 20)
    void replicasThatApplyTheSameLogAreEqual(@ForAll long seed) {
        PartitionDriver source = PartitionDriver.plain();
        RandomCommands commands = new RandomCommands(source, new Random(seed));
        commands.log(400);
        PartitionState replica = new PartitionStates(Kinds.all()).empty();
        for (LogCommand command : source.log) {
            assertThat(describe(replica.apply(command)))
                    .isEqualTo(describe(commands.completionsOf(command.sequence())));
        }
        assertThat(replica.digest()).isEqualTo(source.state.digest());
    }
}
