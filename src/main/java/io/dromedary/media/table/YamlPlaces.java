package io.dromedary.media.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;

/**
 * Where the keys of a YAML file are. The text is read anew for it, as only mistakes need it.
 *
 * @param file the name of the file
 * @param yaml its text, which is valid
 */
public record YamlPlaces(String file, String yaml) {

    /**
     * The file and the line of a key, such as {@code config/encoding.yaml, line 12}; of a missing key, those of the section
     * that lacks it.
     *
     * @param key a key with those around it, separated by dots
     */
    public String of(String key) {
        int line = 0;
        int known = -1;
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            while (parser.nextToken() != null) {
                String path = parser.currentToken() == JsonToken.FIELD_NAME ? path(parser.getParsingContext()) : "";
                if (path.length() > known && (key + ".").startsWith(path + ".") && !path.isEmpty()) {
                    known = path.length();
                    line = parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException unreadable) {
            // The place is only a help.
            return file;
        }
        return file + (line > 0 ? ", line " + line : "");
    }

    private static String path(JsonStreamContext context) {
        String path = "";
        for (JsonStreamContext each = context; each != null && !each.inRoot(); each = each.getParent()) {
            String name = each.inArray() ? Integer.toString(each.getCurrentIndex()) : each.getCurrentName();
            path = path.isEmpty() ? name : name + "." + path;
        }
        return path;
    }
}
