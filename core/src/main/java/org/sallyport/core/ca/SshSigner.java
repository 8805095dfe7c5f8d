package org.sallyport.core.ca;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.OpenSshCertificateImpl;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.Signer;
import org.sallyport.core.keys.SshKeys;

/** Writes OpenSSH certificates. MINA's own builder is not used: it sits in sshd-core, whose weight core does not need. */
final class SshSigner {
    private static final String SUFFIX = "-cert-v01@openssh.com";
    private static final int NONCE_BYTES = 32;

    private SshSigner() {}

    /** One OpenSSH certificate line. */
    static String sign(SshCertificateTemplate template, Signer ca) {
        OpenSshCertificateImpl certificate = new OpenSshCertificateImpl();
        certificate.setKeyType(KeyUtils.getKeyType(template.key()) + SUFFIX);
        certificate.setNonce(Secrets.bytes(NONCE_BYTES));
        certificate.setCertPubKey(template.key());
        certificate.setSerial(template.serial());
        certificate.setType(
                switch (template.kind()) {
                    case USER -> OpenSshCertificate.Type.USER;
                    case HOST -> OpenSshCertificate.Type.HOST;
                });
        certificate.setId(template.keyId());
        certificate.setPrincipals(template.principals());
        certificate.setValidAfter(template.notBefore());
        certificate.setValidBefore(template.notAfter());
        template.sourceAddress()
                .ifPresent(list -> certificate.addCriticalOption(OpenSshCertificate.SOURCE_ADDRESS, list));
        template.extensions().forEach(certificate::addExtension);
        certificate.setCaPubKey(ca.publicKey());

        ByteArrayBuffer body = new ByteArrayBuffer();
        body.putRawPublicKey(certificate);
        byte[] message = body.getCompactData();
        certificate.setMessage(message);
        certificate.setSignature(SshKeys.signWrapped(ca, message));
        return SshKeys.line(certificate);
    }
}
