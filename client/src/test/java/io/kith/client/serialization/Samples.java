package io.kith.client.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Classes that the tests write and read. */
final class Samples {
    static final AllowedClasses ALLOWED =
            new AllowedClasses(java.util.Set.of(Samples.class.getName()), java.util.Set.of());

    private Samples() {}

    static Serialization serialization() {
        return new Serialization(ALLOWED, Samples.class.getClassLoader(), null);
    }

    enum Colour {
        RED,
        GREEN {
            @Override
            boolean isLoud() {
                return false;
            }
        };

        boolean isLoud() {
            return true;
        }
    }

    record Point(int x, int y) {}

    record Order(String id, List<Point> route, Map<String, Colour> colours, long total, Order previous) {}

    static final class Node {
        String name = "";
        Node next;
        List<Object> things = new ArrayList<>();
        Point place;
        final int weight;

        Node(String name, int weight) {
            this.name = name;
            this.weight = weight;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node that
                    && name.equals(that.name)
                    && weight == that.weight
                    && things.equals(that.things)
                    && Objects.equals(place, that.place);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** Not nested in an allowed class, as far as its own allow list goes. */
    static final class Initialised {
        static boolean done;

        private Initialised() {}
    }
}
