package io.kith.bench.peer;

import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Members of a grid that run in JVMs of this module's own programs: each says when it serves and, when it is told to,
 * among how many members all is balanced.
 */
abstract class MemberCluster implements Cluster {
    private static final Pattern SERVING = Pattern.compile("serving");

    private final String stateCommand;
    private final Duration startLimit;
    private final List<ServerProcess> members = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    /**
     * A cluster without members.
     *
     * @param stateCommand what has a member say whether all is balanced
     * @param startLimit how long a member may take until it serves
     */
    MemberCluster(String stateCommand, Duration startLimit) {
        this.stateCommand = stateCommand;
        this.startLimit = startLimit;
    }

    /** Starts a member whose clients connect to the newest of {@link #addresses}. */
    abstract ServerProcess start(int port);

    /** A free port for one more member. */
    abstract int freePort();

    /** Where the members listen, ended ones too. */
    List<String> addresses() {
        return addresses;
    }

    /**
     * Starts so many members and returns when all serve; if that fails, none is left.
     *
     * @param firstAlone whether the others are started only when the first one serves
     */
    void startAll(int count, boolean firstAlone) {
        try {
            for (int i = 0; i < count; i++) {
                ServerProcess member = launch();
                if (i == 0 && firstAlone) {
                    awaitServing(member);
                }
            }
            members.forEach(this::awaitServing);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private ServerProcess launch() {
        int port = freePort();
        addresses.add("127.0.0.1:" + port);
        ServerProcess member = start(port);
        members.add(member);
        return member;
    }

    private void awaitServing(ServerProcess member) {
        member.awaitLine(SERVING, startLimit);
    }

    @Override
    public List<ServerProcess> nodes() {
        return members.stream().filter(ServerProcess::isAlive).toList();
    }

    @Override
    public List<String> endpoints() {
        List<String> alive = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).isAlive()) {
                alive.add(addresses.get(i));
            }
        }
        return alive;
    }

    @Override
    public ServerProcess grow() {
        ServerProcess member = launch();
        awaitServing(member);
        return member;
    }

    @Override
    public void awaitBalanced(Duration limit) {
        List<ServerProcess> alive = nodes();
        // Each is told to say so again: what it said before may be out of date.
        alive.forEach(member -> {
            member.forgetLines();
            member.tell(stateCommand);
        });
        Pattern balanced = Pattern.compile("balanced " + alive.size());
        alive.forEach(member -> member.awaitLine(balanced, limit));
    }

    @Override
    public void close() {
        members.forEach(ServerProcess::close);
    }
}
