package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Pixels;
import io.dromedary.media.StillSamples;
import io.dromedary.media.option.Rgb;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.StoredObject;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A job of every kind that makes one file, from the bucket to where the result can be fetched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class KindsTest {

    private static final String VIDEO = "s3://media/video.mp4";
    private static final String PICTURE = "s3://media/picture.png";

    private Path folder;
    private R2Double r2;
    private SharedNode node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "video.mp4", Samples.video(folder, "video.mp4", 320, 180, 1), "video/mp4");
        Path picture = folder.resolve("picture.png");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x120", "-frames:v", "1", picture.toString()));
        r2.put("media", "picture.png", picture, "image/png");
        node = SharedNode.of(SharedNode.Kind.WORKER, KindsTest.class);
        api = node.api();
        api.connect("my-r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        r2.close();
    }

    @Test
    void theSoundOfAVideoBecomesAnMp3() {
        Path file = published("audio", VIDEO, "{\"format\": \"mp3\"}", "audio/mpeg");
        assertThat(Ffmpeg.values(file, "a:0", "stream=codec_name")).containsExactly("mp3");
        assertThat(Ffmpeg.values(file, "v", "stream=codec_name")).isEmpty();
        assertThat(new GuideResult(null, file).seconds()).isCloseTo(1, within(0.15));
    }

    @Test
    void itsWaveformIsJson() {
        Path file = published("audio", VIDEO, "{\"waveform\": \"json\", \"waveform_points\": 5}", "application/json");
        JsonNode waveform = new GuideResult(null, file).json();
        assertThat(waveform.get("points").asInt()).isEqualTo(5);
        // The tone of the sample has an eighth of the full scale.
        assertThat(waveform.get("data")).hasSize(5)
                .allSatisfy(peak -> assertThat(peak.asDouble()).isCloseTo(0.125, within(0.03)));
    }

    @Test
    void aPngBecomesAWebp() {
        Path file = published("image", PICTURE, "{\"format\": \"webp\", \"width\": 80}", "image/webp");
        assertThat(Samples.picture(file)).containsExactly("webp", "80", "60");
    }

    /** By libvips, between the walls, with its intermediate for ffmpeg. */
    @Test
    void aHeicWithAProfileBecomesAJpegOrIsPadded() {
        StillSamples stills = new StillSamples(folder);
        r2.put("media", "photo.heic", stills.adobeHeif("heic"), "image/heic");
        Path still = published("image", "s3://media/photo.heic", "{\"format\": \"jpeg\"}", "image/jpeg");
        Path padded = published("image", "s3://media/photo.heic",
                "{\"format\": \"png\", \"width\": 96, \"height\": 64, \"fit\": \"contain\"}", "image/png");

        Pixels.of(still, 64, 64).is(30, 30, new Rgb(227, 100, 42));
        Pixels.of(padded, 96, 64).is(48, 32, new Rgb(227, 100, 42)).is(2, 32, new Rgb(0, 0, 0));
    }

    @Test
    void aVideosPosterIsAJpeg() {
        Path file = published("image", VIDEO, "{\"start\": 0.5, \"width\": 160}", "image/jpeg");
        assertThat(Samples.picture(file)).containsExactly("mjpeg", "160", "90");
    }

    @Test
    void aPartOfAVideoBecomesAGif() {
        Path file = published("animation", VIDEO, "{\"end\": 0.5, \"width\": 64}", "image/gif");
        assertThat(Samples.picture(file)).containsExactly("gif", "64", "36");
        assertThat(new GuideResult(null, file).frames()).isEqualTo(5);
    }

    @Test
    void aPictureGoesIntoABucketWithItsType() {
        JsonNode job = done("image", PICTURE, "{\"format\": \"avif\"}", ", \"output\": \"s3://media/out/\"");
        assertThat(job.get("output").asText()).isEqualTo("s3://media/out/picture.avif");
        StoredObject object = r2.object("media", "out/picture.avif").orElseThrow();
        assertThat(object.contentType()).isEqualTo("image/avif");
        assertThat(Samples.picture(object.path())).containsExactly("av1", "160", "120");
    }

    /** Fetches the result of a job from the CDN. */
    private Path published(String kind, String input, String options, String contentType) {
        JsonNode job = done(kind, input, options, "");
        Path file = folder.resolve(job.get("id").asText());
        var response = api.download(job.get("output").asText(), file);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
        return file;
    }

    private JsonNode done(String kind, String input, String options, String more) {
        Api.Answer answer = api.post("/jobs", """
                {"kind": "%s", "input": "%s", "connection_id": "my-r2", "options": %s%s}"""
                .formatted(kind, input, options, more));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        JsonNode job = api.finished(answer.json().get("id").asText());
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }
}
