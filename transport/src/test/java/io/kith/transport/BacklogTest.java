package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What clients do not take of their answers: how it is counted, and who must go; on virtual time. */
class BacklogTest {
    private static final long LIMIT = 1 << 20;
    private static final int FREE = UnreadAnswers.FREE_BYTES;

    private final UnreadAnswers all = new UnreadAnswers(LIMIT);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    BacklogTest() {
        channel.freezeTime();
    }

    /** A client whose socket takes what it is told to. */
    private final class Client {
        final List<String> complaints = new ArrayList<>();
        final Backlog backlog = new Backlog(all, channel.eventLoop(), () -> unsent(), complaints::add);
        private long unsent;

        private long unsent() {
            return unsent;
        }

        void isSent(int bytes) {
            unsent += bytes;
            backlog.written(bytes);
            backlog.update();
        }

        void takes(long bytes) {
            unsent -= Math.min(bytes, unsent);
        }

        long counted() {
            return unsent <= FREE ? 0 : unsent;
        }
    }

    private void passMillis(int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private void passSeconds(int seconds) {
        for (int i = 0; i < 20 * seconds; i++) {
            passMillis(50);
        }
    }

    @Test
    void whatASocketTakesAtOnceIsNotCountedAndNotWatched() {
        Client client = new Client();
        client.isSent(FREE);
        assertThat(all.bytes()).isZero();
        passSeconds(2 * Backlog.SILENT_SECONDS);
        assertThat(client.complaints).isEmpty();
    }

    @Test
    void whatAClientDoesNotTakeCountsUntilItDoesOrIsGone() {
        Client one = new Client();
        Client other = new Client();
        one.isSent(300_000);
        other.isSent(200_000);
        assertThat(all.bytes()).isEqualTo(500_000);
        one.takes(100_000);
        passSeconds(1);
        assertThat(all.bytes()).isEqualTo(400_000);
        other.backlog.end();
        assertThat(all.bytes()).isEqualTo(200_000);
        one.takes(200_000);
        passSeconds(1);
        assertThat(all.bytes()).isZero();
    }

    @Test
    void whatAClientWasSentBeforeItEndedIsNotCountedAfterwards() {
        Client client = new Client();
        client.isSent(300_000);
        client.backlog.end();
        client.backlog.update();
        passSeconds(1);
        assertThat(all.bytes()).isZero();
    }

    @Test
    void whoTakesNothingForLongMustGo() {
        Client client = new Client();
        client.isSent(300_000);
        passSeconds(Backlog.SILENT_SECONDS - 1);
        assertThat(client.complaints).isEmpty();
        // To be sent more is not to take anything.
        client.isSent(100);
        passSeconds(2);
        assertThat(client.complaints).containsExactly("nothing was taken for " + Backlog.SILENT_SECONDS + " s");
    }

    @Test
    void whoTakesALittleMayStayAsLongAsThereIsMemory() {
        Client client = new Client();
        client.isSent(500_000);
        for (int i = 0; i < 2 * Backlog.SILENT_SECONDS; i++) {
            client.takes(1_000);
            passSeconds(1);
        }
        assertThat(client.complaints).isEmpty();
    }

    @Test
    void whoTakesLittleMustGoSoonWhileMemoryIsShort() {
        Client slow = new Client();
        Client quick = new Client();
        slow.isSent(600_000);
        quick.isSent(2_000_000);
        for (int i = 0; i < ShortPace.SECONDS + 1; i++) {
            slow.takes(10_000);
            quick.takes(ShortPace.BYTES_PER_SECOND);
            quick.isSent(ShortPace.BYTES_PER_SECOND);
            passSeconds(1);
        }
        assertThat(slow.complaints).singleElement().asString().contains("while others waited for the memory");
        assertThat(quick.complaints).isEmpty();
    }

    @Test
    void thereIsRoomForNoMoreThanTheLimit() {
        Client client = new Client();
        client.isSent(600_000);
        assertThat(all.hasRoomFor(LIMIT - 600_000)).isTrue();
        assertThat(all.hasRoomFor(LIMIT - 600_000 + 1)).isFalse();
        assertThat(all.isOverrun()).isFalse();
        client.isSent((int) LIMIT);
        assertThat(all.isOverrun()).isTrue();
    }

    @Property(tries = 300)
    void theSumIsThatOfAllWhateverHappens(
            @ForAll @Size(max = 60) List<@IntRange(max = 400_000) Integer> sizes,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(max = 39) Integer> acts) {
        UnreadAnswers before = all;
        List<Client> clients = List.of(new Client(), new Client(), new Client(), new Client());
        boolean[] gone = new boolean[clients.size()];
        for (int i = 0; i < sizes.size(); i++) {
            int who = acts.get(i) % clients.size();
            Client client = clients.get(who);
            switch (acts.get(i) / 4) {
                case 0 -> {
                    client.backlog.end();
                    gone[who] = true;
                }
                case 1, 2, 3 -> client.takes(sizes.get(i));
                default -> client.isSent(sizes.get(i));
            }
            passMillis(250);
            long sum = 0;
            for (int j = 0; j < clients.size(); j++) {
                if (!clients.get(j).complaints.isEmpty()) {
                    // Its connection is closed for that.
                    clients.get(j).backlog.end();
                    gone[j] = true;
                }
                sum += gone[j] ? 0 : clients.get(j).counted();
            }
            assertThat(before.bytes()).isEqualTo(sum);
        }
        clients.forEach(client -> client.backlog.end());
        assertThat(before.bytes()).isZero();
    }
}
