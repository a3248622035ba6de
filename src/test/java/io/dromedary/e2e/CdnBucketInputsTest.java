package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that are URLs of a CDN whose bucket is written by the operator's own connection. */
@Tag("process")
class CdnBucketInputsTest {

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Receiver web;
    private static Receiver.Inbox cdn;
    private static Api shop;
    private static Api press;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        Path video = Samples.video(folder, "in.mp4", 64, 36, 1);
        r2.put("media", "in.mp4", video, "video/mp4");
        r2.put("media", "public/drafts/never-published.mp4", video, "video/mp4");
        web = new Receiver();
        // It opens nothing to whoever has not signed.
        cdn = web.at("/public", (exchange, number) ->
                Receiver.status(exchange, "signed=yes".equals(exchange.getRequestURI().getQuery()) ? 404 : 403));
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_CDN", "s3://media/public")
                .with("DROMEDARY_CDN_CONNECTION", "r2").with("DROMEDARY_CDN_URL", cdn.url().replace("/public", "")).start();
        node.api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        shop = key("shop");
        press = key("press");
        shop.connect("mine", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
    }

    @AfterAll
    static void stop() {
        node.close();
        web.close();
        r2.close();
    }

    private static Api key(String project) {
        return new Api(node.url(), node.api().post("/keys", "{\"name\": \"%s\", \"scope\": \"write\", \"project\": \"%s\"}"
                .formatted(project, project)).json().get("key").asText());
    }

    private static JsonNode image(Api api, String input) {
        return api.finished(api.accepted("{\"kind\": \"image\", \"input\": \"" + input + "\", \"options\": {\"width\": 32}}"));
    }

    private static String published() {
        JsonNode done = shop.finished(shop.accepted("{\"kind\": \"image\", \"input\": \"s3://media/in.mp4\","
                + " \"connection_id\": \"mine\", \"options\": {\"width\": 32}}"));
        assertThat(done.get("status").asText()).as("%s", done).isEqualTo("succeeded");
        return done.get("output").asText();
    }

    @Test
    void theResultOfOnesOwnProjectIsReadFromTheBucketWhateverSignsItsUrl() {
        String url = published();
        int asked = cdn.hooks().size();
        assertThat(image(shop, url).get("status").asText()).isEqualTo("succeeded");
        assertThat(image(shop, url + "?signed=no").get("status").asText()).isEqualTo("succeeded");
        assertThat(cdn.hooks()).as("the CDN was not asked").hasSize(asked);
    }

    @Test
    void theResultOfAnotherProjectIsFetchedAsAnybodyWould() {
        JsonNode job = image(press, published());
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_forbidden");
        assertThat(job.at("/error/message").asText()).contains("it answers 403");
    }

    @Test
    void whatWasNeverPublishedIsNotReadByTheOperatorsConnection() {
        String url = cdn.url() + "/drafts/never-published.mp4";
        JsonNode job = image(shop, url);
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_forbidden");
        JsonNode signed = image(shop, url + "?signed=yes");
        assertThat(signed.at("/error/kind").asText()).as("its query goes to the CDN").isEqualTo("input_not_found");
    }

    @Test
    void keysThatLeadElsewhereAreTakenForNoStore() {
        Api.Answer refused = shop.post("/jobs", "{\"kind\": \"image\", \"input\": \"s3://media/public/../in.mp4\","
                + " \"connection_id\": \"mine\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("field").asText()).isEqualTo("input");
    }
}
