package io.dromedary.work;

import io.dromedary.delivery.Loan;
import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.job.JobMeters;
import io.dromedary.media.Command;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.problem.Problem;
import io.dromedary.storage.ArrivingBytes;
import io.dromedary.storage.Download;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes inputs while they are fetched: ffmpeg reads them from its standard input, in the order of the file. It begins when
 * the rest is expected to arrive in the time that the encode takes. If it fails, or if the complete input turns out to be
 * something else than its first part told, the result is made from the file.
 */
public final class EarlyEncodes {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyEncodes.class);

    /** Those whose encodes take as long as transfers do. */
    private static final Set<Kind> KINDS = EnumSet.of(Kind.VIDEO, Kind.AUDIO, Kind.ADAPTIVE_VIDEO);
    /** Seconds that a second of media takes where none was encoded yet. */
    private static final double USUAL_PACE = 0.3;
    /** Seconds: programs start, and an estimate is an estimate. */
    private static final double LEAD = 1;
    /** The weight of the last encode in what the next is expected to take. */
    private static final double NEWEST = 0.5;

    private final boolean enabled;
    private final Plans plans;
    private final JobMeters meters;
    private final Map<String, Double> paces = new ConcurrentHashMap<>();

    /** @param enabled whether it is done at all */
    public EarlyEncodes(boolean enabled, Plans plans, JobMeters meters) {
        this.enabled = enabled;
        this.plans = plans;
        this.meters = meters;
    }

    /**
     * An encode that has not begun, if the rest of the input can be encoded while it arrives.
     *
     * @return null if it cannot, for routes
     */
    public EarlyEncode open(Attempt attempt, Probed probed) {
        Download download = attempt.input().download();
        return mayBegin(attempt, probed) && readsOnce(attempt, probed)
                ? new EarlyEncode(new ArrivingBytes(download), download.received()) : null;
    }

    private boolean mayBegin(Attempt attempt, Probed probed) {
        Download download = attempt.input().download();
        return enabled && attempt.work().isEncode() && !attempt.isPart() && mayBegin(Kind.of(attempt.job().kind()), probed.media())
                && !probed.whole() && !download.isComplete() && !download.isPartial() && download.size().isPresent()
                && probed.media().duration().isPresent() && plans.options(attempt).part().isEmpty()
                && new FetchedContent(download, plans.media()).isInOrder(probed.media());
    }

    /** How long pictures are shown is in the commands, and must be known before them. */
    private static boolean mayBegin(Kind kind, MediaFile input) {
        return KINDS.contains(kind) && (kind == Kind.AUDIO || input.knowsDuration());
    }

    /** Is the plan one command, which reads the input once? */
    private boolean readsOnce(Attempt attempt, Probed probed) {
        try {
            return plans.measurement(attempt, probed).isEmpty() && readsOnce(plans.piped(attempt, probed));
        } catch (MediaException | Problem e) {
            LOG.debug("{}: this is told when all of the input is here", attempt.job().publicId(), e);
            return false;
        }
    }

    private static boolean readsOnce(Plan plan) {
        return plan.commands().size() == 1 && plan.commands().get(0).program().equals(Command.FFMPEG)
                && Collections.frequency(plan.commands().get(0).arguments(), PlanInputs.PIPE.toString()) == 1;
    }

    /** Waits for the moment to begin, or to go on; there is none if the input is complete before, or does not come. */
    public boolean isTime(Attempt attempt, EarlyEncode early, Probed probed) throws InterruptedException {
        while (isUnderWay(attempt, early)) {
            if (isExpectedInTime(attempt, early, probed)) {
                return true;
            }
            early.input().awaitMore();
        }
        return false;
    }

    private static boolean isUnderWay(Attempt attempt, EarlyEncode early) {
        return !attempt.input().download().isComplete() && early.failure().isEmpty() && attempt.stopReason().isEmpty()
                && !early.input().brokenOff().isDone();
    }

    private double expected(Attempt attempt, Probed probed) {
        return LEAD + paces.getOrDefault(attempt.job().kind(), USUAL_PACE) * probed.media().duration().orElseThrow();
    }

    /**
     * Begins.
     *
     * @param slot is lent while the input does not come, until the rest is expected in the time that the encode takes
     */
    public void begin(Attempt attempt, EarlyEncode early, Probed probed, Loan slot) {
        early.input().whileWaiting(new ArrivingBytes.Waiting() {

            private double waitedBefore;

            @Override
            public void goesOn() {
                if (!isExpectedInTime(attempt, early, probed)) {
                    slot.offer((long) (1_000 * (early.input().waited() - waitedBefore)));
                }
            }

            @Override
            public void ends() throws InterruptedException {
                if (slot.isLent()) {
                    isTime(attempt, early, probed);
                    slot.takeBack(early.input().brokenOff());
                    waitedBefore = early.input().waited();
                }
            }
        });
        attempt.input().arrivesAs(early.input());
        early.begin();
    }

    private boolean isExpectedInTime(Attempt attempt, EarlyEncode early, Probed probed) {
        Download download = attempt.input().download();
        return early.secondsLeft(download.size().orElseThrow(), download.received())
                <= expected(attempt, probed) * (1 - early.input().partRead());
    }

    /** The fetch has failed, and with it what reads the input. */
    public void fetchFailed(EarlyEncode early, Exception failure) {
        early.lacks(failure);
    }

    /** Throws what the fetch has failed with, if it has. */
    public void checkFetched(EarlyEncode early) throws Exception {
        if (early.failure().isPresent()) {
            throw early.failure().get();
        }
    }

    /** Keeps the result. */
    public void made(Attempt attempt, EarlyEncode early, Probed probed, Encoded encoded) {
        attempt.input().isFile();
        early.setEncoded(encoded);
        paces.merge(attempt.job().kind(), early.worked() / seconds(probed.media()),
                (before, now) -> NEWEST * now + (1 - NEWEST) * before);
    }

    private static double seconds(MediaFile media) {
        return Math.max(1, media.duration().orElseThrow());
    }

    /**
     * The encode has failed: the result is made from the file.
     *
     * @throws ProcessFailure if the program may have been taken over, which ends the job
     */
    public void failed(Attempt attempt, RuntimeException failure) {
        attempt.input().isFile();
        ProcessFailure ended = ObjectHelper.getException(ProcessFailure.class, failure);
        if (ended != null && ended.reason() == ProcessFailure.Reason.LEFT_OTHERS) {
            throw ended;
        }
        LOG.info("{}: the input could not be encoded while it was fetched: {}", attempt.job().publicId(), failure.getMessage());
        attempt.folder().renew();
    }

    /** Drops the result if the complete input is something else than its first part told. */
    public void compare(Attempt attempt, EarlyEncode early, Probed probed) {
        if (!hasMade(early)) {
            return;
        }
        if (early.encoded().orElseThrow().isResultOf(plans.piped(attempt, probed))) {
            attempt.input().setStreamed();
            meters.streamed(attempt.job().kind());
        } else {
            LOG.info("{}: the complete input is not what its first part told, so it is encoded again", attempt.job().publicId());
            early.drop();
            attempt.folder().renew();
        }
    }

    /** Is there a result? */
    public boolean hasMade(EarlyEncode early) {
        return early != null && early.encoded().isPresent();
    }

    /** The result. */
    public Encoded result(EarlyEncode early) {
        return early.encoded().orElseThrow();
    }
}
