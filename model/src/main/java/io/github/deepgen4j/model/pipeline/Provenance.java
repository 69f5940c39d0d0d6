// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

/**
 * The mark by which programs know an image as generated: XMP with the digital source type of IPTC (IPTC Photo Metadata
 * Standard 2025.1, "Digital Source Type"), generator and model.
 */
final class Provenance {
    private static final String TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private Provenance() {}

    static String of(Recipe recipe) {
        String type =
                recipe.references().isEmpty() ? "trainedAlgorithmicMedia" : "compositeWithTrainedAlgorithmicMedia";
        return """
            <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about=""
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
            xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            Iptc4xmpExt:DigitalSourceType="%s%s"
            xmp:CreatorTool="DeepGen4J %s"/>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>\
            """.formatted(TYPES, type, escaped(recipe.version()));
    }

    private static String escaped(String text) {
        return String.valueOf(text).replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
