package jp.madoguchi.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/** The files under {@code processes/}, as the tests read them. */
final class ProcessFiles {

    private static final Path ROOT = Path.of("processes");

    private static final List<Model> MODELS = files(".bpmn").map(path -> {
        BpmnModelInstance bpmn = Bpmn.readModelFromFile(path.toFile());
        return new Model(ROOT.relativize(path), read(path), bpmn, new Drawing(bpmn));
    }).toList();

    private ProcessFiles() {}

    /** A BPMN file: its path below {@code processes/}, its text, its parsed model and its picture. */
    record Model(Path path, String xml, BpmnModelInstance bpmn, Drawing drawing) {

        /** File name without ending; the id of the process it must hold. */
        String id() {
            return path.getFileName().toString().replace(".bpmn", "");
        }

        /** Procedures live in their room's folder, shared call activities at the root. */
        boolean isProcedure() {
            return path.getNameCount() > 1;
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    static List<Model> models() {
        return MODELS;
    }

    static Model model(String id) {
        return models().stream().filter(model -> model.id().equals(id)).findFirst().orElseThrow();
    }

    static List<Path> tables() {
        return files(".dmn").toList();
    }

    /** The {@code camunda:property} entries of an element, in the order of the file. */
    static List<CamundaProperty> properties(BaseElement element) {
        if (element.getExtensionElements() == null) {
            return List.of();
        }
        return element.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream()).toList();
    }

    /** The value of one property, or null. */
    static String property(BaseElement element, String name) {
        return properties(element).stream().filter(property -> property.getCamundaName().equals(name))
                .map(CamundaProperty::getCamundaValue).findFirst().orElse(null);
    }

    /** The outcome codes that a user task declares. */
    static List<String> outcomes(BaseElement task) {
        return properties(task).stream().map(CamundaProperty::getCamundaName).filter(name -> name.startsWith("outcome."))
                .map(name -> name.substring("outcome.".length())).toList();
    }

    private static Stream<Path> files(String ending) {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(path -> path.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
