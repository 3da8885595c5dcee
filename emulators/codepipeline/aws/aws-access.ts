/** An access key, and the token of a session where it is one. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The account in which pipelines run. */
export interface AwsAccess {
  readonly accountId: string;
  readonly region: string;

  /** Configuration of a client of the SDK that has those credentials, the account's root by default. */
  sdk(credentials?: Credentials): SdkConfiguration;

  /** Environment of a process that has those credentials. */
  env(credentials: Credentials): Record<string, string>;
}

/** The same, as the service reaches it that plays CodePipeline. */
export interface ServiceAccess extends AwsAccess {
  /** Tells EventBridge what happened in CodePipeline, which no principal of the account can. */
  tellEventBridge(event: ServiceEvent): Promise<void>;
}

/** What a service of AWS tells EventBridge. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** What clients of the SDK are configured with. */
interface SdkConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: import('@smithy/node-http-handler').NodeHttpHandler;
}
