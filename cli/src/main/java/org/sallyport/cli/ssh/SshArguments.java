package org.sallyport.cli.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Finds the destination among ssh's and scp's own arguments, as their getopt strings do, and qualifies it. */
final class SshArguments {
    /** Options of OpenSSH's ssh(1) that take an argument. */
    private static final String SSH_WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";
    /** Options of scp(1) that take an argument. */
    private static final String SCP_WITH_VALUE = "cDFiJloPSX";

    private SshArguments() {}

    /** The first word that is no option is the destination; what follows is the remote command, left alone. */
    static List<String> ssh(List<String> words, UnaryOperator<String> qualify) {
        List<String> result = new ArrayList<>(words);
        int at = skipOptions(words, 0, SSH_WITH_VALUE);
        if (at >= words.size()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: no node given. Use: sallyport ssh [options] [login@]node [command]");
        }
        result.set(at, destination(words.get(at), qualify));
        return result;
    }

    /** Every {@code [login@]node:path} is qualified; local paths stay. */
    static List<String> scp(List<String> words, UnaryOperator<String> qualify) {
        List<String> result = new ArrayList<>(words);
        int at = skipOptions(words, 0, SCP_WITH_VALUE);
        while (at < words.size()) {
            String word = words.get(at);
            int colon = word.indexOf(':');
            int slash = word.indexOf('/');
            if (colon > 0 && (slash < 0 || colon < slash)) {
                result.set(at, destination(word.substring(0, colon), qualify) + word.substring(colon));
            }
            at = skipOptions(words, at + 1, SCP_WITH_VALUE);
        }
        return result;
    }

    private static int skipOptions(List<String> words, int from, String withValue) {
        int at = from;
        while (at < words.size()
                && words.get(at).startsWith("-")
                && words.get(at).length() > 1) {
            String word = words.get(at);
            if ("--".equals(word)) {
                return at + 1;
            }
            at += takesNextWord(word, withValue) ? 2 : 1;
        }
        return at;
    }

    private static boolean takesNextWord(String word, String withValue) {
        for (int i = 1; i < word.length(); i++) {
            if (withValue.indexOf(word.charAt(i)) >= 0) {
                return i == word.length() - 1;
            }
        }
        return false;
    }

    private static String destination(String word, UnaryOperator<String> qualify) {
        int at = word.lastIndexOf('@');
        return word.substring(0, at + 1) + qualify.apply(word.substring(at + 1));
    }
}
