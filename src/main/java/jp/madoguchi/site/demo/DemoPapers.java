package jp.madoguchi.site.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Papers that the companies of the demo attach: they open in any viewer and say what they stand for. */
final class DemoPapers {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;

    private DemoPapers() {}

    /** One page of A4 with a line of ASCII text. */
    static byte[] pdf(String line) {
        String content = "BT /F1 22 Tf 72 740 Td (%s) Tj 0 -36 Td /F1 12 Tf (Sample for demonstration) Tj ET"
                .formatted(line.replaceAll("[()\\\\]", ""));
        List<String> objects = List.of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
                "<</Length %d>>\nstream\n%s\nendstream".formatted(content.length(), content),
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        StringBuilder file = new StringBuilder("%PDF-1.4\n");
        List<Integer> offsets = new ArrayList<>();
        for (String object : objects) {
            offsets.add(file.length());
            file.append("%d 0 obj%s endobj\n".formatted(offsets.size(), object));
        }
        int table = file.length();
        file.append("xref\n0 %d\n0000000000 65535 f \n".formatted(objects.size() + 1));
        offsets.forEach(offset -> file.append("%010d 00000 n \n".formatted(offset)));
        file.append("trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n".formatted(objects.size() + 1, table));
        return file.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A drawing of a mask. */
    static byte[] picture(Color background) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(background);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(Color.WHITE);
        pen.fillRoundRect(140, 100, 360, 200, 80, 80);
        pen.setColor(new Color(0xB8C4CE));
        pen.setStroke(new BasicStroke(5));
        pen.drawRoundRect(140, 100, 360, 200, 80, 80);
        for (int y = 150; y <= 250; y += 50) {
            pen.drawLine(170, y, 470, y);
        }
        pen.drawArc(60, 110, 160, 180, 110, 140);
        pen.drawArc(420, 110, 160, 180, -70, 140);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
