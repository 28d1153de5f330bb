package io.kith.bench.run;

import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Peer;
import io.kith.bench.process.Pin;
import io.kith.bench.process.ServerProcess;
import io.kith.bench.worker.Answer;
import io.kith.bench.worker.Order;
import io.kith.bench.worker.Workloads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All peers up at once, each idle but for its own turn: round by round every workload is run at every peer, one after the
 * other, so that whatever else the machine does hits all alike.
 */
final class SteadyPass {
    private static final Duration BALANCE_LIMIT = Duration.ofMinutes(2);
    private static final Duration SPARE = Duration.ofSeconds(150);

    private final Plan plan;
    private final Plan.Pass pass;
    private final Pin pin;
    private final Results results;
    private final Schedule schedule;
    private final PrintWriter err;

    SteadyPass(Plan plan, Plan.Pass pass, Results results, Schedule schedule, PrintWriter err) {
        this.plan = plan;
        this.pass = pass;
        this.pin = pass.pin();
        this.results = results;
        this.schedule = schedule;
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
                unlessItFails(peer, () -> all.add(start(peer)));
                schedule.done(Schedule.startSeconds());
            }
            for (int round = 1; round <= plan.extent().rounds(); round++) {
                for (String workload : pass.workloads()) {
                    for (Running running : List.copyOf(all)) {
                        int now = round;
                        if (!unlessItFails(running.peer(), () -> measure(now, workload, running))) {
                            all.remove(running);
                            running.close();
                        }
                        schedule.done(Schedule.cellSeconds(plan, round));
                    }
                }
            }
        } finally {
            all.forEach(Running::close);
        }
    }

    /** One peer's failure is noted, and the others go on. */
    private boolean unlessItFails(Peer peer, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            results.note(peer.name() + ", " + pin.text() + ": broken off, "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            err.println(e.getMessage());
            err.flush();
            return false;
        }
    }

    private Running start(Peer peer) {
        Cluster cluster = peer.start(peer.usualNodes(), pin);
        try {
            cluster.awaitBalanced(BALANCE_LIMIT);
            return new Running(
                    peer,
                    cluster,
                    new WorkerProcess(
                            peer,
                            cluster,
                            pin,
                            plan.extent().entries(),
                            plan.extent().elements()));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void measure(int round, String workload, Running running) {
        Peer peer = running.peer();
        Duration warmUp = plan.extent().warmUp(round);
        Duration measured = plan.extent().measured();
        Order order = new Order(workload, warmUp.toMillis(), measured.toMillis(), running.servers(), peer.onJvm());
        Answer answer;
        try (Recordings recordings = recordings(round, workload, running)) {
            answer = running.worker().run(order, measured.plus(warmUp).plus(SPARE));
            recordings.stop();
        }
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
        err.println(Progress.line(schedule, plan.extent().rounds(), round, pin, title, peer, answer.figures()));
        err.flush();
    }

    /** Of the last round only: by then all is compiled. */
    private Recordings recordings(int round, String workload, Running running) {
        Path folder = plan.recordings();
        if (folder == null || round < plan.extent().rounds()) {
            return Recordings.none();
        }
        String name = pin.option() + "-" + workload + "-" + running.peer().name();
        Map<String, Long> jvms = new LinkedHashMap<>();
        jvms.put(name + "-client", running.worker().pid());
        if (running.peer().onJvm()) {
            List<Long> servers = running.servers();
            for (int i = 0; i < servers.size(); i++) {
                jvms.put(name + "-node" + (i + 1), servers.get(i));
            }
        }
        return Recordings.start(folder, jvms);
    }
}
