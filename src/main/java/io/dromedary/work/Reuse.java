package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.JobMeters;
import io.dromedary.job.Stage;
import io.dromedary.media.How;
import io.dromedary.media.Kind;
import io.dromedary.media.Plan;
import io.dromedary.storage.PublishedFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gives a job the result of an earlier one of its project that did just the same, instead of making it once more. Only
 * results in the CDN folder are given again: nobody but this server changes them.
 */
public final class Reuse {

    /** The option that forbids it. */
    private static final String OPTION = "reuse";

    private final boolean enabled;
    private final Plans plans;
    private final Supplier<String> tools;
    private final MadeResults made;
    private final PublishedFiles published;
    private final Stages stages;
    private final JobMeters meters;

    /**
     * @param enabled whether it is done at all
     * @param tools   the versions of the programs that make results
     */
    public Reuse(boolean enabled, Plans plans, Supplier<String> tools, MadeResults made, PublishedFiles published, Stages stages,
            JobMeters meters) {
        this.enabled = enabled;
        this.plans = plans;
        this.tools = tools;
        this.made = made;
        this.published = published;
        this.stages = stages;
        this.meters = meters;
    }

    /**
     * Puts an earlier result into the attempt's folder, if there is one, in place of the import and the encode.
     *
     * @return null if there is none, for routes
     */
    public Encoded take(Attempt attempt, Probed probed) {
        return identity(attempt).flatMap(identity -> earlier(attempt, identity).stream()
                .filter(found -> published.give(found.by().publicId(), found.result().files(), attempt.results()))
                .findFirst()).map(found -> taken(attempt, probed, found)).orElse(null);
    }

    /** Without commands, what would be done for a job that is only shown, if an earlier result would be given to it. */
    Optional<ShownPlan> shown(Attempt attempt) {
        return identity(attempt).flatMap(identity -> earlier(attempt, identity).stream()
                .filter(found -> published.has(found.by().publicId(), found.result().files())).findFirst())
                .map(found -> new ShownPlan(List.of(), found.by().warnings(), Optional.of(how(found.result().file()))));
    }

    private List<MadeResults.Earlier> earlier(Attempt attempt, String identity) {
        return made.find(attempt.job().order().owner().project(), identity);
    }

    private Encoded taken(Attempt attempt, Probed probed, MadeResults.Earlier found) {
        ObjectNode input = Probes.describe(probed.media(), attempt.job().input());
        stages.start(attempt, Stage.IMPORT, InputObjects.external(attempt.job().input()));
        stages.finish(attempt, InputObjects.fetched(attempt));
        stages.start(attempt, Stage.ENCODE, input);
        stages.warn(attempt, found.by().warnings());
        MadeResult result = found.result();
        ObjectNode file = result.file().deepCopy();
        file.set("how", Probes.how(how(file)));
        stages.finish(attempt, file);
        meters.reused(attempt.job().kind());
        Map<String, Path> more = result.more().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> path(attempt, entry.getValue())));
        return new Encoded(new Plan(Map.of(), List.of(), path(attempt, result.main()), more), file);
    }

    private static Path path(Attempt attempt, String name) {
        return attempt.folder().asGuestsSeeIt(attempt.results().resolve(name));
    }

    private static How how(ObjectNode file) {
        return new How(reused(file, "video"), reused(file, "audio"));
    }

    private static Optional<How.Way> reused(ObjectNode file, String stream) {
        return file.path("codecs").hasNonNull(stream) ? Optional.of(How.Way.REUSED) : Optional.empty();
    }

    /** Records a result that was published, to be given again. */
    public void remember(Attempt attempt, Export export) {
        if (export.isForCdnFolder()) {
            identity(attempt).ifPresent(identity -> made.note(attempt.job(), identity, result(attempt, export)));
        }
    }

    private MadeResult result(Attempt attempt, Export export) {
        var more = new HashMap<String, String>();
        export.result().plan().more().forEach((what, file) -> more.put(what, export.name(export.path(file))));
        return new MadeResult(export.name(export.main()), published.of(attempt.job().publicId()), more, export.result().file());
    }

    private Optional<String> identity(Attempt attempt) {
        return enabled && isAlone(attempt) && attempt.job().order().options().path(OPTION).asBoolean(true)
                ? Identity.of(attempt, plans, tools.get()) : Optional.empty();
    }

    /** The files of an adaptive result name each other, and those in a bucket do so in another way. */
    private static boolean isAlone(Attempt attempt) {
        return !attempt.isPart() && !attempt.joins() && attempt.work().isEncode()
                && (attempt.job().order().outputTarget().isEmpty() || Kind.of(attempt.job().kind()) != Kind.ADAPTIVE_VIDEO);
    }
}
