// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialTextTest {
    private static final String SOURCE = """
        # It's a comment with one quote
        import re
        x = b"bytes" + br'more'
        prompt_plain = 'Rate {it} from 1 to 5.'
        prompt_named = \"\"\"Instruction: {instruct}
        JSON: {{"score": n}}\"\"\"
        def messages(data):
            return [{"role": "system", "content": ("You rate " "images."
                                                   ' Strictly.')},
                    {"role": "user", "text": f\"\"\"PROMPT: "{data['Prompt']}"
        Lines: {{1}}\"\"\"}]
        """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("utils.py"), SOURCE);
    }

    @Test
    void aFormattedTextIsFoundByWhatItGivesForAKnownItem() {
        String known = "Instruction: Turn it.\nJSON: {\"score\": n}";
        JudgeText text = OfficialText.read(file, OfficialText.sha256(known), Map.of("instruct", "Turn it."));
        assertThat(text.official()).isTrue();
        assertThat(text.render(Map.of("instruct", "{x}"))).isEqualTo("Instruction: {x}\nJSON: {\"score\": n}");
    }

    @Test
    void anExpressionIsAField() {
        String known = "PROMPT: \"a cat\"\nLines: {1}";
        JudgeText text = OfficialText.read(file, OfficialText.sha256(known), Map.of("data['Prompt']", "a cat"));
        assertThat(text.render(Map.of("data['Prompt']", "two dogs"))).startsWith("PROMPT: \"two dogs\"");
    }

    @Test
    void aTextThatIsNeverFormattedKeepsItsBraces() {
        JudgeText text = OfficialText.read(file, OfficialText.sha256("Rate {it} from 1 to 5."), Map.of());
        assertThat(text.render(Map.of("it", "x"))).isEqualTo("Rate {it} from 1 to 5.");
    }

    @Test
    void neighboursAreOneText() {
        String known = "You rate images. Strictly.";
        assertThat(OfficialText.read(file, OfficialText.sha256(known), Map.of()).template())
                .isEqualTo(known);
    }

    @Test
    void anotherVersionIsRefusedByItsSum() {
        assertThatThrownBy(() -> OfficialText.read(file, OfficialText.sha256("changed"), Map.of("instruct", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("utils.py")
                .hasMessageContaining("SHA-256");
    }

    @Test
    void aMissingFileSaysWhatToDo() {
        assertThatThrownBy(() -> OfficialText.read(folder.resolve("none.py"), "0", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.py")
                .hasMessageContaining("clone");
    }

    @Test
    void aFileThatIsNoPythonIsRefused() throws IOException {
        Files.writeString(file, "x = \"never closed\n");
        assertThatThrownBy(() -> OfficialText.read(file, "0", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not closed");
    }

    @Test
    void aFieldWithoutAValueIsRefused() {
        assertThatThrownBy(() -> JudgeText.own("a {b} c").render(Map.of("x", "y")))
                .hasMessageContaining("{b}");
        assertThatThrownBy(() -> JudgeText.own("a } c").render(Map.of())).hasMessageContaining("brace");
    }
}
