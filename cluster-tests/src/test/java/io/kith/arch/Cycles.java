package io.kith.arch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what depends on itself by way of others. */
final class Cycles {
    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> found = new TreeMap<>();
    private final Map<String, Integer> lowest = new TreeMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> isOpen = new TreeSet<>();
    private final List<List<String>> cycles = new ArrayList<>();

    private Cycles(Map<String, Set<String>> arrows) {
        this.arrows = arrows;
    }

    /** The largest sets in which each reaches each other (Tarjan, SIAM J. Comput. 1972), of two or more, sorted. */
    static List<List<String>> of(Map<String, Set<String>> arrows) {
        Cycles search = new Cycles(new TreeMap<>(arrows));
        for (String each : search.arrows.keySet()) {
            if (!search.found.containsKey(each)) {
                search.visit(each);
            }
        }
        return search.cycles;
    }

    private void visit(String from) {
        int number = found.size();
        found.put(from, number);
        lowest.put(from, number);
        open.push(from);
        isOpen.add(from);
        for (String to : arrows.getOrDefault(from, Set.of())) {
            if (!found.containsKey(to)) {
                visit(to);
                lowest.merge(from, lowest.get(to), Math::min);
            } else if (isOpen.contains(to)) {
                lowest.merge(from, found.get(to), Math::min);
            }
        }
        if (lowest.get(from) == number) {
            close(from);
        }
    }

    private void close(String first) {
        List<String> cycle = new ArrayList<>();
        String each;
        do {
            each = open.pop();
            isOpen.remove(each);
            cycle.add(each);
        } while (!each.equals(first));
        if (cycle.size() > 1) {
            Collections.sort(cycle);
            cycles.add(cycle);
        }
    }
}
