package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.database.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Answers with lists: a bare array, with paging in the headers {@code Link}, {@code Has-More} and {@code Limit}. */
final class Lists {

    private static final int DEFAULT_LIMIT = 20;

    private Lists() {
    }

    /** The page that a valid request asks for. */
    static PageRequest page(Exchange exchange) {
        int limit = exchange.getMessage().getHeader("limit", DEFAULT_LIMIT, int.class);
        int number = exchange.getMessage().getHeader("page", 1, int.class);
        return new PageRequest(limit, (number - 1) * limit,
                parameter(exchange, "after"), parameter(exchange, "before"),
                !"asc".equals(exchange.getMessage().getHeader("order", String.class)));
    }

    static Optional<String> parameter(Exchange exchange, String name) {
        return Optional.ofNullable(exchange.getMessage().getHeader(name, String.class));
    }

    static <T> void answer(Exchange exchange, String path, List<String> filters, PageRequest request,
            PageRequest.Page<T> page, Function<T, JsonNode> json, Function<T, String> id) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        page.rows().forEach(row -> array.add(json.apply(row)));
        var links = new ArrayList<String>();
        if (!page.rows().isEmpty()) {
            var base = new LinkedHashMap<String, String>();
            for (String filter : filters) {
                parameter(exchange, filter).ifPresent(value -> base.put(filter, value));
            }
            base.put("order", request.descending() ? "desc" : "asc");
            base.put("limit", Integer.toString(request.limit()));
            if (page.next()) {
                links.add(link(path, base, "after", id.apply(page.rows().get(page.rows().size() - 1)), "next"));
            }
            if (page.previous()) {
                links.add(link(path, base, "before", id.apply(page.rows().get(0)), "prev"));
            }
        }
        var message = exchange.getMessage();
        if (!links.isEmpty()) {
            message.setHeader("Link", String.join(", ", links));
        }
        message.setHeader("Has-More", Boolean.toString(page.next()));
        message.setHeader("Limit", Integer.toString(request.limit()));
        message.setBody(new AnswerBody(array));
    }

    private static String link(String path, Map<String, String> base, String cursor, String id, String relation) {
        var parameters = new LinkedHashMap<>(base);
        parameters.put(cursor, id);
        var query = new ArrayList<String>();
        parameters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return "<" + path + "?" + String.join("&", query) + ">; rel=\"" + relation + "\"";
    }
}
