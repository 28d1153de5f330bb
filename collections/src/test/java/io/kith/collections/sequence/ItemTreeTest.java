package io.kith.collections.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.CollectionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ItemTreeTest {
    @SuppressWarnings("ArrayRecordComponent") // Compared by identity.
    private record Item(long label, byte[] value) {}

    private static List<Item> contents(ItemNode root) {
        List<Item> items = new ArrayList<>();
        if (root != null) {
            root.visit(0, 0, root.size(), false, (index, label, value) -> items.add(new Item(label, value)));
        }
        return items;
    }

    private static void assertSame(ItemNode root, List<Item> model) {
        assertThat(contents(root)).usingRecursiveComparison().isEqualTo(model);
        assertThat(root == null ? 0 : root.bytes())
                .isEqualTo(model.stream()
                        .mapToLong(item -> item.value().length + CollectionState.ELEMENT_OVERHEAD_BYTES)
                        .sum());
    }

    @Property(tries = 40)
    void aTreeIsAListWhoseSnapshotsStayAsTheyAre(@ForAll long seed) {
        Random random = new Random(seed);
        ItemSequence sequence = new ItemSequence();
        ItemTree tree = sequence.tree();
        long epoch = 0;
        List<Item> model = new ArrayList<>();
        List<ItemNode> snapshots = new ArrayList<>();
        List<List<Item>> frozen = new ArrayList<>();
        boolean growing = true;
        for (int step = 0; step < 4000; step++) {
            if (random.nextInt(500) == 0) {
                growing = !growing;
            }
            int size = model.size();
            int choice = random.nextInt(20);
            byte[] value = new byte[random.nextInt(5)];
            if (choice < (growing ? 14 : 4) || size == 0) {
                int index = choice % 3 == 0 ? size : choice % 3 == 1 ? random.nextInt(size + 1) : 0;
                model.add(index, new Item(sequence.insert(index, value), value));
                if (sequence.epoch() != epoch) {
                    epoch = sequence.epoch();
                    model = contents(tree.snapshot());
                }
            } else if (choice < 16) {
                int index = random.nextInt(size);
                assertThat(tree.remove(index)).isSameAs(model.remove(index).value());
            } else if (choice == 16) {
                int from = random.nextInt(size);
                int to = Math.min(size, from + random.nextInt(random.nextBoolean() ? 10 : size));
                tree.removeRange(from, to);
                model.subList(from, to).clear();
            } else if (choice == 17) {
                int index = random.nextInt(size);
                assertThat(tree.set(index, value)).isSameAs(model.get(index).value());
                model.set(index, new Item(model.get(index).label(), value));
            } else if (choice == 18 && random.nextInt(100) == 0) {
                snapshots.add(tree.snapshot());
                frozen.add(List.copyOf(model));
            } else {
                int index = random.nextInt(size);
                assertThat(tree.value(index)).isSameAs(model.get(index).value());
                long label = model.get(index).label();
                assertThat(tree.label(index)).isEqualTo(label);
                assertThat(tree.lowerBound(label)).isEqualTo((int)
                        model.stream().filter(item -> item.label() < label).count());
            }
        }
        assertThat(tree.size()).isEqualTo(model.size());
        assertSame(tree.snapshot(), model);
        for (int i = 0; i < snapshots.size(); i++) {
            assertSame(snapshots.get(i), frozen.get(i));
        }
        ItemTree rebuilt = new ItemTree();
        for (Item item : model) {
            rebuilt.insert(rebuilt.size(), item.label(), item.value());
        }
        assertThat(tree.digest()).as("however the tree came about").isEqualTo(rebuilt.digest());
    }
}
