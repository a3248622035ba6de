package io.dromedary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.of;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a store may answer, told by a real client of one that means ill. */
@Tag("slow")
@Order(1)
class StoreAnswersTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n";
    private static final String LIST = OK + "\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>";
    private static final String OBJECT = "<Contents><Key>k</Key><Size>1</Size><ETag>e</ETag></Contents>";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** What the buffers between two processes hold at most, and what is read before something is found to be wrong. */
    private static final long LITTLE = 24L << 20;

    private static S3Client client(HostileStore store) {
        return PlainS3Clients.create(store.url(), "auto", "id", "secret", Duration.ofSeconds(1));
    }

    static Stream<Arguments> endless() {
        return Stream.of(
                attack("headers without end", out -> out.send(OK).forEver("X-More: more\r\n".repeat(500))),
                attack("a header without end", out -> out.send(OK + "X-Long: ").forEver("x".repeat(8192))),
                attack("a status line without end", out -> out.send("HTTP/1.1 200 ").forEver("x".repeat(8192))),
                attack("a list without end", out -> out.send(LIST).forEver(OBJECT.repeat(100))),
                attack("a key without end", out -> out.send(LIST + "<Contents><Key>").forEver("x".repeat(8192))),
                attack("elements without end", out -> out.send(LIST).forEver("<a/>".repeat(1000))),
                attack("depth without end", out -> out.send(LIST).forEver("<a>".repeat(1000))),
                attack("a size of a chunk without end", out -> out.send(CHUNKED + "5;").forEver("x".repeat(8192))),
                attack("trailers without end", out -> out.send(CHUNKED + "0\r\n").forEver("X-More: more\r\n".repeat(500))));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                attack("entities that multiply", out -> out.send(OK + "\r\n<!DOCTYPE a [<!ENTITY b '" + "b".repeat(999)
                        + "'><!ENTITY c '" + "&b;".repeat(999) + "'>]><ListBucketResult>" + "&c;".repeat(999))),
                attack("a file of this machine", out -> out.send(OK + "\r\n<!DOCTYPE a [<!ENTITY b SYSTEM"
                        + " 'file:///etc/passwd'>]><ListBucketResult><Contents><Key>&b;</Key></Contents></ListBucketResult>")),
                attack("a size beyond every number", out -> out.send(LIST + "<Contents><Key>k</Key><Size>"
                        + "9".repeat(99) + "</Size></Contents></ListBucketResult>")),
                attack("no date", out -> out.send(LIST + "<Contents><LastModified>yesterday</LastModified></Contents>"
                        + "</ListBucketResult>")),
                attack("a packed answer", out -> out.send(OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b")),
                attack("no length", out -> out.send("HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n")),
                attack("too long a length",
                        out -> out.send("HTTP/1.1 200 OK\r\nContent-Length: " + "9".repeat(30) + "\r\n\r\n")),
                attack("a chunk of no size", out -> out.send(CHUNKED + "FFFFFFFFFFFFFFFFFF\r\n<a>")),
                attack("half a list", out -> out.send(LIST)),
                attack("headers that drip", out -> out.send(OK + "X-Drip: ").drip("x", 50)),
                attack("interim answers that drip", out -> out.drip("HTTP/1.1 102 Wait\r\n\r\n", 50)));
    }

    private static Arguments attack(String name, HostileStore.Answer answer) {
        return of(name, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"endless", "wrong"})
    void aListThatIsNoneIsAFailureOfTheStore(String name, HostileStore.Answer answer) throws IOException {
        try (var store = new HostileStore(answer); S3Client client = client(store)) {
            assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("b"))).isInstanceOf(SdkClientException.class);
            assertThat(store.taken()).isLessThan(LITTLE);
        }
    }

    @Test
    void ofAnErrorWithoutEndTheStatusCounts() throws IOException {
        try (var store = new HostileStore(out -> out.send("HTTP/1.1 403 No\r\n\r\n<Error><Code>").forEver("x".repeat(8192)));
                S3Client client = client(store)) {
            assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("b")))
                    .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
            assertThat(store.taken()).isLessThan(LITTLE);
        }
    }

    @Test
    void whatIsReadOfAnObjectThatGoesOnForEverIsWhatWasAskedFor() throws IOException {
        try (var store = new HostileStore(out -> out.send("HTTP/1.1 200 OK\r\n\r\n").forEver("x".repeat(8192)));
                S3Client client = client(store)) {
            try (var body = client.getObject(get -> get.bucket("b").key("k"))) {
                assertThat(body.readNBytes(100)).hasSize(100);
            }
            assertThat(store.taken()).isLessThan(LITTLE);
        }
    }

    @Test
    void aPageOfAThousandObjectsIsReadWhole() throws IOException {
        String objects = IntStream.range(0, 1000).mapToObj(i -> "<Contents><Key>" + "&amp;".repeat(1020) + i
                + "</Key><Size>1</Size><ETag>&quot;e&quot;</ETag><StorageClass>STANDARD</StorageClass><Owner/></Contents>")
                .reduce("", String::concat);
        try (var store = new HostileStore(out -> out.send(LIST + objects + "</ListBucketResult>"));
                S3Client client = client(store)) {
            assertThat(client.listObjectsV2(list -> list.bucket("b")).contents()).hasSize(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7"})
    void aListThatGoesRoundInCirclesIsEnded(int pages) throws IOException {
        var asked = new AtomicLong();
        try (var store = new HostileStore(out -> out.send(LIST + OBJECT + "<IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>" + asked.getAndIncrement() % pages
                + "</NextContinuationToken></ListBucketResult>")); S3Client client = client(store)) {
            var list = new ObjectPages(client, "b", "");
            assertThatThrownBy(() -> list.forEachRemaining(page -> assertThat(asked).hasValueLessThan(100)))
                    .isInstanceOf(SdkClientException.class).hasMessageContaining("circles");
        }
    }

    @Test
    void whatWasNotAskedForIsNotListed() throws IOException {
        try (var store = new HostileStore(out -> out.send(LIST + OBJECT + "<Contents></Contents><Contents><Key>of/mine</Key>"
                + "</Contents></ListBucketResult>")); S3Client client = client(store)) {
            assertThat(new ObjectPages(client, "b", "of/").next()).extracting(S3Object::key).containsExactly("of/mine");
        }
    }

    @Test
    void aSecondRequestUsesTheSameConnection() throws IOException {
        // A store that keeps the connection gets both requests on it, else the second would fail.
        String list = "<ListBucketResult></ListBucketResult>";
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + list.length() + "\r\n\r\n" + list;
        try (var store = new HostileStore(out -> out.send(answer + answer).drip("", 50)); S3Client client = client(store)) {
            for (int i = 0; i < 2; i++) {
                ListObjectsV2Response page = client.listObjectsV2(request -> request.bucket("b"));
                assertThat(page.contents()).isEmpty();
            }
            assertThat(store.requests()).isEqualTo(1);
        }
    }

    @Test
    void whatDripsForTooLongIsEnded() {
        var now = new AtomicLong();
        var text = new AnswerText(new ByteArrayInputStream("<a></a>".getBytes(StandardCharsets.UTF_8)), true, now::get);
        assertThat(text.read()).isEqualTo('<');
        now.addAndGet(AnswerText.LONGEST.toNanos() + 1);
        assertThatThrownBy(text::read).isInstanceOf(SdkClientException.class).hasMessageContaining("10 minutes");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE", "UTF-32LE", "IBM037"})
    void tagsAreToldInOneEncodingAlone(String encoding) {
        assertRefused("<?xml version=\"1.0\" encoding=\"%s\"?><a/>".formatted(encoding).getBytes(Charset.forName(encoding)));
        assertRefused("<?xml version=\"1.0\" encoding='%s'?><a/>".formatted(encoding).getBytes(StandardCharsets.UTF_8));
        assertRefused(("<?xml version=\"1.0\"" + " ".repeat(300) + " encoding='" + encoding + "'?><a/>")
                .getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("hiddenDepth")
    void depthIsToldWhateverStandsBetween(String once) {
        assertRefused(("<a>" + once.repeat(AnswerText.DEEPEST + 1)).getBytes(StandardCharsets.UTF_8));
    }

    static List<String> hiddenDepth() {
        return List.of("<b>", "<b>/>", "<b c='/>'>", "<b c=\"/>'\">", "<b c='\"/>'>", "<b><?p ></b>?>", "<b><!-- ></b> -->",
                "<b><![CDATA[></b>]]>");
    }

    private static void assertRefused(byte[] answer) {
        var text = new AnswerText(new ByteArrayInputStream(answer), true, System::nanoTime);
        assertThatThrownBy(text::readAllBytes).isInstanceOf(SdkClientException.class);
        var error = new AnswerText(new ByteArrayInputStream(answer), false, System::nanoTime);
        assertThat(error).satisfies(cut -> assertThat(cut.readAllBytes().length).isLessThan(answer.length));
    }
}
