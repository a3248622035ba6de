package io.dromedary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is moved by hand, ahead and back. Others may read it meanwhile. */
public final class Hands extends Clock {

    private volatile Instant now;

    /** It stands at this time until it is moved. */
    public Hands(Instant now) {
        this.now = now;
    }

    /** Lets time pass; less than none sets the clock back. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
