package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs as they are taken, shown and listed, on a node that does none of them. */
@Tag("engines")
class ListsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final int JOBS = 25;
    private static final Pattern QUEUED = Pattern.compile("[0-9]+ jobs");
    private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"([a-z]+)\"");

    private static SharedNode node;
    private static Api api;
    /** Oldest first. */
    private static final List<String> IDS = new ArrayList<>();
    private static long before;
    private static long after;

    @BeforeAll
    static void start() {
        node = SharedNode.of(SharedNode.Kind.API, ListsTest.class);
        api = node.api();
        before = System.currentTimeMillis();
        for (int i = 0; i < JOBS; i++) {
            Api.Answer answer = CONTRACT.keeps("POST", "/jobs", api.post("/jobs", """
                    {"input": "https://media.invalid/%d?a=b&c=d", "kind": "video", "priority": %d,
                     "metadata": {"n": %d, "deep": [{"e\u0301": null}, 1.5, "\ud83d\udc2a"]}, "options": {"width": "50%%"}}"""
                    .formatted(i, i % 10, i)));
            assertThat(answer.status()).isEqualTo(201);
            IDS.add(answer.json().get("id").asText());
        }
        after = System.currentTimeMillis();
        for (int i = 0; i < 5; i++) {
            assertThat(api.post("/jobs/" + IDS.get(i) + "/cancel", "").status()).isEqualTo(200);
        }
    }

    @Test
    void aJobIsAnsweredAsItWasSentWithAllItWillHave() {
        JsonNode job = CONTRACT.keeps("GET", "/jobs/x", api.get("/jobs/" + IDS.get(7))).json();
        assertThat(job.get("input").asText()).isEqualTo("https://media.invalid/7?a=b&c=d");
        assertThat(job.get("metadata").toString()).isEqualTo("{\"n\":7,\"deep\":[{\"e\u0301\":null},1.5,\"\ud83d\udc2a\"]}");
        assertThat(job.get("options").toString()).isEqualTo("{\"width\":\"50%\"}");
        assertThat(job.get("priority").asInt()).isEqualTo(7);
        assertThat(job.get("status").asText()).isEqualTo("queued");
        for (String name : List.of("output", "error", "started_at", "finished_at", "webhook")) {
            assertThat(job.get(name).isNull()).as(name).isTrue();
        }
        assertThat(job.get("created_at").asLong()).isBetween(before, after);
        assertThat(job.get("tasks").findValuesAsText("kind")).containsExactly("probe", "import", "video", "export");
        assertThat(job.get("tasks").findValuesAsText("status")).containsOnly("waiting");
    }

    @Test
    void idsSortAsTheJobsWereSent() {
        assertThat(IDS).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("job_[0-9A-HJKMNP-TV-Z]{26}"));
    }

    @Test
    void aListIsNewestFirstAndTwentyLong() {
        Api.Answer answer = list("/jobs");
        assertThat(ids(answer)).containsExactlyElementsOf(newestFirst().subList(0, 20));
        assertThat(header(answer, "Has-More")).contains("true");
        assertThat(header(answer, "Limit")).contains("20");
        assertThat(link(answer, "prev")).isEmpty();
        assertThat(answer.json().get(0).has("tasks")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"desc, 1", "desc, 7", "asc, 7", "asc, 24", "desc, 25", "asc, 100"})
    void walkingThereAndBackVisitsEachJobOnce(String order, int limit) {
        List<String> expected = order.equals("asc") ? IDS : newestFirst();
        var there = new ArrayList<String>();
        var back = new ArrayList<String>();
        Api.Answer page = list("/jobs?order=" + order + "&limit=" + limit);
        there.addAll(ids(page));
        for (var next = link(page, "next"); next.isPresent(); next = link(page, "next")) {
            assertThat(header(page, "Has-More")).contains("true");
            page = list(next.get());
            there.addAll(ids(page));
        }
        assertThat(header(page, "Has-More")).contains("false");
        assertThat(there).containsExactlyElementsOf(expected);

        back.addAll(0, ids(page));
        for (var previous = link(page, "prev"); previous.isPresent(); previous = link(page, "prev")) {
            page = list(previous.get());
            back.addAll(0, ids(page));
        }
        assertThat(back).containsExactlyElementsOf(expected);
    }

    @Test
    void afterAndBeforeTogetherAreAStretchWithoutItsEnds() {
        assertThat(ids(list("/jobs?order=asc&after=" + IDS.get(3) + "&before=" + IDS.get(7))))
                .containsExactlyElementsOf(IDS.subList(4, 7));
        assertThat(ids(list("/jobs?after=" + IDS.get(7) + "&before=" + IDS.get(3))))
                .containsExactly(IDS.get(6), IDS.get(5), IDS.get(4));
    }

    @Test
    void pastTheEndIsAnEmptyPage() {
        Api.Answer answer = list("/jobs?after=" + IDS.get(0));
        assertThat(ids(answer)).isEmpty();
        assertThat(header(answer, "Has-More")).contains("false");
    }

    @Test
    void filtersNarrowTheListAndStayInItsLinks() {
        assertThat(ids(list("/jobs?status=cancelled&order=asc"))).containsExactlyElementsOf(IDS.subList(0, 5));
        assertThat(ids(list("/jobs?status=processing"))).isEmpty();
        assertThat(ids(list("/jobs?kind=video&limit=100"))).hasSize(JOBS);
        assertThat(ids(list("/jobs?input=https%3A%2F%2Fmedia.invalid%2F3%3Fa%3Db%26c%3Dd"))).containsExactly(IDS.get(3));
        assertThat(ids(list("/jobs?input=https%3A%2F%2Fmedia.invalid%2F3"))).isEmpty();
        Api.Answer page = list("/jobs?status=cancelled&limit=2");
        assertThat(ids(list(link(page, "next").orElseThrow()))).containsExactly(IDS.get(2), IDS.get(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "limit=0|limit", "limit=101|limit", "limit=-1|limit", "limit=x|limit", "limit=|limit", "limit=1.5|limit",
        "limit=99999999999999999999|limit", "limit=1&limit=2|limit", "order=up|order", "order=|order", "kind=audi|kind",
        "status=done|status", "page=2|page", "stauts=queued|stauts", "Limit=5|Limit"})
    void aWrongParameterIsNamed(String query, String field) {
        Api.Answer answer = CONTRACT.keeps("GET", "/jobs", api.get("/jobs?" + query));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jobs", "/connections", "/health", "/jobs/nothing"})
    void whatARequestBringsInHeadersIsNeitherObeyedNorSentBack(String path) {
        var request = api.request(path).GET();
        // Names of parameters, of Camel and of the answer itself.
        for (String name : List.of("limit", "after", "before", "order", "status", "kind", "input", "job", "connection_id",
                "id", "CamelHttpResponseCode", "CamelHttpPath", "CamelHttpMethod", "JMSPriority", "Has-More", "Link",
                "Retry-After", "Cache-Control", "X-Custom", "Accept-Version", "breadcrumbId", "Idempotency-Key")) {
            request.header(name, "299");
        }
        Api.Answer plain = api.get(path);
        Api.Answer answer = CONTRACT.keeps("GET", path, api.send(request));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(plain.status());
        assertThat(shown(answer)).isEqualTo(shown(plain));
    }

    @Test
    void theVersionHeaderOfThePublishedClientIsTolerated() {
        Api.Answer answer = api.send(api.request("/jobs").header("Accept-Version", "2025-08-20").header("Accept", "*/*"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.send(api.request("/jobs").header("Accept", "text/html")).status()).isEqualTo(200);
    }

    @Test
    void aCancelledJobSaysSoAndCanBeCancelledAgain() {
        JsonNode job = CONTRACT.keeps("POST", "/jobs/x/cancel", api.post("/jobs/" + IDS.get(0) + "/cancel", "")).json();
        assertThat(job.get("status").asText()).isEqualTo("cancelled");
        assertThat(job.at("/error/kind").asText()).isEqualTo("cancelled");
        assertThat(job.get("finished_at").asLong()).isGreaterThanOrEqualTo(job.get("created_at").asLong());
        assertThat(job.get("tasks").findValuesAsText("status")).containsOnly("cancelled");
    }

    /** Headers and body, without how many jobs the others have that use this node. */
    private static String shown(Api.Answer answer) {
        var headers = new TreeMap<>(answer.response().headers().map());
        headers.remove("content-length");
        return headers + QUEUED.matcher(answer.response().body()).replaceAll("jobs");
    }

    private static Api.Answer list(String path) {
        Api.Answer answer = CONTRACT.keeps("GET", path, api.get(path));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer;
    }

    private static List<String> ids(Api.Answer answer) {
        var ids = new ArrayList<String>();
        answer.json().forEach(job -> ids.add(job.get("id").asText()));
        return ids;
    }

    private static List<String> newestFirst() {
        var ids = new ArrayList<>(IDS);
        ids.sort(Comparator.reverseOrder());
        return Collections.unmodifiableList(ids);
    }

    private static Optional<String> header(Api.Answer answer, String name) {
        return answer.response().headers().firstValue(name);
    }

    private static Optional<String> link(Api.Answer answer, String relation) {
        return header(answer, "Link").flatMap(text -> LINK.matcher(text).results()
                .filter(link -> link.group(2).equals(relation)).map(link -> link.group(1)).findFirst());
    }
}
