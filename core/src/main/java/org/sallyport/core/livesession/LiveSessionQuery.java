package org.sallyport.core.livesession;

/** Which live sessions; empty for any. @param user who started it @param node name or host id */
public record LiveSessionQuery(String user, String node) {
    public static final LiveSessionQuery ALL = new LiveSessionQuery("", "");

    public LiveSessionQuery {
        user = user == null ? "" : user;
        node = node == null ? "" : node;
    }
}
