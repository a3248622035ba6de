package io.dromedary.storage;

/** Tells, right before something is published, whether it still may be. */
public interface PublishGate {
    boolean isOpen();
}
