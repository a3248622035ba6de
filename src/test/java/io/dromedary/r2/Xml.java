package io.dromedary.r2;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A small XML writer: elements and text, nothing else. */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder out = new StringBuilder(512);

    private Xml() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    /** A document in S3's namespace. */
    static byte[] result(String root, Consumer<Xml> content) {
        Xml xml = new Xml();
        xml.out.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        content.accept(xml);
        return xml.end(root);
    }

    /** An error as R2 writes it: without a namespace (rule 25). */
    static byte[] error(R2Error error) {
        Xml xml = new Xml();
        xml.out.append("<Error>");
        xml.text("Code", error.code()).text("Message", error.getMessage());
        return xml.end("Error");
    }

    Xml element(String name, Consumer<Xml> content) {
        out.append('<').append(name).append('>');
        content.accept(this);
        out.append("</").append(name).append('>');
        return this;
    }

    Xml text(String name, Object text) {
        return element(name, xml -> xml.escape(String.valueOf(text)));
    }

    private byte[] end(String root) {
        return out.append("</").append(root).append('>').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c);
            }
        }
    }
}
