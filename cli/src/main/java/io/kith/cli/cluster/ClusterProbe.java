package io.kith.cli.cluster;

import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.config.ConfigMessageCodec;
import io.kith.config.Instance;
import io.kith.config.Member;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Dialer;
import io.kith.transport.EventLoops;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks each node of a cluster by itself which config it holds, and believes none in place of another: for clusters that
 * can no longer agree.
 */
public final class ClusterProbe implements AutoCloseable {
    private static final long CORRELATION = 1;
    private static final int AT_ONCE = 32;
    private static final Comparator<ClusterConfig> BY_AGE =
            Comparator.comparingLong(ClusterConfig::generation).thenComparingLong(ClusterConfig::configId);

    private final EventLoops loops;
    private final Dialer dialer;
    private final Hello hello;
    private final Duration patience;
    private final Map<NodeId, Answer> answers = new TreeMap<>();
    private final Map<NodeAddress, String> problems = new TreeMap<>();

    /** A node that answered, and the config it holds. */
    private record Answer(NodeAddress address, ClusterConfig config) {}

    /**
     * Asks nobody yet.
     *
     * @param cluster the name that the cluster must have; empty for any
     * @param patience how long each node may take to answer
     */
    public ClusterProbe(String cluster, Duration patience) {
        NetworkBackend backend = NetworkBackend.best();
        this.loops = new EventLoops("kith-probe", 1, backend, true);
        int millis = (int) Math.min(Integer.MAX_VALUE, patience.toMillis());
        Transport transport = new Transport(
                MessageCodecs.of(new ClientMessageCodec(), new ConfigMessageCodec()),
                TransportSettings.defaults().withTimeouts(millis, millis),
                cause -> {});
        this.dialer = new Dialer(backend, transport);
        this.hello = new Hello(ConnectionKind.CLIENT, cluster, NodeId.random(new SecureRandom()), null, null, 0);
        this.patience = patience;
    }

    /** Asks {@code seeds}, and all members that they and others know of. */
    public void ask(Collection<NodeAddress> seeds) throws InterruptedException {
        Set<NodeAddress> asked = new HashSet<>();
        Queue<NodeAddress> next = new ArrayDeque<>(seeds);
        for (NodeAddress address = next.poll(); address != null; address = next.poll()) {
            if (!asked.add(address)) {
                continue;
            }
            ClusterConfig held = askOne(address);
            if (held != null) {
                held.members().values().forEach(member -> next.add(member.address()));
            }
        }
    }

    private @Nullable ClusterConfig askOne(NodeAddress address) throws InterruptedException {
        Conversation conversation = new Conversation(0);
        try {
            Connection connection = within(
                    dialer.connect(address, hello, loops.loop(0), conversation).toCompletableFuture());
            try {
                connection.send(new ConfigMessage.PullConfig(0, 0));
                ClusterConfig config = within(conversation.config);
                answers.put(connection.peerId(), new Answer(address, config));
                return config;
            } finally {
                connection.close("asked");
            }
        } catch (ExecutionException e) {
            problems.put(address, reason(e));
        } catch (TimeoutException e) {
            problems.put(address, "no answer within " + patience.toMillis() + " ms");
        }
        return null;
    }

    /** What became of the addresses that did not answer, for people. */
    public String problems() {
        List<String> all = new ArrayList<>();
        problems.forEach((address, problem) -> all.add(address + ": " + problem));
        return String.join("; ", all);
    }

    /** The newest config that any node holds; null if none answered. */
    public @Nullable ClusterConfig newest() {
        NodeId holder = holderOfNewest();
        return holder == null ? null : config(holder);
    }

    /** Whether {@code node} answered. */
    public boolean answers(NodeId node) {
        return answers.containsKey(node);
    }

    /** The members of the newest config that answered. */
    public List<Member> answering() {
        ClusterConfig newest = newest();
        return newest == null
                ? List.of()
                : newest.members().values().stream()
                        .filter(member -> answers(member.id()))
                        .toList();
    }

    private @Nullable NodeId holderOfNewest() {
        NodeId best = null;
        for (NodeId each : answers.keySet()) {
            ClusterConfig held = config(each);
            boolean newer = best == null || BY_AGE.compare(config(best), held) < 0;
            // Only a member can be the first of a new generation.
            if (newer && held.isMember(each)) {
                best = each;
            }
        }
        return best;
    }

    private ClusterConfig config(NodeId node) {
        return answer(node).config;
    }

    private Answer answer(NodeId node) {
        Answer answer = answers.get(node);
        if (answer == null) {
            throw new IllegalArgumentException("node " + node.shortName() + " did not answer");
        }
        return answer;
    }

    /**
     * Has the node that holds the newest config force a new generation of which {@code survivors} are the only members.
     *
     * @param gone of whom the operator says that they are gone for good
     * @return why it refused; null if it has done so
     */
    public @Nullable String force(List<NodeId> survivors, List<NodeId> gone) throws InterruptedException {
        NodeId holder = holderOfNewest();
        if (holder == null) {
            return "no node answers";
        }
        return command(
                List.of(new ConfigMessage.ForceConfig(CORRELATION, Instance.of(config(holder)), survivors, gone)),
                patience);
    }

    /**
     * Has that node see to it that partitions start empty whose replicas are gone.
     *
     * @param gone as in {@link #force}
     * @param limit how long that may take
     * @return why one was refused; null if all is done
     */
    public @Nullable String accept(List<Change> losses, List<NodeId> gone, Duration limit) throws InterruptedException {
        String refusal = null;
        for (int from = 0; from < losses.size() && refusal == null; from += AT_ONCE) {
            List<ConfigMessage> commands = new ArrayList<>();
            for (Change loss : losses.subList(from, Math.min(losses.size(), from + AT_ONCE))) {
                commands.add(new ConfigMessage.ProposeChange(CORRELATION + commands.size(), loss, gone));
            }
            refusal = command(commands, limit);
        }
        return refusal;
    }

    /** Sends commands, with correlations from {@value #CORRELATION} on; returns why one was refused, null if none was. */
    private @Nullable String command(List<ConfigMessage> commands, Duration limit) throws InterruptedException {
        NodeId holder = holderOfNewest();
        if (holder == null) {
            return "no node answers";
        }
        NodeAddress address = answer(holder).address;
        Conversation conversation = new Conversation(commands.size());
        try {
            Connection connection = within(dialer.connect(address, hello.expecting(holder), loops.loop(0), conversation)
                    .toCompletableFuture());
            try {
                commands.forEach(connection::send);
                for (CompletableFuture<ConfigMessage.ProposeAnswer> each : conversation.answers) {
                    ConfigMessage.ProposeAnswer answer = each.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                    if (!answer.done()) {
                        return answer.reason();
                    }
                }
                return null;
            } finally {
                connection.close("done");
            }
        } catch (ExecutionException e) {
            return address + ": " + reason(e);
        } catch (TimeoutException e) {
            return address + " did not answer within " + limit.toMillis()
                    + " ms; it may have done so all the same, see: kith status";
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private <T> T within(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        loops.close();
    }

    /** What one node says on one connection. */
    private static final class Conversation implements ConnectionHandler {
        final CompletableFuture<ClusterConfig> config = new CompletableFuture<>();
        /** By correlations, from {@value #CORRELATION} on. */
        final List<CompletableFuture<ConfigMessage.ProposeAnswer>> answers;

        Conversation(int commands) {
            answers = Stream.generate(CompletableFuture<ConfigMessage.ProposeAnswer>::new)
                    .limit(commands)
                    .toList();
        }

        @Override
        public void received(Connection connection, Message message) {
            if (message instanceof ConfigMessage.FullConfig full) {
                config.complete(full.config());
            } else if (message instanceof ConfigMessage.ProposeAnswer answer
                    && answer.correlation() >= CORRELATION
                    && answer.correlation() - CORRELATION < answers.size()) {
                answers.get((int) (answer.correlation() - CORRELATION)).complete(answer);
            }
        }

        @Override
        public void closed(Connection connection, String reason) {
            IllegalStateException end = new IllegalStateException("the connection ended: " + reason);
            config.completeExceptionally(end);
            answers.forEach(answer -> answer.completeExceptionally(end));
        }
    }
}
