package io.dromedary.work;

import io.dromedary.media.Command;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.Plan;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plan whose commands are run one after the other. */
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

    /** Are there commands left? */
    public boolean hasMore() {
        return begun < plan.commands().size();
    }

    /** The next command, which is thereby begun. */
    Command next() {
        return plan.commands().get(begun++);
    }

    /** The command that was begun last. */
    Command current() {
        return plan.commands().get(begun - 1);
    }

    /** The progress of the plan at this progress of the current command, both from 0 to 1. */
    double done(double ofCommand) {
        double all = plan.commands().stream().mapToDouble(Command::weight).sum();
        double before = plan.commands().subList(0, begun - 1).stream().mapToDouble(Command::weight).sum();
        return (before + plan.commands().get(begun - 1).weight() * ofCommand) / all;
    }

    /** Is a waveform drawn from what the commands measured? */
    public boolean hasWaveform() {
        return plan.waveform().isPresent();
    }

    /** Can ffprobe not read the result? */
    public boolean isResultTold() {
        return plan.unprobed().isPresent();
    }

    /** Does the result have several renditions, which a master playlist lists? */
    public boolean isAdaptive() {
        return !plan.renditions().isEmpty();
    }

    /** The measured renditions. */
    List<MeasuredRendition> renditions() {
        return renditions;
    }
}
