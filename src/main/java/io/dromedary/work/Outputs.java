package io.dromedary.work;

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
import java.util.List;
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
    private static Attempt.Naming naming(List<JobOrder> outputs, int number) {
        int numbering = numbering(outputs, number);
        return numbering == 1 ? Attempt.Naming.NONE : makesFolder(outputs.get(number))
                ? new Attempt.Naming("", numbering + "/") : new Attempt.Naming("-" + numbering, "");
    }

    /** How many outputs up to this one have names like its own: all but the first of these are numbered. */
    private static int numbering(List<JobOrder> outputs, int number) {
        String name = name(outputs.get(number));
        return (int) outputs.subList(0, number + 1).stream().filter(output -> name(output).equals(name)).count();
    }

    /** What decides the names of the files: the place, and what is added to the name of the input. */
    private static String name(JobOrder order) {
        String place = order.outputTarget().map(url -> url.endsWith("/") ? url : FileNames.stem(url)).orElse("");
        boolean hasMore = order.options().has("thumbnails") || order.options().has("subtitle_url");
        return place + (hasMore || makesFolder(order) ? "*" : order.options().path("format").asText(order.kind()));
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
