package org.sallyport.session.messages;

/** Where SSH sessions end: what people are told names it. */
public enum Place {
    AGENT("agent"),
    PROXY("proxy");

    private final String layer;

    Place(String layer) {
        this.layer = layer;
    }

    /** The word for it at the beginning of what people are told. */
    public String layer() {
        return layer;
    }
}
