package jp.madoguchi.workflow;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Save points and timers whose moment has come. Normally the job executor finds them itself, within some seconds; this is
 * for whoever has moved the clock and wants to see what follows. Each job runs in a transaction of its own under every
 * data scope. A job that fails is left to its retries and becomes an incident like any other.
 */
@Service
public class DueJobs {

    private static final Logger log = LoggerFactory.getLogger(DueJobs.class);
    private static final int MOST_A_ROUND = 500;
    /** A job that loses one lock race after the other must not keep the caller for ever. */
    private static final int MOST_ROUNDS = 200;
    private static final long LOOK_EVERY_MILLIS = 100;

    private final ManagementService management;
    private final RuntimeService runtime;
    private final ProcessEngineConfigurationImpl engine;

    DueJobs(ManagementService management, RuntimeService runtime, ProcessEngineConfigurationImpl engine) {
        this.management = management;
        this.runtime = runtime;
        this.engine = engine;
    }

    /** Runs what is due of a case and what follows from it, until nothing more is due. */
    public void run(CaseNumber number) {
        exhaust(() -> runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list().stream()
                .flatMap(instance -> management.createJobQuery().executable().processInstanceId(instance.getId()).list().stream()));
    }

    /** Runs what is due of all cases, until nothing more is due. */
    public void run() {
        exhaust(() -> management.createJobQuery().executable().orderByJobDuedate().asc().listPage(0, MOST_A_ROUND).stream());
    }

    /** How many are due now and not yet done. */
    public long waiting() {
        return management.createJobQuery().executable().count();
    }

    /**
     * Lets the job executor do what is due, or does it here where this node has none.
     *
     * @param most how long to wait for the job executor
     * @return how many were still due then
     */
    public long settle(Duration most) {
        JobExecutor executor = engine.getJobExecutor();
        if (!executor.isActive()) {
            run();
            return waiting();
        }
        long end = System.nanoTime() + most.toNanos();
        executor.jobWasAdded();
        while (waiting() > 0 && System.nanoTime() < end) {
            pause();
        }
        return waiting();
    }

    /** Keeps this node's job executor from starting jobs meanwhile, so that nothing runs at a moment the work passes by. */
    public void withoutExecutor(Runnable work) {
        JobExecutor executor = engine.getJobExecutor();
        boolean wasActive = executor.isActive();
        executor.shutdown();
        try {
            work.run();
        } finally {
            if (wasActive) {
                executor.start();
            }
        }
    }

    private void exhaust(Supplier<Stream<Job>> due) {
        DataScope.within(DataScope.EVERYTHING, () -> {
            List<Job> jobs = due.get().toList();
            for (int round = 0; !jobs.isEmpty() && round < MOST_ROUNDS; round++) {
                jobs.forEach(this::execute);
                jobs = due.get().toList();
            }
        });
    }

    /** Somebody else may have done it in the meantime; then there is nothing to do. */
    private void execute(Job job) {
        try {
            management.executeJob(job.getId());
        } catch (RuntimeException e) {
            log.warn("Job {} of {} did not run now: {}", job.getId(), job.getProcessInstanceId(), e.toString());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while jobs were running", e);
        }
    }
}
