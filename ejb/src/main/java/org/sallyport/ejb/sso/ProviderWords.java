package org.sallyport.ejb.sso;

/** What a provider says, for messages and the audit log: short, and without what a terminal would act on. */
final class ProviderWords {
    private static final int LIMIT = 200;

    private ProviderWords() {}

    static String printable(String text) {
        String cut = text.length() > LIMIT ? text.substring(0, LIMIT) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
