package io.dromedary;

import io.dromedary.e2e.Doc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * The documents as a site of plain pages, and as a list for language models ({@code llms.txt}). {@code bin/docs} writes it. A
 * page refers to nothing but files of the site; what the documents link to beside each other is copied into it.
 */
final class Site {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder().extensions(EXTENSIONS).sanitizeUrls(true).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder().extensions(EXTENSIONS).build();
    private static final Path FIRST = Path.of("README.md");

    private final Path folder;
    private final Map<Path, Node> documents = new TreeMap<>();

    /** @param folder where it goes */
    Site(Path folder) throws IOException {
        this.folder = folder;
        for (Path document : documents()) {
            documents.put(document, PARSER.parse(Files.readString(document)));
        }
    }

    public static void main(String[] arguments) throws IOException {
        new Site(Path.of(arguments[0])).write();
    }

    /** All documents, and those of the examples. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> examples = Files.walk(Path.of("examples"), 2)) {
            return Stream.concat(Doc.all().stream(), examples.filter(file -> file.endsWith("README.md"))).toList();
        }
    }

    void write() throws IOException {
        write("llms.txt", list());
        for (var entry : documents.entrySet()) {
            Path document = entry.getKey();
            copy(document);
            entry.getValue().accept(new AbstractVisitor() {
                @Override
                public void visit(Link link) {
                    link.setDestination(led(document, link.getDestination()));
                    visitChildren(link);
                }

                @Override
                public void visit(Image image) {
                    image.setDestination(led(document, image.getDestination()));
                }
            });
        }
        try (var style = Site.class.getResourceAsStream("site.css")) {
            Files.copy(style, folder.resolve("site.css"), StandardCopyOption.REPLACE_EXISTING);
        }
        for (var entry : documents.entrySet()) {
            write(page(entry.getKey()).toString(), html(entry.getKey(), entry.getValue()));
        }
    }

    /** Where the page of a document is in the site. */
    static Path page(Path document) {
        return document.resolveSibling(document.endsWith(FIRST) ? "index.html"
                : document.getFileName().toString().replaceFirst("\\.md$", ".html"));
    }

    /** A link of a document as that of its page. */
    private String led(Path document, String link) {
        if (link.contains("://") || link.startsWith("#")) {
            return link;
        }
        String[] parts = link.split("#", 2);
        Path target = document.resolveSibling(parts[0]).normalize();
        if (documents.containsKey(target)) {
            return relative(document, page(target)) + (parts.length > 1 ? "#" + parts[1] : "");
        }
        Path file = Files.isDirectory(target) ? listed(target) : target;
        copy(file);
        return relative(document, file);
    }

    /** In place of a folder, the names of its files. */
    private Path listed(Path target) {
        try (Stream<Path> files = Files.walk(target)) {
            Path list = target.resolve("files.txt");
            write(list.toString(), files.filter(Files::isRegularFile).map(Path::toString).sorted().collect(Collectors.joining("\n", "", "\n")));
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String relative(Path document, Path target) {
        Path from = document.getParent() == null ? Path.of("") : document.getParent();
        return from.relativize(target).toString();
    }

    private String html(Path document, Node text) {
        String up = "../".repeat(document.getNameCount() - 1);
        String menu = documents.entrySet().stream().map(entry -> "<li><a href=\"" + up + page(entry.getKey()) + "\"" + (
                entry.getKey().equals(document) ? " aria-current=\"page\"" : "") + ">" + title(entry.getValue()) + "</a></li>")
                .collect(Collectors.joining("\n"));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <link rel="stylesheet" href="%ssite.css">
                </head>
                <body>
                <nav aria-label="Documents"><ul>
                %s
                </ul></nav>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(title(text), up, menu, HTML.render(text));
    }

    /** As https://llmstxt.org describes it. */
    private String list() {
        Node first = documents.get(FIRST);
        return "# " + title(first) + "\n\n> " + summary(first) + "\n\n## Documents\n\n"
                + documents.entrySet().stream().filter(entry -> !entry.getKey().equals(FIRST))
                        .map(entry -> "- [" + title(entry.getValue()) + "](" + entry.getKey() + "): " + summary(entry.getValue()) + "\n")
                        .collect(Collectors.joining())
                + "\n## Contract\n\n- [OpenAPI](config/openapi.yaml): every request, option and answer\n";
    }

    private static String title(Node document) {
        return text(first(document, Heading.class)).replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String summary(Node document) {
        return text(first(document, Paragraph.class));
    }

    private static Node first(Node document, Class<?> kind) {
        Node node = document.getFirstChild();
        while (!kind.isInstance(node)) {
            node = node.getNext();
        }
        return node;
    }

    private static String text(Node node) {
        return TEXT.render(node).replaceAll("\\s+", " ").strip();
    }

    private void copy(Path file) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(file, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
