package io.dromedary.cli;

/** Jobs as the server answers them. */
final class Jobs {
    static final String ID = "job_01JTEST0000000000000000001";

    private Jobs() {
    }

    static String queued() {
        return job("queued", 0, "null", "null", "");
    }

    /** One that is tried again, as its last attempt failed. */
    static String waiting(String message) {
        return queued().replaceFirst("\\{", "{\"last_error\": {\"kind\": \"input_unreachable\", \"message\": \"" + message
                + "\"}, \"next_attempt_at\": 1700000010000, ");
    }

    static String running(String task, int progress, String speed) {
        return job("processing", progress, "null", "null",
                "{\"kind\": \"probe\", \"status\": \"succeeded\", \"progress\": 100}, {\"kind\": \"" + task
                        + "\", \"status\": \"processing\", \"progress\": 1, \"speed\": " + speed + "}");
    }

    static String succeeded(String output) {
        return job("succeeded", 100, "\"" + output + "\"", "null", "");
    }

    /** One with files beside its result, by their names. */
    static String withFiles(String output, String files) {
        return job("succeeded", 100, "\"" + output + "\"", "null",
                "{\"kind\": \"video\", \"status\": \"succeeded\", \"output\": {\"files\": " + files + "}}");
    }

    static String failed(String kind, String message) {
        return job("failed", 40, "null", "{\"kind\": \"" + kind + "\", \"message\": \"" + message + "\"}", "");
    }

    static String cancelled() {
        return job("cancelled", 40, "null", "null", "");
    }

    private static String job(String status, int progress, String output, String error, String tasks) {
        return """
                {"id": "%s", "object": "job", "kind": "video", "input": "s3://my-r2-bucket/uploads/video.mov",\
                 "status": "%s", "progress": %d, "output": %s, "error": %s, "tasks": [%s],\
                 "created_at": 1700000000000, "started_at": null, "finished_at": null}"""
                .formatted(ID, status, progress, output, error, tasks);
    }
}
