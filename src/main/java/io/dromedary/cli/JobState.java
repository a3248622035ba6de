package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The state of a job, or of a task on its own, that people see.
 *
 * @param stage probe, import, encode or export, or upload before there is a job; empty while no task runs
 * @param progress percent of the whole job
 * @param waitsFor why the last attempt failed, while the job waits for the next one
 * @param speed of the stage: times real time for encoding, otherwise bytes per second
 */
record JobState(String id, String status, Optional<String> stage, int progress, Optional<String> waitsFor,
        OptionalDouble speed) {

    static JobState of(JsonNode job) {
        boolean isTask = job.path("object").asText().equals("task");
        Optional<JsonNode> running = isTask ? Optional.of(job).filter(JobState::isAtWork) : Optional.empty();
        for (JsonNode task : job.path("tasks")) {
            if (isAtWork(task)) {
                running = Optional.of(task);
            }
        }
        return new JobState(
                job.path("id").asText(),
                job.path("status").asText(),
                running.map(t -> stage(t.path("kind").asText())),
                job.path("progress").asInt(),
                waitsFor(job),
                running.map(t -> t.path("speed")).filter(JsonNode::isNumber)
                        .map(s -> OptionalDouble.of(s.asDouble())).orElseGet(OptionalDouble::empty));
    }

    private static Optional<String> waitsFor(JsonNode job) {
        // A task on its own is called waiting.
        return List.of("queued", "waiting").contains(job.path("status").asText())
                ? Optional.ofNullable(job.at("/last_error/message").textValue()) : Optional.empty();
    }

    private static boolean isAtWork(JsonNode task) {
        return task.path("status").asText().equals("processing");
    }

    boolean ended() {
        return switch (status) {
            case "succeeded", "failed", "cancelled" -> true;
            default -> false;
        };
    }

    boolean succeeded() {
        return status.equals("succeeded");
    }

    /** The speed for people, such as {@code 2.31x} or {@code 48.2 MB/s}; empty if unknown. */
    String speedText() {
        if (speed.isEmpty()) {
            return "";
        }
        return stage.filter("encode"::equals).isPresent()
                ? TextFormat.number(speed.getAsDouble()) + "x"
                : TextFormat.bytes((long) speed.getAsDouble()) + "/s";
    }

    private static String stage(String taskKind) {
        return switch (taskKind) {
            case "probe", "import", "export", "upload" -> taskKind;
            default -> "encode";
        };
    }
}
