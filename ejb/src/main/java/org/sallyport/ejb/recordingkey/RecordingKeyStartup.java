package org.sallyport.ejb.recordingkey;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Makes the recording key at the first start, once the store is there. */
@Singleton
@Startup
@DependsOn("ServerStartup")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RecordingKeyStartup {
    private final RecordingKeys keys;

    /** For the container. */
    public RecordingKeyStartup() {
        this(null);
    }

    @Inject
    public RecordingKeyStartup(RecordingKeys keys) {
        this.keys = keys;
    }

    @PostConstruct
    void start() {
        keys.current();
    }
}
