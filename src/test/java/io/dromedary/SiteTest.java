package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site that {@code bin/docs} makes of the documents. */
class SiteTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final Pattern LISTED = Pattern.compile("\\]\\(([^)]+)\\)");

    @TempDir
    static Path site;

    @BeforeAll
    static void write() throws IOException {
        new Site(site).write();
    }

    private static List<Path> pages() throws IOException {
        return Site.documents().stream().map(Site::page).toList();
    }

    @Test
    void everyReferenceLeadsToAFileOfTheSiteAndToAHeadingInIt() throws IOException {
        var broken = new ArrayList<String>();
        for (Path page : pages()) {
            for (String link : REFERENCE.matcher(Files.readString(site.resolve(page))).results().map(found -> found.group(1)).toList()) {
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
                    broken.add(page + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = site.resolve(parts[0].isEmpty() ? page : page.resolveSibling(parts[0])).normalize();
        return target.startsWith(site) && Files.isRegularFile(target)
                && (parts.length == 1 || Files.readString(target).contains("id=\"" + parts[1] + "\""));
    }

    @Test
    void nothingOfAPageComesFromElsewhere() throws IOException {
        for (Path page : pages()) {
            assertThat(site.resolve(page)).content().doesNotContain("<script").doesNotContain("src=\"http")
                    .contains("<title>").contains("aria-current=\"page\"");
        }
    }

    @Test
    void theListForLanguageModelsHasAllDocumentsAndTheContract() throws IOException {
        String list = Files.readString(site.resolve("llms.txt"));
        assertThat(list).startsWith("# Dromedary\n\n> Self-hosted media processing").doesNotContain("![");
        List<String> listed = LISTED.matcher(list).results().map(found -> found.group(1)).toList();
        assertThat(listed).hasSize(Site.documents().size()).allSatisfy(name -> assertThat(site.resolve(name)).isNotEmptyFile());
    }
}
