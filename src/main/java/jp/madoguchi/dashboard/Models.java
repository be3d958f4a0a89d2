package jp.madoguchi.dashboard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import jp.madoguchi.kernel.NotFoundException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The procedures' diagrams as they are shipped, for drawing figures on them. */
@Component
class Models {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private final Map<String, Model> known = new ConcurrentHashMap<>();

    /**
     * @param name     the procedure's Japanese name
     * @param elements ids of user tasks and called procedures, in the model's order
     * @param callers  for each called procedure the one element that calls it; none where several do
     */
    record Model(byte[] xml, String name, List<String> elements, Map<String, String> callers) {

        /** Where a task shows on this diagram, or null. @param model the procedure in whose model the task stands */
        String elementOf(String procedure, String model, String step) {
            return model.equals(procedure) ? step : callers.get(model);
        }
    }

    /** @throws NotFoundException when there is no such procedure */
    Model of(String procedure) {
        return known.computeIfAbsent(procedure, Models::read);
    }

    private static Model read(String procedure) {
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:processes/**/*.bpmn")) {
                if ((procedure + ".bpmn").equals(file.getFilename())) {
                    return parse(file.getContentAsByteArray());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new NotFoundException("procedure " + procedure);
    }

    private static Model parse(byte[] xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            Element definitions = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
            List<String> elements = new ArrayList<>();
            Map<String, String> callers = new HashMap<>();
            List<String> ambiguous = new ArrayList<>();
            NodeList all = definitions.getElementsByTagNameNS(BPMN, "*");
            for (int i = 0; i < all.getLength(); i++) {
                Element element = (Element) all.item(i);
                if (element.getLocalName().equals("userTask") || element.getLocalName().equals("callActivity")) {
                    elements.add(element.getAttribute("id"));
                }
                if (element.getLocalName().equals("callActivity")
                        && callers.put(element.getAttribute("calledElement"), element.getAttribute("id")) != null) {
                    ambiguous.add(element.getAttribute("calledElement"));
                }
            }
            ambiguous.forEach(callers::remove);
            String name = ((Element) definitions.getElementsByTagNameNS(BPMN, "process").item(0)).getAttribute("name");
            return new Model(xml, name, List.copyOf(elements), Map.copyOf(callers));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }
}
