package io.dromedary.work;

import io.dromedary.media.Command;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.Plan;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plan of which one command is run after the other. */
public final class PlanRun {

    private final Plan plan;
    private final List<MeasuredRendition> renditions = new CopyOnWriteArrayList<>();
    private int begun;

    PlanRun(Plan plan) {
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    /** Is there something left to run? */
    public boolean hasMore() {
        return begun < plan.commands().size();
    }

    /** The next command, which counts as begun by this. */
    Command next() {
        return plan.commands().get(begun++);
    }

    /** How much of the plan, from 0 to 1, is done when the command that is at work has come so far, from 0 to 1. */
    double done(double ofCommand) {
        double all = plan.commands().stream().mapToDouble(Command::weight).sum();
        double before = plan.commands().subList(0, begun - 1).stream().mapToDouble(Command::weight).sum();
        return (before + plan.commands().get(begun - 1).weight() * ofCommand) / all;
    }

    /** Is a waveform to be drawn of what the commands measured? */
    public boolean hasWaveform() {
        return plan.waveform().isPresent();
    }

    /** Is the result something that ffprobe cannot read? */
    public boolean isResultTold() {
        return plan.told().isPresent();
    }

    /** Is the result one of several streams, which a master playlist lists? */
    public boolean isAdaptive() {
        return !plan.renditions().isEmpty();
    }

    /** What was measured of these streams. */
    List<MeasuredRendition> renditions() {
        return renditions;
    }
}
