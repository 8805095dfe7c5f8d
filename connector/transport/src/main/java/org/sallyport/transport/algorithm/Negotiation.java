package org.sallyport.transport.algorithm;

import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.sallyport.api.node.NegotiatedAlgorithms;

/** Reads from a session what was negotiated. */
public final class Negotiation {
    private Negotiation() {}

    /** For sessions that have exchanged keys; differing directions are given as {@code to-server/to-client}. */
    public static NegotiatedAlgorithms of(Session session) {
        return new NegotiatedAlgorithms(
                one(session, KexProposalOption.ALGORITHMS),
                both(session, KexProposalOption.C2SENC, KexProposalOption.S2CENC),
                both(session, KexProposalOption.C2SMAC, KexProposalOption.S2CMAC));
    }

    private static String both(Session session, KexProposalOption toServer, KexProposalOption toClient) {
        String up = one(session, toServer);
        String down = one(session, toClient);
        return up.equals(down) ? up : up + "/" + down;
    }

    private static String one(Session session, KexProposalOption option) {
        String name = session.getNegotiatedKexParameter(option);
        return name == null ? "" : name;
    }
}
