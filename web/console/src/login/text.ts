export const text = {
  title: "Sign in",
  refused: "You are not signed in",
  user: "User",
  password: "Password",
  recoveryCode: "Recovery code",
  code: "Code of your authenticator",
  useKey: "Use a security key instead of a code",
  useCode: "Use a code of the authenticator",
  useRecovery: "Use a recovery code",
  usePasskey: "Use a passkey, without a password",
  noKey: "No security key is registered for this account; enter the code of your authenticator.",
  cluster: (name: string) => `Cluster ${name}`,
} as const;
