package jp.madoguchi.letters;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.ui.freemarker.SpringTemplateLoader;

/**
 * The kinds of letters and notices of this installation. All are rendered once at start with sample words, so that a
 * slip in a template, or a refusal that would not say why, is found before anybody waits for the letter.
 */
@Component
class LetterTemplates {

    private static final String HOME = "classpath:/templates/letters/";
    private static final String SAMPLE_REASON = "見本の理由";
    private static final String APPEAL = "class=\"appeal\"";

    private final Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
    private final Map<String, LetterKind> kinds = new TreeMap<>();

    @Autowired
    LetterTemplates() {
        this(HOME);
    }

    /** @throws InvalidLettersException with every mistake in the folder */
    LetterTemplates(String home) {
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        freemarker.setTemplateLoader(new SpringTemplateLoader(resources.getResourceLoader(), home));
        freemarker.setDefaultEncoding("UTF-8");
        freemarker.setLocale(Locale.JAPAN);
        freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        freemarker.setLogTemplateExceptions(false);
        freemarker.setWrapUncheckedExceptions(true);
        freemarker.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        List<String> findings = new ArrayList<>();
        for (Resource declaration : found(resources, home + "*/kind.yaml")) {
            readKind(declaration, findings);
        }
        Notices.KINDS.forEach(notice -> tryNotice(notice, findings));
        if (!findings.isEmpty()) {
            throw new InvalidLettersException(findings);
        }
    }

    /** @throws IllegalArgumentException when no folder is called so */
    LetterKind kind(String code) {
        LetterKind kind = kinds.get(code);
        if (kind == null) {
            throw new IllegalArgumentException("No letter kind " + code + "; there are " + kinds.keySet());
        }
        return kind;
    }

    /** The letter itself, well-formed XHTML. */
    String letter(String kind, Map<String, Object> model) {
        return render(kind + "/letter.ftlh", model);
    }

    /** The mail that tells of it. */
    MailText mail(String kind, Map<String, Object> model) {
        return MailText.of(render(kind + "/mail.ftl", model));
    }

    /** A mail without a letter. */
    MailText notice(String kind, Map<String, Object> model) {
        return MailText.of(render("notices/" + kind + ".ftl", model));
    }

    private String render(String path, Map<String, Object> model) {
        StringWriter text = new StringWriter();
        try {
            freemarker.getTemplate(path).process(model, text);
        } catch (TemplateNotFoundException e) {
            throw new IllegalStateException("there is no file " + e.getTemplateName());
        } catch (IOException e) {
            throw new IllegalStateException(firstLine(e), e);
        } catch (TemplateException e) {
            throw new IllegalStateException("%s:%d: %s %s".formatted(e.getTemplateSourceName(), e.getLineNumber(), firstLine(e),
                    e.getBlamedExpressionString()), e);
        }
        return text.toString();
    }

    /** What follows it is advice to programmers. */
    private static String firstLine(Exception e) {
        return e.getMessage().lines().findFirst().orElseThrow();
    }

    private void readKind(Resource declaration, List<String> findings) {
        String[] path = declaration.toString().split("[/\\]]");
        String code = path[path.length - 2];
        LetterKind kind;
        try (InputStream in = declaration.getInputStream()) {
            kind = DECLARATIONS.readValue(in, LetterKind.class);
        } catch (JacksonException e) {
            findings.add(code + "/kind.yaml: 項目 subject、subject-en、refusal、facts を正しく書いてください。 " + e.getOriginalMessage()
                    + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"));
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kinds.put(code, kind);
        tryLetter(code, kind, findings);
    }

    private void tryLetter(String code, LetterKind kind, List<String> findings) {
        Map<String, Object> sample = LetterWords.sample(kind, SAMPLE_REASON);
        String file = code + "/letter.ftlh: ";
        try {
            String html = letter(code, sample);
            if (kind.refusal() && !html.contains(SAMPLE_REASON)) {
                findings.add(file + "不利益な決定の通知には理由の欄が必要です（行政手続法第8条）。<@s.reasons/> を加えてください。 "
                        + "A refusal must hold the reason block <@s.reasons/>.");
            }
            if (kind.refusal() && !html.contains(APPEAL)) {
                findings.add(file + "不利益な決定の通知には教示の欄が必要です（行政不服審査法第82条）。<@s.appeal/> を加えてください。 "
                        + "A refusal must hold the appeal teaching <@s.appeal/>.");
            }
        } catch (RuntimeException e) {
            findings.add(file + "ひな形を組み立てられません。 The template cannot be rendered: " + e.getMessage());
        }
        try {
            mail(code, sample);
        } catch (RuntimeException e) {
            findings.add(code + "/mail.ftl: ひな形を組み立てられません。 The template cannot be rendered: " + e.getMessage());
        }
    }

    private void tryNotice(String notice, List<String> findings) {
        try {
            notice(notice, Notices.sample());
        } catch (RuntimeException e) {
            findings.add("notices/" + notice + ".ftl: ひな形を組み立てられません。 The template cannot be rendered: " + e.getMessage());
        }
    }

    private static Resource[] found(PathMatchingResourcePatternResolver resources, String pattern) {
        try {
            return resources.getResources(pattern);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final ObjectMapper DECLARATIONS = new YAMLMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
}
