package io.kith.collections;

import io.kith.collections.counter.CounterOperations;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.map.MapEntry;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random clients of one partition: several sessions that open, close, expire, retry, reorder and cancel. */
public final class RandomCommands {
    private final PartitionDriver partition;
    private final Random random;
    private final List<List<Completion>> completions = new ArrayList<>();
    private final Client[] clients = new Client[4];
    private final List<Slot> slots = new ArrayList<>();
    private int lives;

    /** A name, and the collection that it means at the time. */
    private static final class Slot {
        final CollectionType type;
        CollectionRef ref;
        CollectionRef before;

        Slot(CollectionType type, CollectionRef ref) {
            this.type = type;
            this.ref = ref;
            this.before = ref;
        }
    }

    private static final class Client {
        final NodeId session;
        long opening;
        long next = 1;
        long floor = 1;
        final List<LogCommand> sent = new ArrayList<>();

        Client(NodeId session) {
            this.session = session;
        }
    }

    public RandomCommands(PartitionDriver partition, Random random) {
        this.partition = partition;
        this.random = random;
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Client(new NodeId(i + 1, i));
        }
        for (CollectionType type : CollectionType.values()) {
            slots.add(new Slot(type, newLife(type)));
            slots.add(new Slot(type, newLife(type)));
        }
    }

    public List<Completion> completionsOf(long sequence) {
        return completions.get((int) sequence - 1);
    }

    public void log(int count) {
        for (int i = 0; i < count; i++) {
            partition.nowMillis += random.nextInt(10);
            step(clients[random.nextInt(clients.length)]);
        }
    }

    private void step(Client client) {
        int choice = random.nextInt(40);
        if (client.opening == 0 || choice == 0) {
            List<Completion> opened = keep(partition.log(client.session, 0, 0, 0, PartitionOperations.openSession()));
            long opening = Results.number(opened.get(0).payload());
            if (opening != client.opening) {
                client.opening = opening;
                client.next = 1;
                client.floor = 1;
            }
        } else if (choice == 1) {
            send(client, PartitionOperations.closeSession());
        } else if (choice == 2) {
            keep(partition.log(
                    LogCommand.NO_SESSION,
                    0,
                    0,
                    0,
                    PartitionOperations.expireSession(client.session, client.opening - random.nextInt(2))));
        } else if (choice < 10 && !client.sent.isEmpty()) {
            LogCommand old = client.sent.get(random.nextInt(client.sent.size()));
            keep(partition.log(old.session(), old.opening(), old.number(), old.floor(), old.operation()));
        } else if (choice == 10) {
            send(client, PartitionOperations.cancelRequest(client.floor + random.nextInt(8)));
        } else if (choice == 12) {
            changeCatalog(client, slots.get(random.nextInt(slots.size())));
        } else if (choice == 13) {
            // Often, so that options change several times while a collection is being copied.
            List<CollectionView> open = partition.state.collections();
            if (!open.isEmpty()) {
                own(PartitionOperations.setOptions(
                        open.get(random.nextInt(open.size())).opening(), options()));
            }
        } else if (choice == 11) {
            for (byte[] operation : partition.state.nextExpiries(partition.nowMillis, 3)) {
                keep(partition.log(LogCommand.NO_SESSION, 0, 0, 0, operation));
            }
        } else {
            send(client, operation());
        }
    }

    private void send(Client client, byte[] operation) {
        long number = random.nextInt(5) == 0 ? client.next + random.nextInt(4) : client.next;
        client.next = Math.max(client.next, number + 1);
        if (random.nextInt(3) == 0) {
            client.floor = Math.max(client.floor, number - random.nextInt(6));
        }
        long floor = Math.min(client.floor, number);
        List<Completion> ended = keep(partition.log(client.session, client.opening, number, floor, operation));
        client.sent.add(partition.log.get(partition.log.size() - 1));
        if (!ended.isEmpty() && ended.get(0).status() == ResponseStatus.SESSION_UNKNOWN) {
            client.opening = 0;
        }
    }

    private List<Completion> keep(List<Completion> ended) {
        completions.add(ended);
        return ended;
    }

    private CollectionRef newLife(CollectionType type) {
        return CollectionRef.named(type, new Incarnation(7, ++lives));
    }

    private void changeCatalog(Client client, Slot slot) {
        switch (random.nextInt(8)) {
            case 0 -> {
                send(client, PartitionOperations.destroyCollection(slot.ref.incarnation()));
                slot.before = slot.ref;
                if (random.nextBoolean()) {
                    slot.ref = newLife(slot.type);
                }
            }
            case 1 -> own(PartitionOperations.setOptions(slot.ref.opening() == 0 ? 1 : slot.ref.opening(), options()));
            case 2 -> {
                byte[] forget = partition.state.forgettable(random.nextInt(partition.log.size() + 1));
                if (forget != null) {
                    own(forget);
                }
            }
            case 3 -> open(client, slot, slot.before);
            default -> open(client, slot, slot.ref);
        }
    }

    private void own(byte[] operation) {
        keep(partition.log(LogCommand.NO_SESSION, 0, 0, 0, operation));
    }

    private CollectionOptions options() {
        return new CollectionOptions(random.nextInt(2) * 150L, random.nextInt(3));
    }

    private void open(Client client, Slot slot, CollectionRef ref) {
        CollectionType type = random.nextInt(20) == 0 ? CollectionType.VEC : slot.type;
        String name = "slot " + slots.indexOf(slot);
        send(client, PartitionOperations.openCollection(ref.incarnation(), type, name, options()));
        List<Completion> ended = completions.get(completions.size() - 1);
        if (!ended.isEmpty() && ended.get(0).status() == ResponseStatus.OK && ref.equals(slot.ref)) {
            byte[] payload = ended.get(0).payload();
            if (payload.length > 0 && payload.length < 4) {
                slot.ref = slot.ref.openedAs(Results.number(payload));
            }
        }
    }

    private byte[] operation() {
        Slot slot = slots.get(random.nextInt(slots.size()));
        CollectionRef ref = random.nextInt(10) == 0 ? slot.before : slot.ref;
        if (random.nextInt(3) == 0) {
            ref = CollectionRef.named(ref.type(), ref.incarnation());
        }
        CollectionType type = random.nextInt(30) == 0 ? CollectionType.HASH_MAP : slot.type;
        CollectionRef named = new CollectionRef(type, ref.incarnation(), ref.opening());
        return switch (type) {
            case HASH_MAP, HASH_SET -> mapOperation(named);
            case VEC -> vecOperation(named);
            case VEC_DEQUE -> dequeOperation(named);
            case COUNTER -> counterOperation(named);
            case LOCK -> lockOperation(named);
        };
    }

    private byte[] counterOperation(CollectionRef id) {
        return switch (random.nextInt(3)) {
            case 0 -> CounterOperations.add(id, random.nextInt(5) - 2);
            case 1 -> CounterOperations.getAndSet(id, random.nextInt(3));
            default -> CounterOperations.compareAndSet(id, random.nextInt(3), random.nextInt(3));
        };
    }

    private byte[] lockOperation(CollectionRef id) {
        LockToken token = new LockToken(1, random.nextInt(3));
        long lease = random.nextInt(3) == 0 ? 1 + random.nextInt(200) : 0;
        long wait = random.nextInt(4) == 0 ? LockOperations.FOREVER : random.nextInt(200);
        return switch (random.nextInt(6)) {
            case 3 -> LockOperations.extend(id, token, lease);
            case 0, 1 -> LockOperations.lock(id, token, lease, wait);
            case 2 -> LockOperations.tryLock(id, token, lease);
            default -> LockOperations.unlock(id, token);
        };
    }

    private byte[] vecOperation(CollectionRef id) {
        int index = random.nextInt(20);
        return switch (random.nextInt(14)) {
            case 0 -> VecOperations.addAll(id, List.of(value(), value(), value(), value()));
            case 1 -> VecOperations.add(id, value());
            case 2 -> VecOperations.insertAll(id, index, List.of(value(), value(), value()));
            case 3, 4 -> VecOperations.insert(id, index, value());
            case 5 -> VecOperations.set(id, index, value());
            case 6 -> VecOperations.remove(id, index);
            case 7 -> VecOperations.removeValue(id, value(), 0, 10, random.nextBoolean());
            case 8 -> VecOperations.drain(id, index, index + random.nextInt(3), 100);
            case 9 -> VecOperations.swapRemove(id, index);
            case 10 -> VecOperations.replaceRange(id, index, random.nextInt(50) - 1, List.of(value(), value()));
            case 11 -> VecOperations.insertBeside(id, item(id), random.nextBoolean(), value());
            case 12 -> VecOperations.removeItem(id, item(id));
            default -> VecOperations.permute(id, index, -1, new int[] {2, 0, 1});
        };
    }

    private ItemId item(CollectionRef id) {
        ResponseValue page = partition.state.read(VecOperations.pageAt(id, random.nextInt(20), 1000, 1, 1));
        if (page.status() != ResponseStatus.OK) {
            return new ItemId(0, 0);
        }
        List<SequenceItem> items = VecOperations.page(page.payload()).items();
        return items.isEmpty()
                ? new ItemId(random.nextInt(2), random.nextLong())
                : items.get(0).id();
    }

    private byte[] dequeOperation(CollectionRef id) {
        boolean first = random.nextBoolean();
        long wait = random.nextInt(4) == 0 ? DequeOperations.FOREVER : random.nextInt(200);
        return switch (random.nextInt(12)) {
            case 0, 1 -> DequeOperations.offer(id, first, value());
            case 2 -> DequeOperations.offerAll(id, first, List.of(value(), value(), value()));
            case 3 -> DequeOperations.put(id, first, value(), wait);
            case 4, 5 -> DequeOperations.take(id, first, wait);
            case 6 -> DequeOperations.poll(id, first);
            case 7 -> DequeOperations.reserve(id, first, 1 + random.nextInt(200), wait);
            case 8 -> DequeOperations.acknowledge(id, random.nextInt(100));
            case 9 ->
                random.nextBoolean()
                        ? DequeOperations.release(id, random.nextInt(100))
                        : DequeOperations.extend(id, random.nextInt(100), 100);
            case 10 -> DequeOperations.setCapacity(id, random.nextInt(6));
            default ->
                random.nextInt(4) == 0
                        ? DequeOperations.clear(id)
                        : DequeOperations.removeOccurrence(id, first, value());
        };
    }

    private byte[] mapOperation(CollectionRef id) {
        byte[] key = key();
        long ttlMillis = random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 0;
        return switch (random.nextInt(14)) {
            case 0, 1 -> MapOperations.set(id, key, value(), ttlMillis);
            case 2 -> MapOperations.putIfAbsent(id, key, value(), ttlMillis);
            case 3 -> MapOperations.remove(id, key);
            case 4 -> MapOperations.removeIfEquals(id, key, value());
            case 5 -> MapOperations.replaceIfEquals(id, key, value(), value(), ttlMillis);
            case 6 ->
                MapOperations.compareAndSet(
                        id,
                        key,
                        random.nextBoolean() ? null : value(),
                        random.nextBoolean() ? null : value(),
                        ttlMillis);
            case 7 ->
                MapOperations.putAll(id, List.of(new MapEntry(key, value()), new MapEntry(key(), value())), ttlMillis);
            case 8 -> MapOperations.removeAll(id, List.of(key, key(), key()));
            case 9 -> random.nextInt(6) == 0 ? MapOperations.clear(id) : MapOperations.delete(id, key);
            case 10 -> MapOperations.replace(id, key, value(), ttlMillis);
            default -> MapOperations.put(id, key, value(), ttlMillis);
        };
    }

    private byte[] key() {
        return new byte[] {'k', (byte) random.nextInt(60)};
    }

    private byte[] value() {
        byte[] value = new byte[random.nextInt(3) + 1];
        value[0] = (byte) random.nextInt(2);
        return value;
    }
}
