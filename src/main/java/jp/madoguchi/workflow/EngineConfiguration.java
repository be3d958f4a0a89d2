package jp.madoguchi.workflow;

import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** How the embedded engine is set up. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean
    MadoguchiEnginePlugin madoguchiEnginePlugin(TaskRouter router, ApplicationEventPublisher events) {
        return new MadoguchiEnginePlugin(router, events);
    }

    /** Jobs are the system's own work: their transactions see the rows of every government. */
    @Bean
    ThreadPoolTaskExecutor camundaTaskExecutor(CamundaBpmProperties properties) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(properties.getJobExecution().getCorePoolSize());
        executor.setMaxPoolSize(properties.getJobExecution().getMaxPoolSize());
        executor.setQueueCapacity(properties.getJobExecution().getQueueCapacity());
        executor.setThreadNamePrefix("jobs-");
        executor.setTaskDecorator(job -> () -> DataScope.within(DataScope.EVERYTHING, job));
        return executor;
    }

    static class MadoguchiEnginePlugin extends AbstractProcessEnginePlugin {

        private final TaskRouter router;
        private final ApplicationEventPublisher events;

        MadoguchiEnginePlugin(TaskRouter router, ApplicationEventPublisher events) {
            this.router = router;
            this.events = events;
        }

        @Override
        public void preInit(ProcessEngineConfigurationImpl engine) {
            engine.setIdGenerator(new StrongUuidGenerator());
            engine.setCustomHistoryLevels(new ArrayList<>(List.of(new AuditorHistoryLevel())));
            engine.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(new RouteEveryUserTask(router), new TellEveryEnd(events))));
            engine.setJobExecutorAcquireByDueDate(true);
            engine.setEnsureJobDueDateNotNull(true);
            engine.setAuthorizationEnabled(false);
            engine.setCmmnEnabled(false);
            engine.setStandaloneTasksEnabled(false);
            engine.setTaskMetricsEnabled(false);
            engine.setDefaultNumberOfRetries(5);
        }
    }

    /** Built-in listeners run before the engine flushes and cannot be skipped by a modeller's custom ones. */
    static class RouteEveryUserTask extends AbstractBpmnParseListener implements BpmnParseListener {

        private final TaskListener router;

        RouteEveryUserTask(TaskListener router) {
            this.router = router;
        }

        @Override
        public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            TaskDefinition definition = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
            for (String event : List.of(TaskListener.EVENTNAME_CREATE, TaskListener.EVENTNAME_ASSIGNMENT,
                    TaskListener.EVENTNAME_COMPLETE, TaskListener.EVENTNAME_DELETE)) {
                definition.addBuiltInTaskListener(event, router);
            }
        }
    }

    /** Tells when a procedure that nobody called has ended, whichever way. */
    static class TellEveryEnd extends AbstractBpmnParseListener {

        private final ApplicationEventPublisher events;

        TellEveryEnd(ApplicationEventPublisher events) {
            this.events = events;
        }

        @Override
        public void parseProcess(Element element, ProcessDefinitionEntity definition) {
            definition.addBuiltInListener(ExecutionListener.EVENTNAME_END, this::ended);
        }

        private void ended(BaseDelegateExecution ended) {
            DelegateExecution execution = (DelegateExecution) ended;
            if (execution.getSuperExecution() == null) {
                events.publishEvent(new ProcedureEnded(new CaseNumber(execution.getProcessBusinessKey()),
                        HumanTasks.procedureOf(execution.getProcessDefinitionId())));
            }
        }
    }
}
