package io.kith.bench.run;

import io.kith.bench.peer.Cluster;
import io.kith.bench.peer.Contestant;
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
import java.util.function.Consumer;

/**
 * All peers up at once, each idle but for its own turn: round by round every workload is run at every peer, one after the
 * other, so that whatever else the machine does hits all alike. They are started and warmed up once, with all CPUs to
 * compile their code on, and bound to some of them pass by pass.
 */
final class SteadyPasses {
    private static final Duration BALANCE_LIMIT = Duration.ofMinutes(2);
    private static final Duration SPARE = Duration.ofSeconds(150);
    private static final Duration LEAST = Duration.ofMillis(50);

    private final Plan plan;
    private final RunResults results;
    private final Schedule schedule;
    private final PrintWriter err;

    SteadyPasses(Plan plan, RunResults results, Schedule schedule, PrintWriter err) {
        this.plan = plan;
        this.results = results;
        this.schedule = schedule;
        this.err = err;
    }

    private record Running(Contestant peer, Cluster cluster, WorkerProcess worker) implements AutoCloseable {
        List<Long> servers() {
            return cluster.nodes().stream().map(ServerProcess::pid).toList();
        }

        @Override
        public void close() {
            worker.close();
            cluster.close();
        }
    }

    /** Measures; {@code passDone} is run after each pass. */
    void run(Runnable passDone) {
        List<Running> all = new ArrayList<>();
        try {
            for (Contestant peer : plan.peers()) {
                err.println("starting " + peer.name());
                err.flush();
                unlessItFails(peer, () -> all.add(start(peer)));
                schedule.done(Schedule.startSeconds());
            }
            for (String workload : plan.steadyWorkloads()) {
                each(all, running -> warmUp(workload, running), Schedule.warmUpSeconds(plan));
            }
            for (Plan.Pass pass : plan.passes()) {
                run(pass, all);
                passDone.run();
            }
        } finally {
            all.forEach(Running::close);
        }
    }

    private void run(Plan.Pass pass, List<Running> all) {
        each(all, running -> pass.pin().bind(running.servers(), running.worker().pid()), 0);
        for (int round = 1; round <= plan.extent().rounds(); round++) {
            for (String workload : pass.workloads()) {
                int now = round;
                each(all, running -> measure(pass.pin(), now, workload, running), Schedule.cellSeconds(plan));
            }
        }
    }

    /** Does the same at one peer after the other, but those that fail. */
    private void each(List<Running> all, Consumer<Running> work, double seconds) {
        for (Running running : List.copyOf(all)) {
            if (!unlessItFails(running.peer(), () -> work.accept(running))) {
                all.remove(running);
                running.close();
            }
            schedule.done(seconds);
        }
    }

    /** One peer's failure is noted, and the others go on. */
    private boolean unlessItFails(Contestant peer, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            results.note(peer.name() + ": broken off, "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            err.println(e.getMessage());
            err.flush();
            return false;
        }
    }

    private Running start(Contestant peer) {
        Cluster cluster = peer.start(peer.usualNodes());
        try {
            cluster.awaitBalanced(BALANCE_LIMIT);
            return new Running(
                    peer,
                    cluster,
                    new WorkerProcess(
                            peer,
                            cluster,
                            plan.extent().entries(),
                            plan.extent().elements()));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void warmUp(String workload, Running running) {
        Duration warmUp = plan.extent().firstWarmUp();
        err.println("warming up " + running.peer().name() + ", " + Workloads.title(workload) + "  " + schedule.mark());
        err.flush();
        boolean jvms = running.peer().onJvm();
        Order order = new Order(workload, warmUp.toMillis(), LEAST.toMillis(), running.servers(), jvms);
        Answer answer = running.worker().run(order, warmUp.plus(SPARE));
        if (!answer.error().isEmpty()) {
            results.note(running.peer().name() + ", warming up with " + workload + ": failed, " + answer.error());
        }
    }

    private void measure(Pin pin, int round, String workload, Running running) {
        Contestant peer = running.peer();
        Duration warmUp = plan.extent().warmUp();
        Duration measured = plan.extent().measured();
        Order order = new Order(workload, warmUp.toMillis(), measured.toMillis(), running.servers(), peer.onJvm());
        Answer answer;
        try (Recordings recordings = recordings(pin, round, workload, running)) {
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
        err.println(RunProgress.line(schedule, plan.extent().rounds(), round, pin, title, peer, answer.figures()));
        err.flush();
    }

    /** Of the last round only: by then all is compiled. */
    private Recordings recordings(Pin pin, int round, String workload, Running running) {
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
