package io.dromedary.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** What tests ask for where it makes no difference what. */
public final class Orders {

    private static final String INPUT = "https://example.com/in.mp4";

    private Orders() {
    }

    /** A job of the default project, into the CDN folder. */
    public static JobStore.Order of(String kind) {
        return of("default", kind);
    }

    /** A job of a project, into the CDN folder. */
    public static JobStore.Order of(String project, String kind) {
        return new JobStore.Order(new JobStore.Owner(project, Optional.empty()), kind, Optional.empty(), INPUT,
                Optional.empty(), Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode(),
                Optional.empty(), 4, Optional.empty());
    }

    /** The same, sent with a key. */
    public static JobStore.Order byKey(String keyId, JobStore.Order order) {
        return new JobStore.Order(new JobStore.Owner(order.owner().project(), Optional.of(keyId)), order.kind(),
                order.preset(), order.input(), order.connectionId(), order.outputTarget(), order.outputConnectionId(),
                order.options(), order.metadata(), order.priority(), order.webhookUrl());
    }

    /** The same, more or less urgent. */
    public static JobStore.Order urgent(int priority, JobStore.Order order) {
        return new JobStore.Order(order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), priority,
                order.webhookUrl());
    }

    /** The same from another place. */
    public static JobStore.Order from(String input, JobStore.Order order) {
        return new JobStore.Order(order.owner(), order.kind(), order.preset(), input, order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                order.webhookUrl());
    }

    /** The same, read by a connection. */
    public static JobStore.Order readBy(String connectionId, JobStore.Order order) {
        return new JobStore.Order(order.owner(), order.kind(), order.preset(), order.input(), Optional.of(connectionId),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                order.webhookUrl());
    }

    /** The same into a bucket. */
    public static JobStore.Order into(String target, String connectionId, JobStore.Order order) {
        return new JobStore.Order(order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                Optional.of(target), Optional.of(connectionId), order.options(), order.metadata(), order.priority(),
                order.webhookUrl());
    }

    /** The same with a webhook. */
    public static JobStore.Order telling(String url, JobStore.Order order) {
        return new JobStore.Order(order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                Optional.of(url));
    }
}
