package org.sallyport.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.node.Node;
import org.sallyport.api.rest.AccessDiff;
import org.sallyport.api.rest.AccessExplanation;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.ChangedKinds;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.FileStored;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.InviteView;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LogProof;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.api.rest.ServerHealth;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.api.rest.TokenCreated;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.api.rest.WebAuthnAttestation;
import org.sallyport.api.rest.WhatCan;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.api.rest.WhoCan;

/** The console's client is generated from openapi.yaml, so its schemas must be what the server's records are. */
class OpenApiSchemasTest {
    private static final Path DOCUMENT = Path.of("src/main/resources/META-INF/openapi.yaml");
    private static final String BEGIN = "  schemas:";
    private static final String END = "  securitySchemes:";

    private static final List<Class<?>> ROOTS = List.of(
            AccessDiff.class,
            AccessExplanation.class,
            AuditEvent.class,
            CaStatus.class,
            ChangedKinds.class,
            ClusterInfo.class,
            ConnectorView.class,
            FileStored.class,
            InviteCreated.class,
            InviteView.class,
            LiveSessionPage.class,
            LogProof.class,
            LoginSessionView.class,
            MfaAnswer.class,
            MfaChallenge.class,
            MfaDevices.class,
            MfaRegistration.class,
            Node.class,
            PasswordChange.class,
            RecordingCheck.class,
            RecordingView.class,
            ServerHealth.class,
            SessionsEnded.class,
            SsoTest.class,
            SsoUser.class,
            TokenCreated.class,
            TokenCreation.class,
            WebAuthnAttestation.class,
            WhatCan.class,
            WhoAmI.class,
            WhoCan.class);

    private static final Set<String> NULLABLE = Set.of(
            "CaKeyView.until",
            "CaStatus.rotationId",
            "CaStatus.started",
            "CaStatus.nextStep",
            "CaStatus.note",
            "MfaAnswer.totp",
            "MfaAnswer.recoveryCode",
            "MfaAnswer.webauthn",
            "MfaChallenge.webauthn",
            "MfaDeviceView.lastUsed",
            "MfaDeviceView.rpId",
            "MfaRegistration.totpUri",
            "MfaRegistration.totpSecret",
            "MfaRegistration.webauthn",
            "RecordingView.lastUpload",
            "RecordingView.ended",
            "TokenCreated.expires",
            "TokenCreation.name",
            "TokenCreation.ttl",
            "TokenCreation.maxUses",
            "WebAuthnAssertion.userHandle");

    private static final Set<String> NEVER_EMPTY = Set.of(
            "AuditEvent.event",
            "AuditEvent.code",
            "LogEntry.kind",
            "LogEntry.id",
            "RecordingInfo.sessionId",
            "RecordingInfo.user",
            "RecordingInfo.login",
            "RecordingInfo.node",
            "RecordingInfo.kind",
            "RecordingView.hostId");

    @Test
    void schemasAreTheRecordsOfTheApi() throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);
        List<String> written = document.subList(document.indexOf(BEGIN) + 1, document.indexOf(END));
        assertThat(String.join("\n", written))
                .isEqualTo(String.join("\n", new RecordSchemas(NULLABLE, NEVER_EMPTY).lines(ROOTS)));
    }
}
