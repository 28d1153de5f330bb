package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.CollectionTypeException;
import io.kith.client.Kith;
import io.kith.client.OpenOptions;
import io.kith.client.RemoteCounter;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.Reserved;
import io.kith.client.serialization.ClassNotAllowedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of {@code docs/collections.md}, which are compared with those here, line by line. */
@Timeout(180)
class CollectionsExamplesTest {
    private static final Path PAGE = Path.of("..", "docs", "collections.md");
    private static final Path SOURCE =
            Path.of("src/test/java/io/kith/cluster/collections/CollectionsExamplesTest.java");

    private static LocalCluster cluster;

    record Order(String id, long cents) {}

    @BeforeAll
    static void start() {
        cluster = LocalCluster.of(3, 8);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private static Kith kith() {
        return cluster.client();
    }

    @Test
    void aMap() {
        Kith kith = kith();
        // example: map
        RemoteHashMap<String, Long> stock = kith.hashMap("stock");
        stock.put("apples", 5L);
        stock.merge("apples", 3L, Long::sum);
        stock.put("offer of the day", 1L, Duration.ofHours(8));
        Map<String, Long> some = stock.getAll(List.of("apples", "pears"));
        stock.entrySet().removeIf(entry -> entry.getValue() == 0);
        // end
        assertThat(some).containsExactly(Map.entry("apples", 8L));
        assertThat(stock).hasSize(2);
    }

    @Test
    void aSet() {
        Kith kith = kith();
        // example: set
        RemoteHashSet<String> seen = kith.hashSet("seen");
        boolean isNew = seen.add("message 17");
        seen.addAll(List.of("message 18", "message 19"));
        // end
        assertThat(isNew).isTrue();
        assertThat(seen).hasSize(3);
    }

    @Test
    void aVec() {
        Kith kith = kith();
        // example: vec
        RemoteVec<String> tracks = kith.vec("tracks");
        tracks.addAll(List.of("one", "two", "three", "four"));
        tracks.add(2, "two and a half");
        tracks.subList(0, 2).sort(null);
        for (ListIterator<String> each = tracks.listIterator(); each.hasNext(); ) {
            each.set(each.next().toUpperCase(java.util.Locale.ROOT));
        }
        List<String> lastTwo = tracks.drain(3, 5);
        // end
        assertThat(lastTwo).containsExactly("THREE", "FOUR");
        assertThat(tracks).containsExactly("ONE", "TWO", "TWO AND A HALF");
    }

    @Test
    void aDeque() throws Exception {
        Kith kith = kith();
        // example: deque
        RemoteVecDeque<String> jobs = kith.vecDeque("jobs");
        jobs.setCapacity(10_000);
        jobs.put("resize image 4711");
        String job = jobs.poll(5, TimeUnit.SECONDS);
        // end
        assertThat(job).isEqualTo("resize image 4711");
    }

    @Test
    void aReservation() throws Exception {
        Kith kith = kith();
        kith.vecDeque("mails").add("to Ada");
        List<String> sent = new ArrayList<>();
        // example: reserve
        RemoteVecDeque<String> mails = kith.vecDeque("mails");
        Reserved<String> mail = mails.reserve(Duration.ofSeconds(30), Duration.ofSeconds(5));
        if (mail != null) {
            sent.add(mail.element());
            mail.acknowledge();
        }
        // end
        assertThat(sent).containsExactly("to Ada");
        assertThat(mails).isEmpty();
    }

    @Test
    void optionsOfACollection() {
        Kith kith = kith();
        // example: options
        RemoteHashMap<String, String> sessions =
                kith.hashMap("sessions", OpenOptions.defaults().timeToLive(Duration.ofMinutes(30)));
        RemoteVecDeque<String> mailbox =
                kith.vecDeque("mailbox", OpenOptions.defaults().capacity(1_000));
        // end
        assertThat(sessions).isEmpty();
        assertThat(mailbox.capacity()).isEqualTo(1_000);
    }

    @Test
    void aCounter() {
        Kith kith = kith();
        // example: counter
        RemoteCounter orders = kith.counter("order numbers");
        long number = orders.incrementAndGet();
        orders.addAndGet(10);
        boolean reset = orders.compareAndSet(11, 0);
        // end
        assertThat(number).isEqualTo(1);
        assertThat(reset).isTrue();
    }

    /** What a lock protects. */
    private static final class Report {
        private long lastToken;

        void write(long token) {
            assertThat(token).isGreaterThan(lastToken);
            lastToken = token;
        }
    }

    @Test
    void aLock() throws Exception {
        Kith kith = kith();
        Report report = new Report();
        // example: lock
        RemoteLock lock = kith.lock("nightly report");
        if (lock.tryLock(5, TimeUnit.SECONDS)) {
            try {
                report.write(lock.fencingToken());
            } finally {
                lock.unlock();
            }
        }
        // end
        assertThat(report.lastToken).isPositive();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void anAsynchronousView() throws Exception {
        Kith kith = kith();
        // example: async
        RemoteHashMap<String, Long> visits = kith.hashMap("visits");
        CompletableFuture<Long> counted =
                visits.async().merge("start page", 1L, Long::sum).thenApply(count -> count * 100);
        CompletableFuture<String> next = kith.<String>vecDeque("to do").async().takeFirst();
        boolean cancelled = next.cancel(false);
        // end
        assertThat(counted.get()).isEqualTo(100);
        assertThat(cancelled).isTrue();
    }

    @Test
    void classesOfOnesOwn() {
        String address = cluster.node(0).address().toString();
        // example: classes
        ClientOptions options = ClientOptions.defaults().address(address).allow(Order.class);
        try (Kith kith = Kith.connect(options)) {
            RemoteHashMap<String, Order> orders = kith.hashMap("orders");
            orders.put("o1", new Order("o1", 1_999));
        }
        // end
        assertThatThrownBy(() -> kith().hashMap("orders").get("o1"))
                .isInstanceOf(ClassNotAllowedException.class)
                .hasMessageContaining("Order")
                .hasMessageContaining("ClientOptions.allow(");
    }

    @Test
    void json() {
        String address = cluster.node(0).address().toString();
        // example: json
        ClientOptions options =
                ClientOptions.defaults().address(address).allow(Order.class).json();
        // end
        try (Kith kith = Kith.connect(options)) {
            RemoteHashMap<String, Order> orders = kith.hashMap("orders as JSON");
            orders.put("o1", new Order("o1", 1_999));
            assertThat(orders.get("o1")).isEqualTo(new Order("o1", 1_999));
        }
    }

    @Test
    void aNameOfAnotherType() {
        Kith kith = kith();
        kith.vec("a list").add("x");
        assertThatThrownBy(() -> kith.hashMap("a list"))
                .isInstanceOf(CollectionTypeException.class)
                .hasMessageContaining("'a list' is a vec, not a hash map");
    }

    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        Map<String, List<String>> shown = blocks(PAGE, "<!-- example: ", " -->", "```");
        Map<String, List<String>> compiled = blocks(SOURCE, "// example: ", "", "// end");
        shown.values().forEach(lines -> assertThat(lines.remove(0)).isEqualTo("```java"));
        assertThat(shown).isEqualTo(compiled);
        long javaBlocks = Files.readAllLines(PAGE, StandardCharsets.UTF_8).stream()
                .filter("```java"::equals)
                .count();
        assertThat(javaBlocks).isEqualTo(shown.size());
    }

    /** The lines between a line that begins so and names the block, and the one that ends it; without their indent. */
    private static Map<String, List<String>> blocks(Path file, String begin, String tail, String end)
            throws IOException {
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        List<String> block = null;
        int indent = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String text = line.strip();
            if (text.startsWith(begin)) {
                block = new ArrayList<>();
                indent = line.indexOf(begin);
                blocks.put(text.substring(begin.length(), text.length() - tail.length()), block);
            } else if (block != null && text.equals(end)) {
                block = null;
            } else if (block != null) {
                block.add(line.length() > indent ? line.substring(indent) : "");
            }
        }
        return blocks;
    }
}
