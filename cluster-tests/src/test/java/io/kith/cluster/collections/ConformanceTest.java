package io.kith.cluster.collections;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import io.kith.client.Kith;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The suites that {@code ConcurrentHashMap}, {@code HashSet}, {@code ArrayList} and {@code LinkedBlockingDeque} pass, with
 * all features that those declare, against three nodes with two replicas. Nothing is suppressed. Features left out:
 * nulls, which no remote collection takes, as {@code java.util.concurrent} takes none; serialization of the collection
 * itself, as its proxy is a handle, not data; and fail-fast iterators, as these are weakly consistent.
 */
class ConformanceTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int PARTITIONS = 8;

    private static LocalCluster cluster;
    private static Kith kith;

    @BeforeAll
    static void start() {
        cluster = LocalCluster.of(3, PARTITIONS);
        kith = cluster.client();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @TestFactory
    List<DynamicNode> aMapBehavesAsAConcurrentHashMap() {
        return ConformanceSuites.testsOf(ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        Map<String, String> map = kith.hashMap("map " + NAMES.incrementAndGet());
                        Map<String, String> local = new LinkedHashMap<>();
                        for (Map.Entry<String, String> entry : entries) {
                            local.put(entry.getKey(), entry.getValue());
                        }
                        map.putAll(local);
                        return map;
                    }
                })
                .named("RemoteHashMap")
                .withFeatures(
                        MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
                .createTestSuite());
    }

    @TestFactory
    List<DynamicNode> aSetBehavesAsAHashSet() {
        return ConformanceSuites.testsOf(SetTestSuiteBuilder.using(new TestStringSetGenerator() {
                    @Override
                    protected Set<String> create(String[] elements) {
                        Set<String> set = kith.hashSet("set " + NAMES.incrementAndGet());
                        set.addAll(List.of(elements));
                        return set;
                    }
                })
                .named("RemoteHashSet")
                .withFeatures(SetFeature.GENERAL_PURPOSE, CollectionSize.ANY)
                .createTestSuite());
    }

    @TestFactory
    List<DynamicNode> aVecBehavesAsAnArrayList() {
        return ConformanceSuites.testsOf(ListTestSuiteBuilder.using(new TestStringListGenerator() {
                    @Override
                    protected List<String> create(String[] elements) {
                        List<String> vec = kith.vec("vec " + NAMES.incrementAndGet());
                        vec.addAll(List.of(elements));
                        return vec;
                    }
                })
                .named("RemoteVec")
                .withFeatures(ListFeature.GENERAL_PURPOSE, CollectionSize.ANY)
                .createTestSuite());
    }

    @TestFactory
    List<DynamicNode> aVecDequeBehavesAsALinkedBlockingDeque() {
        return ConformanceSuites.testsOf(QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        Queue<String> deque = kith.vecDeque("deque " + NAMES.incrementAndGet());
                        deque.addAll(List.of(elements));
                        return deque;
                    }
                })
                .named("RemoteVecDeque")
                .withFeatures(CollectionFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER, CollectionSize.ANY)
                .createTestSuite());
    }
}
