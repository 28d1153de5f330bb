package io.kith.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Contestant;
import io.kith.bench.process.Programs;
import io.kith.bench.process.ServerProcess;
import io.kith.bench.worker.Answer;
import io.kith.bench.worker.Order;
import io.kith.bench.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A client in a process of its own. */
final class WorkerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ANSWER = Pattern.compile(Worker.ANSWER + "(.*)");

    private static final Pattern READY = Pattern.compile(Worker.READY);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(150);

    private final ServerProcess process;

    WorkerProcess(Contestant peer, Cluster cluster, int entries, int elements) {
        List<String> arguments = new ArrayList<>();
        arguments.add(peer.clientName());
        arguments.add(Integer.toString(entries));
        arguments.add(Integer.toString(elements));
        arguments.addAll(cluster.endpoints());
        this.process = ServerProcess.start(
                peer.name() + " client",
                Programs.java(peer.clientClassPath(), peer.clientJvmOptions(), Worker.class, arguments));
        try {
            process.awaitLine(READY, CONNECT_LIMIT);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Has it run something; waits for the answer. */
    Answer run(Order order, Duration limit) {
        try {
            process.forgetLines();
            process.tell(JSON.writeValueAsString(order));
            String answer = process.awaitLine(ANSWER, limit).group(1);
            return JSON.readValue(answer, Answer.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(process + " says what it should not:\n" + process.lastLines(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
