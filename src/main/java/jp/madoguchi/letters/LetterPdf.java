package jp.madoguchi.letters;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.springframework.stereotype.Component;

/** Turns a letter's XHTML into PDF/UA with its font, a universal design Mincho, embedded. */
@Component
class LetterPdf {

    private static final String FAMILY = "BIZ UDPMincho";
    /** 下駄: what printers set for a character they do not have. */
    private static final int GETA = '〓';

    private final byte[] mincho = font("BIZUDPMincho-Regular.ttf");
    private final CmapLookup glyphs = glyphs(mincho);

    /**
     * XHTML that can be printed.
     *
     * @param unprintable the characters that 〓 stands for, each once; empty when there were none
     */
    record Printable(String xhtml, String unprintable) {}

    /** Puts 〓 for characters the font lacks, and takes out control characters, which XML forbids. */
    Printable printable(String xhtml) {
        StringBuilder text = new StringBuilder(xhtml.length());
        Set<Integer> missing = new LinkedHashSet<>();
        xhtml.codePoints().forEach(point -> {
            if (point >= ' ' && glyphs.getGlyphId(point) > 0 || point == '\n') {
                text.appendCodePoint(point);
            } else if (isVariationSelector(point)) {
                missing.add(point);
            } else if (!Character.isISOControl(point)) {
                text.appendCodePoint(GETA);
                missing.add(point);
            }
        });
        return new Printable(text.toString(), missing.stream().map(Character::toString).collect(Collectors.joining()));
    }

    byte[] render(Printable letter) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFont(() -> new ByteArrayInputStream(mincho), FAMILY, 400, FontStyle.NORMAL, true);
        builder.usePdfUaAccessibility(true);
        // Pictures inside the page itself are shown; nothing is fetched.
        builder.useUriResolver((base, uri) -> uri.startsWith("data:image/") ? uri : null);
        builder.withProducer("Madoguchi");
        builder.withHtmlContent(letter.xhtml(), null);
        builder.toStream(pdf);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    private static boolean isVariationSelector(int point) {
        return point >= 0xFE00 && point <= 0xFE0F || point >= 0xE0100 && point <= 0xE01EF;
    }

    private static CmapLookup glyphs(byte[] font) {
        try {
            return new TTFParser().parse(new RandomAccessReadBuffer(font)).getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] font(String file) {
        try (InputStream in = LetterPdf.class.getResourceAsStream("/fonts/" + file)) {
            if (in == null) {
                throw new IllegalStateException("The font fonts/" + file + " is missing: build with Maven, which copies it.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
