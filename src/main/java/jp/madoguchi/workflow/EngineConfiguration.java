package jp.madoguchi.workflow;

import java.util.List;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the embedded engine is set up. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean
    MadoguchiEnginePlugin madoguchiEnginePlugin(TaskRouter router) {
        return new MadoguchiEnginePlugin(router);
    }

    static class MadoguchiEnginePlugin extends AbstractProcessEnginePlugin {

        private final TaskRouter router;

        MadoguchiEnginePlugin(TaskRouter router) {
            this.router = router;
        }

        @Override
        public void preInit(ProcessEngineConfigurationImpl engine) {
            engine.setIdGenerator(new StrongUuidGenerator());
            engine.setHistoryLevel(new AuditorHistoryLevel());
            engine.setCustomPostBPMNParseListeners(List.of(new RouteEveryUserTask(router)));
            engine.setJobExecutorAcquireByDueDate(true);
            engine.setEnsureJobDueDateNotNull(true);
            engine.setAuthorizationEnabled(false);
            engine.setCmmnEnabled(false);
            engine.setStandaloneTasksEnabled(false);
            engine.setDefaultNumberOfRetries(5);
            engine.setTelemetryReporterActivate(false);
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
}
