package org.sallyport.core.cluster;

/** Brings the store's schema to this version, before anything else uses it; forward only, safe on several nodes. */
public interface StoreMigration {
    void migrate();
}
