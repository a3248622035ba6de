package io.dromedary.storage;

/** Asked right before something becomes visible to others: may it still? */
public interface PublishGate {
    boolean isOpen();
}
