package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.e2e.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link from one document to another, or to a file, leads to something that exists. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    static List<Path> documents() {
        return Doc.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkAndAnchorLeadsSomewhere(Path document) {
        var broken = new ArrayList<String>();
        LINK.matcher(Doc.of(document).prose().text()).results().map(found -> found.group(1)).forEach(link -> {
            if (!link.contains("://") && !leadsSomewhere(document, link)) {
                broken.add(link);
            }
        });
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** The anchors that GitHub gives to the headings of a document. */
    private static Set<String> anchors(Path document) {
        var anchors = new HashSet<String>();
        Doc.of(document).prose().text().lines().filter(line -> line.matches("#+ .*")).forEach(line -> {
            String anchor = line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
            long same = anchors.stream().filter(other -> other.matches(Pattern.quote(anchor) + "(-\\d+)?")).count();
            anchors.add(same == 0 ? anchor : anchor + "-" + same);
        });
        return anchors;
    }
}
