package jp.madoguchi.portal.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormReader;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/** Reads a posted form together with its files, so that files are handed in where they are asked for. */
@Component
class TypedForm {

    private static final String FILE = FormReader.fileParameter("");

    private final Documents documents;

    TypedForm(Documents documents) {
        this.documents = documents;
    }

    /** @param problems files that were not taken, at their fields */
    record Typed(Answers answers, List<Problem> problems) {}

    /**
     * @param before   answers to keep for what was not on the page
     * @param unlocked the only paths that may change, or null for all
     */
    Typed read(FormDefinition form, HttpServletRequest request, Answers before, Set<String> unlocked, Actor actor) {
        Answers answers = FormReader.read(form, request.getParameterMap(), before, unlocked);
        List<Problem> problems = new ArrayList<>();
        MultipartHttpServletRequest parts = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
        if (parts != null) {
            for (Map.Entry<String, List<MultipartFile>> sent : parts.getMultiFileMap().entrySet()) {
                answers = taken(form, sent.getKey(), sent.getValue(), answers, actor, problems);
            }
        }
        forgetRemoved(request.getParameter("_dropfile"), actor);
        return new Typed(answers, problems);
    }

    private Answers taken(FormDefinition form, String part, List<MultipartFile> files, Answers before, Actor actor, List<Problem> problems) {
        String path = part.endsWith(FILE) ? part.substring(0, part.length() - FILE.length()) : "";
        FormComponent field = form.field(path).filter(f -> f.type() == FormComponent.Type.FILEPICKER).orElse(null);
        if (field == null) {
            return before;
        }
        List<String> ids = new ArrayList<>(before.texts(path));
        for (MultipartFile file : files) {
            if (file.getOriginalFilename() == null || file.getOriginalFilename().isEmpty()) {
                continue;
            }
            try {
                Documents.checkSize(file.getOriginalFilename(), file.getSize());
                StoredDocument stored = documents.store(actor, file.getOriginalFilename(), file.getBytes());
                if (field.rules().mostFiles() == 1) {
                    ids.forEach(replaced -> documents.forget(actor, replaced));
                    ids.clear();
                }
                ids.add(stored.id());
            } catch (RefusedException e) {
                problems.add(new Problem(path, e.refusal().reasonCode(), e.refusal().wording(), "This file was not accepted.", false));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return before.with(path, ids);
    }

    private void forgetRemoved(String drop, Actor actor) {
        if (drop != null && drop.contains("|")) {
            documents.forget(actor, drop.substring(drop.indexOf('|') + 1));
        }
    }
}
