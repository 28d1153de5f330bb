package io.kith.bench.peer;

import io.kith.bench.process.Programs;
import io.kith.bench.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Two echo servers; the first, which clients talk to, has puts acknowledged by the second. */
final class EchoServers implements Cluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("listening at (\\d+)");

    private final String name;
    private final Class<?> main;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final String frontPort;

    EchoServers(String name, Class<?> main) {
        this.name = name;
        this.main = main;
        try {
            String backPort = launch(List.of());
            this.frontPort = launch(List.of(backPort));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private String launch(List<String> arguments) {
        ServerProcess server = ServerProcess.start(
                name + " echo server " + (servers.size() + 1), Programs.java(List.of(), main, arguments));
        servers.add(server);
        return server.awaitLine(LISTENING, START_LIMIT).group(1);
    }

    @Override
    public List<ServerProcess> nodes() {
        return List.copyOf(servers);
    }

    @Override
    public List<String> endpoints() {
        return List.of("127.0.0.1:" + frontPort);
    }

    @Override
    public ServerProcess grow() {
        throw new IllegalStateException("an echo has no data to share among more servers");
    }

    @Override
    public void awaitBalanced(Duration limit) {
        if (servers.size() != 2) {
            throw new IllegalStateException("an echo has two servers");
        }
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
    }
}
