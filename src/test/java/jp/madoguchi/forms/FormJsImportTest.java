package jp.madoguchi.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms are edited in Camunda Modeler, so the viewer it uses must take every one of them without complaint. */
class FormJsImportTest {

    @TempDir
    Path scratch;

    @Test
    void form_js_imports_every_form() throws Exception {
        assertThat(importing("src/test/resources/forms", "forms")).isEqualTo(0);
    }

    @Test
    void a_form_that_form_js_refuses_is_noticed() throws Exception {
        Files.writeString(scratch.resolve("bad.form"), "{\"components\":[{\"id\":\"a\",\"type\":\"nonsense\"}]}");
        assertThat(importing(scratch.toString())).isEqualTo(1);
    }

    private int importing(String... folders) throws IOException, InterruptedException {
        Path said = scratch.resolve("said.txt");
        String[] command = new String[folders.length + 2];
        command[0] = "node";
        command[1] = "src/test/js/import-forms.mjs";
        System.arraycopy(folders, 0, command, 2, folders.length);
        Process node = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        System.out.print(Files.readString(said, StandardCharsets.UTF_8));
        return node.exitValue();
    }
}
