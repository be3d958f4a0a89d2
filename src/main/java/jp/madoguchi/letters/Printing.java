package jp.madoguchi.letters;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.stereotype.Component;

/** 帳票: what is printed and is no letter, such as lists and stands. It has no number and is not kept. */
@Component
public class Printing {

    private final Configuration templates;
    private final LetterPdf pdf;

    Printing(Configuration templates, LetterPdf pdf) {
        this.templates = templates;
        this.pdf = pdf;
    }

    /**
     * A PDF/UA file with its font embedded; characters the font lacks are printed as 〓. Nothing is loaded from outside:
     * pictures come as data addresses.
     *
     * @param template well-formed XHTML under {@code templates/}: {@code merchant/stand.ftlh}
     */
    public byte[] pdf(String template, Map<String, ?> model) {
        StringWriter page = new StringWriter();
        try {
            templates.getTemplate(template).process(model, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new IllegalStateException(template, e);
        }
        return pdf.render(pdf.printable(page.toString()));
    }
}
