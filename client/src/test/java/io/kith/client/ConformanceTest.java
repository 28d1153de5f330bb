package io.kith.client;

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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The suites that the JDK's own collections pass, with all features that those declare but nulls. */
class ConformanceTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Kith KITH = Kith.inProcess(new FakeNode(4), ClientOptions.defaults());

    @AfterAll
    static void close() {
        KITH.close();
    }

    @TestFactory
    List<DynamicNode> aMapBehavesAsAConcurrentHashMap() {
        return ConformanceSuites.testsOf(ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        Map<String, String> map = KITH.hashMap("map " + NAMES.incrementAndGet());
                        for (Map.Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
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
                        Set<String> set = KITH.hashSet("set " + NAMES.incrementAndGet());
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
                        List<String> vec = KITH.vec("vec " + NAMES.incrementAndGet());
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
                        Queue<String> deque = KITH.vecDeque("deque " + NAMES.incrementAndGet());
                        deque.addAll(List.of(elements));
                        return deque;
                    }
                })
                .named("RemoteVecDeque")
                .withFeatures(CollectionFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER, CollectionSize.ANY)
                .createTestSuite());
    }
}
