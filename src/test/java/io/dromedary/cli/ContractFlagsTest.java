package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags of a kind are those of the contract, whatever it says. */
class ContractFlagsTest {
    private final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void script() {
        server.on("POST /jobs", 201, Jobs.succeeded("https://cdn.example.com/video.mp4"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyOptionOfTheContractHasAFlag() {
        String help = CliRun.against(server).run("video", "--help").out();

        for (JobOption option : ContractFile.read(Path.of("")).properties("VideoOptions")) {
            assertThat(help).contains(option.flag());
        }
        assertThat(help).contains("--connection", "--output-connection", "--priority").doesNotContain("_id", "no_audio");
    }

    @Test
    void helpHasDescriptionDefaultAndRange() {
        String help = CliRun.against(server).run("video", "--help").out();

        assertThat(help)
                .containsPattern("--fps=<n> +Frames a second \\(1 to 60\\)\\.")
                .contains("Container of the output (mp4, webm, mov; default mp4).")
                .contains("Colour of the padding as #rgb or #rrggbb (default #000000).")
                .contains("or a percent of the input from")
                .contains("Examples:");
    }

    @Test
    void valuesTakeTheContractsTypes() throws Exception {
        JsonNode options = options("--width", "50%", "--height", "720", "--fps", "29.97", "--start", "2",
                "--background", "#fff", "--codec=h264");

        assertThat(options).isEqualTo(new ObjectMapper().readTree("""
                {"width": "50%", "height": 720, "fps": 29.97, "start": 2, "background": "#fff", "codec": "h264"}"""));
    }

    @Test
    void switchesAreFlagsAndTakeAValueToo() throws Exception {
        assertThat(options("--no-audio")).hasToString("{\"no_audio\":true}");
        assertThat(options("--no_audio")).hasToString("{\"no_audio\":true}");
        assertThat(options("--audio=false")).hasToString("{\"audio\":false}");
        assertThat(options("--audio")).hasToString("{\"audio\":true}");
        assertThat(options("--output_connection", "x")).hasToString("{\"output_connection_id\":\"x\"}");
    }

    @Test
    void rangesAreTheServersBusiness() throws Exception {
        assertThat(options("--fps", "999", "--format", "avi")).hasToString("{\"fps\":999,\"format\":\"avi\"}");
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedHere() {
        CliRun.Result result = CliRun.against(server).run("video", "-i", "s3://b/k", "--fps", "fast");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--fps", "takes a number, not 'fast'");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anOptionThatTheContractGainsIsAFlagAtOnce(@TempDir Path home) throws Exception {
        Path contract = Files.createDirectories(home.resolve("config")).resolve("openapi.yaml");
        Files.writeString(contract, Files.readString(Path.of("config/openapi.yaml")).replace(
                "    VideoOptions:\n      type: object\n      additionalProperties: false\n      properties:\n",
                "    VideoOptions:\n      type: object\n      additionalProperties: false\n      properties:\n"
                        + "        frame_limit: { type: integer, minimum: 3, maximum: 5, description: stop after so many }\n"
                        + "        sprite: { type: object, description: a sheet }\n"));

        assertThat(CliRun.against(server).home(home).run("video", "--help").out())
                .contains("--frame-limit=<n>", "Stop after so many (3 to 5).", "--sprite=<json>");
        CliRun.against(server).home(home).run("video", "-i", "s3://b/k", "--frame_limit", "4", "--sprite", "{\"every\": 2}");
        assertThat(new ObjectMapper().readTree(server.request("POST /jobs").body()).get("options"))
                .hasToString("{\"frame_limit\":4,\"sprite\":{\"every\":2}}");
    }

    @Test
    void aMissingContractIsToldAndOnlyWhereItIsNeeded(@TempDir Path empty) {
        server.on("GET /jobs", 200, "[]");

        assertThat(CliRun.against(server).home(empty).run("jobs").code()).isZero();
        CliRun.Result result = CliRun.against(server).home(empty).run("video", "-i", "s3://b/k");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("config/openapi.yaml", "dromedary.home");
    }

    private JsonNode options(String... flags) throws Exception {
        server.requests().clear();
        String[] args = new String[flags.length + 3];
        args[0] = "video";
        args[1] = "-i";
        args[2] = "s3://b/k";
        System.arraycopy(flags, 0, args, 3, flags.length);
        CliRun.Result result = CliRun.against(server).run(args);
        assertThat(result.code()).as(result.err()).isZero();
        return new ObjectMapper().readTree(server.request("POST /jobs").body()).get("options");
    }
}
