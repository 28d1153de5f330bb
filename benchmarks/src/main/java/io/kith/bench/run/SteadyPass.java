package io.kith.bench.run;

import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Peer;
import io.kith.bench.process.Pin;
import io.kith.bench.process.ServerProcess;
import io.kith.bench.worker.Answer;
import io.kith.bench.worker.Order;
import io.kith.bench.worker.Workloads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All peers up at once, each idle but for its own turn: round by round every workload is run at every peer, one after the
 * other, so that whatever else the machine does hits all alike.
 */
final class SteadyPass {
    private static final Duration BALANCE_LIMIT = Duration.ofMinutes(2);
    private static final Duration SPARE = Duration.ofSeconds(150);

    private final Plan plan;
    private final Pin pin;
    private final Results results;
    private final PrintWriter err;

    SteadyPass(Plan plan, Pin pin, Results results, PrintWriter err) {
        this.plan = plan;
        this.pin = pin;
        this.results = results;
        this.err = err;
    }

    private record Running(Peer peer, Cluster cluster, WorkerProcess worker) implements AutoCloseable {
        List<Long> servers() {
            return cluster.nodes().stream().map(ServerProcess::pid).toList();
        }

        @Override
        public void close() {
            worker.close();
            cluster.close();
        }
    }

    void run() {
        List<Running> all = new ArrayList<>();
        try {
            for (Peer peer : plan.peers()) {
                err.println("starting " + peer.name() + ", " + pin.text());
                err.flush();
                all.add(start(peer));
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (String workload : plan.steady()) {
                    for (Running running : all) {
                        measure(round, workload, running);
                    }
                }
            }
        } finally {
            all.forEach(Running::close);
        }
    }

    private Running start(Peer peer) {
        Cluster cluster = peer.start(peer.usualNodes(), pin);
        try {
            cluster.awaitBalanced(BALANCE_LIMIT);
            return new Running(peer, cluster, new WorkerProcess(peer, cluster, pin, plan.entries(), plan.elements()));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void measure(int round, String workload, Running running) {
        Peer peer = running.peer();
        // The first round also pays for compiling the code.
        long warmUp = plan.warmUp().toMillis() * (round == 1 ? 3 : 1);
        Order order = new Order(workload, warmUp, plan.measured().toMillis(), running.servers(), peer.onJvm());
        Answer answer = running.worker()
                .run(order, plan.measured().plus(plan.warmUp().multipliedBy(3)).plus(SPARE));
        String title = Workloads.title(workload);
        if (!answer.error().isEmpty()) {
            results.note(peer.name() + ", " + title + ", " + pin.text() + ": failed, " + answer.error());
            return;
        }
        if (!answer.possible()) {
            results.note(peer.name() + " has nothing for: " + title);
            return;
        }
        results.add(pin.option() + "/" + workload, title, peer.name(), answer.figures());
        err.println(Progress.line(plan.rounds(), round, pin, title, peer, answer.figures()));
        err.flush();
    }
}
