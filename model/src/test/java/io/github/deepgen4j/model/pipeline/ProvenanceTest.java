// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Xmp;
import io.github.deepgen4j.testing.Golden;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Every file says in XMP that its image was generated or edited by a model, and the image is the same. */
class ProvenanceTest {
    private static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static final String TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private static Element description(byte[] file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        String packet = ImageText.read(file, "file").get(Xmp.KEY);
        return (Element) factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(packet)))
                .getElementsByTagNameNS("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Description")
                .item(0);
    }

    @Test
    void filesOfAllFormatsAreMarked() throws Exception {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"))) {
            Generated drawn = deepgen.generate(
                    GenerateRequest.of("a red circle").withSize(32, 32).withSteps(1));
            Generated edited = deepgen.edit(EditRequest.of(drawn.image(), "make it blue")
                    .withResize(ResizeRule.NONE, 32)
                    .withSteps(1));
            for (OutputFormat format : OutputFormat.values()) {
                Element generated = description(drawn.bytes(format));
                assertThat(generated.getAttributeNS(IPTC, "DigitalSourceType"))
                        .as("%s", format)
                        .isEqualTo(TYPES + "trainedAlgorithmicMedia");
                assertThat(generated.getAttributeNS("http://ns.adobe.com/xap/1.0/", "CreatorTool"))
                        .startsWith("DeepGen4J ");
                assertThat(description(edited.bytes(format)).getAttributeNS(IPTC, "DigitalSourceType"))
                        .isEqualTo(TYPES + "compositeWithTrainedAlgorithmicMedia");
            }
            for (OutputFormat lossless : new OutputFormat[] {OutputFormat.PNG, OutputFormat.WEBP}) {
                assertThat(Image.read(drawn.bytes(lossless), "file").sha256())
                        .isEqualTo(drawn.image().sha256());
            }
            assertThat(Image.read(drawn.jpeg(90), "marked").sha256())
                    .isEqualTo(Image.read(drawn.image().jpeg(90, Map.of()), "plain")
                            .sha256());
            assertThat(new String(drawn.png(), StandardCharsets.ISO_8859_1)).contains("iTXt" + Xmp.KEY);
        }
    }

    @Test
    void aTextAloneMakesNoOtherBlock() {
        Image image = Image.of(8, 8, new byte[192]);
        Map<String, String> packet = Map.of(Xmp.KEY, "<x/>");
        assertThat(ImageText.read(image.webp(packet), "webp")).isEqualTo(packet);
        assertThat(ImageText.read(image.jpeg(50, packet), "jpeg")).isEqualTo(Map.of(Xmp.KEY, "<x/>", "quality", "50"));
        assertThat(ImageText.read(image.png(packet), "png")).isEqualTo(packet);
        assertThat(ImageText.read(image.webp(Map.of("a", "b")), "webp")).isEqualTo(Map.of("a", "b"));
    }
}
