package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.work.Attempt;
import io.dromedary.work.DryRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route {@code write-master}: every rendition of an adaptive result is looked at before all are listed. */
class MasterRouteTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private RoutesHere routes;
    private WorkBeans beans;
    private DryRuns dryRuns;
    private Attempt attempt;

    /**
     * In the place of {@code Ladders}, which reads segments of a real ffmpeg back and holds their times against what that
     * said; the order of its calls is the route's.
     */
    public static final class ScriptedLadders {

        private final List<String> told;

        ScriptedLadders(List<String> told) {
            this.told = told;
        }

        /** What ffmpeg made. */
        public List<String> renditions(String run) {
            return List.of("720p", "360p");
        }

        /** Asks about one. */
        public ProcessCommand probe(Attempt ofThis, String rendition) {
            return new ProcessCommand("ffprobe", List.of(rendition), new JobFolder(Path.of("none")), Map.of(), List.of(),
                    Duration.ofSeconds(1), Optional.empty(), new CompletableFuture<>());
        }

        /** Reads the answer about one. */
        public void probed(Attempt ofThis, String run, String rendition, String answer) {
            told.add(rendition + " is " + answer);
        }

        /** All were looked at. */
        public String writeMaster(Attempt ofThis, String run) {
            told.add("master of " + ofThis.job().kind());
            return "encoded";
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        routes = new RoutesHere("pipeline");
        beans = new WorkBeans(folder).bind(routes);
        routes.bind("ladders", new ScriptedLadders(told));
        dryRuns = routes.context().getRegistry().lookupByNameAndType("dryRuns", DryRuns.class);
        attempt = dryRuns.begin(WorkBeans.order("adaptive_video", "https://example.com/in.mp4",
                JsonNodeFactory.instance.objectNode()));
        routes.start("write-master", "run-program");
    }

    @AfterEach
    void stop() {
        dryRuns.end(attempt);
        routes.close();
        beans.close();
    }

    private Exchange send() {
        return routes.send("write-master", exchange -> {
            exchange.getMessage().setBody(attempt);
            exchange.setVariable("attempt", attempt);
            exchange.setVariable("planRun", "the run");
        });
    }

    @Test
    void eachRenditionIsLookedAtAndThenAllAreListed() {
        beans.programs().on("ffprobe", command -> "seen by ffprobe: " + command.arguments().get(0));
        Exchange written = send();
        assertThat(written.getException()).isNull();
        assertThat(told).containsExactly("720p is seen by ffprobe: 720p", "360p is seen by ffprobe: 360p",
                "master of adaptive_video");
        assertThat(written.getMessage().getBody()).isSameAs(attempt);
    }

    @Test
    void aRenditionThatCannotBeReadEndsItBeforeAnythingIsListed() {
        beans.programs().on("ffprobe", command -> {
            throw ScriptedPrograms.failure(Reason.FAILED, "Invalid data");
        });
        assertThat(send().getException()).isNotNull();
        assertThat(told).isEmpty();
        assertThat(beans.programs().runs()).hasSize(1);
    }
}
