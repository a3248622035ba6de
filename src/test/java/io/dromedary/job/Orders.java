package io.dromedary.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** What tests ask for where it makes no difference what. */
public final class Orders {

    private static final String INPUT = "https://example.com/in.mp4";

    private Orders() {
    }

    /** A job of the default project, into the CDN folder. */
    public static JobOrder of(String kind) {
        return of("default", kind);
    }

    /** A job of a project, into the CDN folder. */
    public static JobOrder of(String project, String kind) {
        return new JobOrder(new Owner(project, Optional.empty()), kind, Optional.empty(), INPUT,
                Optional.empty(), Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode(),
                Optional.empty(), 4, Optional.empty());
    }

    /** The same, sent with a key. */
    public static JobOrder byKey(String keyId, JobOrder order) {
        return new JobOrder(new Owner(order.owner().project(), Optional.of(keyId)), order.kind(),
                order.preset(), order.input(), order.connectionId(), order.outputTarget(), order.outputConnectionId(),
                order.options(), order.metadata(), order.priority(), order.webhookUrl());
    }

    /** The same, more or less urgent. */
    public static JobOrder urgent(int priority, JobOrder order) {
        return new JobOrder(order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), priority,
                order.webhookUrl());
    }

    /** The same from another place. */
    public static JobOrder from(String input, JobOrder order) {
        return new JobOrder(order.owner(), order.kind(), order.preset(), input, order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                order.webhookUrl());
    }

    /** The same, read by a connection. */
    public static JobOrder readBy(String connectionId, JobOrder order) {
        return new JobOrder(order.owner(), order.kind(), order.preset(), order.input(), Optional.of(connectionId),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                order.webhookUrl());
    }

    /** The same into a bucket. */
    public static JobOrder into(String target, String connectionId, JobOrder order) {
        return new JobOrder(order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                Optional.of(target), Optional.of(connectionId), order.options(), order.metadata(), order.priority(),
                order.webhookUrl());
    }

    /** The same with a webhook. */
    public static JobOrder telling(String url, JobOrder order) {
        return new JobOrder(order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                Optional.of(url));
    }
}
