import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { Agent } from 'node:https';
import * as path from 'node:path';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AccountProcess } from './process/account-process';
import { makeCertificate } from './process/certificate';
import { freePort } from './process/free-port';
import { pythonEnvironment } from './python-environment';
import { ServiceEvent, tellEventBridge } from './process/service-event';

/** An access key, and the token of a session where it is one. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Configuration of any client of the AWS SDK. */
export interface SdkConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: NodeHttpHandler;
  readonly forcePathStyle: true;
}

export interface LocalAccountProps {
  /** Everything that the account writes is in here. */
  readonly directory: string;

  /**
   * Folder in `directory` for what belongs to this account only.
   *
   * Accounts that run side by side need one each; they share the installed packages.
   *
   * @default - the directory itself
   */
  readonly name?: string;

  /** @default '123456789012' */
  readonly accountId?: string;

  /** @default 'eu-west-1' */
  readonly region?: string;

  /** @default - a free one */
  readonly port?: number;

  /** A connection to GitHub that the account has already. @default - none */
  readonly connectionArn?: string;

  /** What answers for CodePipeline and for builds. @default - both are unavailable */
  readonly codePipeline?: CodePipelineAddress;
}

/** Where calls of CodePipeline are forwarded to, and the secret by which it knows whose they are. */
export interface CodePipelineAddress {
  readonly url: string;
  readonly secret: string;
}

/** Where an account is and how its root signs: plain data, with which other programs reach it, too. */
export interface AccountAddress {
  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string;

  /** The account's root, which may do everything. */
  readonly root: Credentials;

  /** File with what a client has to trust: the machine's own roots, and the account's certificate. */
  readonly caBundle: string;

  /** The account's certificate. */
  readonly certificate: string;
}

/** An empty AWS account on 127.0.0.1, with signatures and IAM, for as long as the process lives that started it. */
export class LocalAccount {
  /** @throws AccountError that says why it does not come up */
  static async start(props: LocalAccountProps): Promise<LocalAccount> {
    const directory = path.resolve(props.directory);
    const python = await pythonEnvironment(directory);
    const own = path.join(directory, props.name ?? '');
    const accountId = props.accountId ?? '123456789012';
    const region = props.region ?? 'eu-west-1';
    const files = await makeCertificate(own, region);
    const port = await freePort(props.port);
    const certificate = await fs.readFile(files.certificate, 'utf8');
    // MiniStack takes a key of twelve digits for the root of the account of that number. Its secret is new
    // each time, so that no program can guess it.
    const root = { accessKeyId: accountId, secretAccessKey: randomBytes(20).toString('hex') };
    const process = await AccountProcess.start({
      python,
      directory: own,
      port,
      ca: certificate,
      environment: {
        MINISTACK_ACCOUNT_ID: accountId,
        MINISTACK_REGION: region,
        AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
        MINISTACK_SSL_CERT: files.certificate,
        MINISTACK_SSL_KEY: files.key,
        ...(props.connectionArn && { LOCAL_CONNECTION_ARN: props.connectionArn }),
        ...(props.codePipeline && {
          LOCAL_CODEPIPELINE_URL: props.codePipeline.url,
          LOCAL_CODEPIPELINE_SECRET: props.codePipeline.secret,
        }),
      },
    });
    const endpoint = `https://127.0.0.1:${port}`;
    return new LocalAccount(
      { accountId, region, endpoint, root, caBundle: files.caBundle, certificate },
      process,
    );
  }

  /** An account of a process that was started elsewhere, and that is stopped there. */
  static at(address: AccountAddress): LocalAccount {
    return new LocalAccount(address);
  }

  readonly accountId: string;
  readonly region: string;
  readonly endpoint: string;

  /** The account's root, which may do everything. */
  readonly root: Credentials;

  /** File with what a client has to trust: the machine's own roots, and the account's certificate. */
  readonly caBundle: string;

  private readonly requestHandler: NodeHttpHandler;

  private constructor(
    readonly address: AccountAddress,
    private readonly process?: AccountProcess,
  ) {
    this.accountId = address.accountId;
    this.region = address.region;
    this.endpoint = address.endpoint;
    this.root = address.root;
    this.caBundle = address.caBundle;
    const httpsAgent = new Agent({ ca: address.certificate, keepAlive: true });
    this.requestHandler = new NodeHttpHandler({ httpsAgent });
  }

  /** Another account, empty at first, which the same process plays; it ends with this one. */
  another(accountId: string): LocalAccount {
    const root = { ...this.root, accessKeyId: accountId };
    return LocalAccount.at({ ...this.address, accountId, root });
  }

  /** The same account, seen from another region: what is of a region there is empty at first. */
  in(region: string): LocalAccount {
    return LocalAccount.at({ ...this.address, region });
  }

  /** Configuration of a client of the SDK, as root unless said otherwise. */
  sdk(credentials: Credentials = this.root): SdkConfig {
    const { endpoint, region, requestHandler } = this;
    return { endpoint, region, credentials, requestHandler, forcePathStyle: true };
  }

  /** Tells EventBridge, in this account and region, what happened in a service of AWS, which no principal can. */
  async tellEventBridge(event: ServiceEvent): Promise<void> {
    const { endpoint, accountId, region, root } = this;
    const place = { endpoint, accountId, region, secret: root.secretAccessKey };
    await tellEventBridge(this.requestHandler, place, event);
  }

  /** Environment of a process, the AWS CLI or CDK for instance, with these credentials. */
  env(credentials: Credentials): Record<string, string> {
    const local = ['127.0.0.1', process.env.NO_PROXY ?? process.env.no_proxy].filter(Boolean).join(',');
    return {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      // Empty, where there is none, so that a token of the user's own is not taken for it.
      AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_CA_BUNDLE: this.caBundle,
      NODE_EXTRA_CA_CERTS: this.caBundle,
      NO_PROXY: local,
      no_proxy: local,
    };
  }

  /** Lets this process end while the account runs, which then ends with it. */
  unref(): void {
    this.process?.unref();
  }

  async stop(): Promise<void> {
    this.requestHandler.destroy();
    await this.process?.stop();
  }
}
