package jp.madoguchi.portal.web;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.forms.FormView;
import jp.madoguchi.forms.FormView.Field;
import jp.madoguchi.forms.FormView.Group;
import jp.madoguchi.forms.FormView.Node;
import jp.madoguchi.forms.FormView.Row;
import jp.madoguchi.forms.FormView.Rows;

/** A form without what is locked, so that whoever corrects two fields does not look for them among fifty. */
final class AskedFields {

    private AskedFields() {}

    static FormView of(FormView view) {
        return new FormView(view.formId(), view.hash(), view.title(), view.titleEn(), view.english(), view.step(), view.steps(),
                open(view.nodes()), view.refresh());
    }

    private static List<Node> open(List<Node> nodes) {
        return nodes.stream().map(AskedFields::open).flatMap(Optional::stream).toList();
    }

    private static Optional<Node> open(Node node) {
        if (node instanceof Field field) {
            return field.editable() ? Optional.of(field) : Optional.empty();
        }
        if (node instanceof Group group) {
            List<Node> inside = open(group.nodes());
            return inside.isEmpty() ? Optional.empty()
                    : Optional.of(new Group(group.elementId(), group.label(), group.labelEn(), group.help(), inside));
        }
        if (node instanceof Rows rows) {
            List<Row> inside = rows.rows().stream().map(row -> new Row(row.path(), row.heading(), row.remove(), open(row.nodes())))
                    .filter(row -> !row.nodes().isEmpty()).toList();
            return inside.isEmpty() && !rows.add() ? Optional.empty() : Optional.of(new Rows(rows.path(), rows.elementId(), rows.label(),
                    rows.labelEn(), rows.status(), rows.help(), rows.errors(), rows.comment(), rows.rowLabel(), rows.add(), inside));
        }
        return Optional.empty();
    }
}
