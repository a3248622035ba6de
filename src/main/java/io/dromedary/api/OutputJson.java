package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Task;
import io.dromedary.storage.CdnLinks;
import java.util.List;
import java.util.Optional;

/** The outputs of jobs with several as JSON. Lists of jobs have no tasks, which say how far each is. */
final class OutputJson {

    private OutputJson() {
    }

    /** The outputs; null for a job with a single one. */
    static ArrayNode of(Job job, CdnLinks links) {
        List<JobOrder> outputs = job.order().outputs();
        if (outputs.isEmpty()) {
            return null;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int number = 0; number < outputs.size(); number++) {
            ObjectNode json = list.addObject().put("kind", outputs.get(number).kind());
            json.set("options", outputs.get(number).options());
            json.put("output_target", outputs.get(number).outputTarget().orElse(null));
            if (job.tasks().isEmpty()) {
                json.putNull("output").putNull("status").putNull("error");
            } else {
                state(json, job, job.encodeTask(number), job.exportTask(number), links);
            }
        }
        return list;
    }

    private static void state(ObjectNode json, Job job, Task encode, Task export, CdnLinks links) {
        Optional<String> url = export.status() == Task.Status.SUCCEEDED
                ? export.output().map(file -> file.path("url").asText()) : Optional.empty();
        json.put("output", url.map(found -> links.link(job.publicId(), found)).orElse(null));
        json.put("status", StateJson.name(status(encode, export)));
        json.set("error", StateJson.failure(encode.error().or(export::error)));
    }

    /** That of the export, once the encode has succeeded. */
    private static Task.Status status(Task encode, Task export) {
        boolean between = encode.status() == Task.Status.SUCCEEDED && export.status() == Task.Status.WAITING;
        return between ? Task.Status.PROCESSING : encode.status() == Task.Status.SUCCEEDED ? export.status() : encode.status();
    }
}
