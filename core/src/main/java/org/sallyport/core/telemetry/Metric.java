package org.sallyport.core.telemetry;

/**
 * What is measured, by names as OpenTelemetry's conventions have them. docs/guides/telemetry.md has units and attributes;
 * a name, once published, does not change its meaning.
 */
public enum Metric {
    TUNNELS("sallyport.tunnels"),
    STREAMS("sallyport.streams"),
    CONNECTIONS("sallyport.connections"),
    DIALS("sallyport.dials"),
    LOGINS("sallyport.logins"),
    CERTIFICATES("sallyport.certificates.issued"),
    AUDIT_EVENTS("sallyport.audit.events"),
    LOG_UNSEQUENCED("sallyport.log.unsequenced"),
    LOG_HEAD_AGE("sallyport.log.head.age"),
    RECORDING_SEGMENTS("sallyport.recording.segments"),
    RECORDING_BYTES("sallyport.recording.io"),
    COMPONENT_CALLS("sallyport.component.calls");

    private final String wireName;

    Metric(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
