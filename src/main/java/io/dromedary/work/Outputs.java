package io.dromedary.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.database.Outage;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.PartLedger;
import io.dromedary.job.StopReason;
import io.dromedary.job.Task;
import io.dromedary.media.Kind;
import io.dromedary.storage.FileNames;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outputs of jobs that have several: each is made and published by itself, one after the other, from the one input. One
 * that fails for good leaves the others; a fault that passes is one of the whole attempt, whose successor makes those that
 * are not published yet.
 */
public final class Outputs {

    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);

    private final AttemptStore store;
    private final Exports exports;

    public Outputs(AttemptStore store, Exports exports) {
        this.store = store;
        this.exports = exports;
    }

    /** The numbers of the outputs that are to be made, from 0: those that are not published yet. */
    public List<Integer> open(Attempt whole) {
        whole.outputs().begin(whole.job(), store.tasks(whole.job().id()));
        Job job = whole.job().withTasks(whole.outputs().tasks());
        return numbers(whole).stream().filter(number -> job.exportTask(number).status() != Task.Status.SUCCEEDED).toList();
    }

    /** The numbers of all outputs. */
    static List<Integer> numbers(Attempt whole) {
        return IntStream.range(0, whole.job().order().outputs().size()).boxed().toList();
    }

    /** Begins an output: an attempt at a job that makes it alone, with the input and the folder of the whole. */
    public Attempt part(Attempt whole, int number) {
        whole.folder().renew();
        Job job = whole.job();
        return whole.part(number, job.withOrder(job.order().outputs().get(number)),
                new PartLedger(store, job.withTasks(whole.outputs().tasks()), number, whole.outputs().warned()), naming(job.order().outputs(), number));
    }

    /** The same for a dry run, which records nothing. */
    static Attempt shown(Attempt whole, int number) {
        Job job = whole.job();
        return whole.part(number, job.withOrder(job.order().outputs().get(number)), whole.ledger(),
                naming(job.order().outputs(), number));
    }

    /** What its results are named by beside the input: of equal names all but the first are numbered. */
    static Attempt.Naming naming(List<JobOrder> outputs, int number) {
        int[] numbers = new int[number + 1];
        for (int i = 0; i <= number; i++) {
            Set<String> own = names(outputs.get(i));
            for (int before = 0; before < i; before++) {
                if (!Collections.disjoint(own, names(outputs.get(before)))) {
                    numbers[i] = Math.max(numbers[i], numbers[before]);
                }
            }
            numbers[i]++;
        }
        int numbering = numbers[number];
        return numbering == 1 ? Attempt.Naming.NONE : makesFolder(outputs.get(number))
                ? new Attempt.Naming("", numbering + "/") : new Attempt.Naming("-" + numbering, "");
    }

    /** The names that its files may have, as far as they are known before the input is; {@code *} stands for what is beside. */
    private static Set<String> names(JobOrder order) {
        String place = order.outputTarget().map(url -> url.endsWith("/") ? url : FileNames.stem(url)).orElse("");
        JsonNode options = order.options();
        if (makesFolder(order)) {
            return Set.of(place + "/");
        }
        var names = new HashSet<String>();
        List<String> formats = options.has("waveform") ? List.of("json")
                : options.has("format") ? List.of(options.get("format").asText()) : Kind.of(order.kind()).usualFormats();
        formats.forEach(format -> names.add(place + "." + format));
        if (options.has("thumbnails") || options.has("subtitle_url") || options.has("subtitles")) {
            names.add(place + ".*");
        }
        return names;
    }

    /** Are the names of its files not made of that of the input? */
    private static boolean makesFolder(JobOrder order) {
        return order.kind().equals(Kind.ADAPTIVE_VIDEO.wireName()) || order.options().has("interval");
    }

    /**
     * Records that an output failed.
     *
     * @throws Exception the failure, if the whole attempt ends by it: it was stopped, or may succeed when tried again
     */
    public void failed(Attempt part, Exception cause) throws Exception {
        if (part.stopReason().isPresent() || Outage.isIn(cause)) {
            throw cause;
        }
        Failures.Verdict verdict = Failures.verdict(part, cause);
        if (verdict.repeat() != Failures.Repeat.NEVER) {
            throw cause;
        }
        Failure failure = verdict.failure();
        LOG.info("{}: output {} failed in {}: {} ({})", part.job().publicId(), part.numberOfPart(), part.stage(),
                failure.kind().wireName(), verdict.cause().toString());
        exports.withdraw(part);
        if (!part.ledger().fail(failure)) {
            part.stop(StopReason.SUPERSEDED);
            part.checkStopped();
        }
        part.whole().outputs().failed(failure);
    }

    /** Ends an output, in whatever way it ended. */
    public void close(Attempt part) {
        part.closeAttached();
    }
}
