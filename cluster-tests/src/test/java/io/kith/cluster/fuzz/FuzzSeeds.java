package io.kith.cluster.fuzz;

import io.kith.client.serialization.AllowedClasses;
import io.kith.client.serialization.Serialization;
import io.kith.collections.Kinds;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.CopyCursor;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigCodec;
import io.kith.config.Genesis;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Inputs that are right, of which others are made, and those that once were trouble. */
final class FuzzSeeds {
    private static final List<String> GOLDEN = List.of(
            "/io/kith/transport/family-1.txt",
            "/io/kith/membership/family-2.txt",
            "/io/kith/config/family-3.txt",
            "/io/kith/replication/message/family-4.txt",
            "/io/kith/collections/wire/family-5.txt",
            "/io/kith/transport/family-6.txt",
            "/io/kith/config/family-7.txt");
    private static final Path KEPT = Path.of("src/test/resources/io/kith/cluster/fuzz");

    private FuzzSeeds() {}

    static List<byte[]> of(FuzzedDecoder decoder) {
        List<byte[]> seeds = new ArrayList<>(
                switch (decoder) {
                    case MESSAGE -> messages();
                    case OPERATION -> operations();
                    case CONFIG -> List.of(config());
                    case VALUE -> values();
                    case CHUNK -> chunks();
                });
        seeds.addAll(kept(decoder));
        return seeds;
    }

    /** What once was trouble. */
    static List<byte[]> kept(FuzzedDecoder decoder) {
        Path folder = KEPT.resolve(decoder.name().toLowerCase(Locale.ROOT));
        List<byte[]> kept = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return kept;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                kept.add(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept;
    }

    /** The bytes that other tests keep of each message, where they are on the class path, and some made here. */
    private static List<byte[]> messages() {
        List<byte[]> seeds = new ArrayList<>();
        for (String resource : GOLDEN) {
            try (InputStream in = FuzzSeeds.class.getResourceAsStream(resource)) {
                String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
                text.lines()
                        .filter(line -> !line.startsWith("#") && line.contains(" "))
                        .map(line -> HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1)))
                        .forEach(seeds::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (int family = 1; family <= 7; family++) {
            for (int kind = 1; kind <= 24; kind++) {
                seeds.add(
                        new byte[] {(byte) family, (byte) kind, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
            }
        }
        return seeds;
    }

    private static List<byte[]> operations() {
        CollectionRef map = new CollectionRef(CollectionType.HASH_MAP, new Incarnation(1, 2), 7);
        CollectionRef deque = new CollectionRef(CollectionType.VEC_DEQUE, new Incarnation(3, 4), 8);
        CollectionRef vec = new CollectionRef(CollectionType.VEC, new Incarnation(5, 6), 9);
        byte[] key = {10, 1, 'k'};
        byte[] value = {10, 1, 'v'};
        return List.of(
                MapOperations.get(map, key),
                MapOperations.put(map, key, value, 1_000),
                MapOperations.compareAndSet(map, key, value, null, 0),
                MapOperations.getAll(map, List.of(key, value)),
                MapOperations.page(map, key, 10, 1_000, true),
                DequeOperations.offer(deque, true, value),
                DequeOperations.take(deque, true, 1_000),
                DequeOperations.pageAt(deque, 0, 10, 10, 1_000),
                VecOperations.pageAt(vec, 0, 10, 10, 1_000));
    }

    private static byte[] config() {
        Member member = new Member(
                new NodeId(1, 2), new NodeAddress("127.0.0.1", 7400), "zone", 100, false, MemberState.ACTIVE, 0);
        ClusterConfig config =
                Genesis.config(new NodeId(3, 4), new ClusterParameters("test", 16, 1_000, 10), member, 2);
        WireOutput out = WireOutput.onHeap(1_024);
        ConfigCodec.write(config, out);
        return out.toByteArray();
    }

    private static List<byte[]> values() {
        Serialization serialization =
                new Serialization(AllowedClasses.JDK_ONLY, FuzzSeeds.class.getClassLoader(), null);
        List<Object> values = new ArrayList<>(
                List.of("text", 17, 18L, new BigDecimal("1.5"), UUID.randomUUID(), Instant.EPOCH, new int[] {1, 2}));
        values.add(List.of(1, "two", List.of(3)));
        values.add(new HashSet<>(Set.of(1, List.of("a"), Optional.of("b"))));
        values.add(new HashMap<>(Map.of("a", Set.of(1), List.of(2), "b")));
        List<Object> inDeques = new ArrayList<>(values);
        inDeques.add(new PriorityQueue<>(List.of(3, 1, 2)));
        inDeques.add(new TreeMap<>(Map.of("a", 1)));
        inDeques.add(new CopyOnWriteArrayList<>(List.of("x", "y")));
        inDeques.add(new AtomicReference<>(new String[][] {{"x"}, {"y"}}));
        inDeques.add(java.util.Collections.unmodifiableSet(new HashSet<>(Set.of(1))));
        inDeques.add(new java.util.BitSet(70));
        inDeques.add(Locale.GERMANY);
        values.add(new ArrayDeque<>(inDeques));
        for (Object each : inDeques) {
            values.add(new ArrayDeque<>(List.of(each, each)));
        }
        return values.stream().map(serialization::encode).toList();
    }

    private static List<byte[]> chunks() {
        PartitionState partition = new PartitionStates(Kinds.all()).empty();
        return List.of(partition.nextChunk(CopyCursor.start(), 1 << 16).bytes(), new byte[] {1, 0, 1, 0, 1, 2, 3});
    }
}
