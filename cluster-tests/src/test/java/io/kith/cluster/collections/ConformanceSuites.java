package io.kith.cluster.collections;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import junit.framework.Test;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Runs the JUnit 3 suites of guava-testlib as dynamic tests. */
final class ConformanceSuites {

    private ConformanceSuites() {}

    static List<DynamicNode> testsOf(TestSuite suite) {
        List<DynamicNode> nodes = new ArrayList<>();
        for (Test test : Collections.list(suite.tests())) {
            if (test instanceof TestSuite nested) {
                nodes.add(DynamicContainer.dynamicContainer(String.valueOf(nested.getName()), testsOf(nested)));
            } else {
                nodes.add(DynamicTest.dynamicTest(test.toString(), () -> run(test)));
            }
        }
        return nodes;
    }

    private static void run(Test test) throws Throwable {
        TestResult result = new TestResult();
        test.run(result);
        List<TestFailure> failures = new ArrayList<>();
        Collections.list(result.errors()).forEach(failures::add);
        Collections.list(result.failures()).forEach(failures::add);
        if (!failures.isEmpty()) {
            throw failures.get(0).thrownException();
        }
    }
}
