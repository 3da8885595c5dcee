import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { runCommand } from '../runner/run-command';
import { AwsGateway } from './aws-gateway';

const OWN_PROGRAMS = path.join(__dirname, 'bin');

/** What all workstations share on which people and jobs work on an image's repository. */
export interface WorkstationProps {
  readonly account: LocalAccount;
  readonly gateway: AwsGateway;

  /** A Python that has the AWS CLI. */
  readonly awsCli: string;

  /** Where everything of the image's repository is, the homes of the workstations too. */
  readonly folder: string;
}

/**
 * A workstation with the AWS CLI, podman and skopeo, on which one person or one job works.
 *
 * It has a home of its own, in which its logins and its images are.
 */
export class Workstation {
  static async create(
    name: string,
    { account, awsCli, gateway, folder }: WorkstationProps,
  ): Promise<Workstation> {
    const home = path.join(folder, 'workstations', name);
    await fs.mkdir(path.join(home, 'run'), { recursive: true });
    const storage = { driver: 'vfs', graphroot: path.join(home, 'images'), runroot: path.join(home, 'run') };
    const lines = Object.entries(storage).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    await fs.writeFile(path.join(home, 'storage.conf'), `[storage]\n${lines.join('\n')}\n`);
    await fs.writeFile(path.join(home, 'login.json'), '{}');
    const { AWS_CA_BUNDLE, AWS_REGION, AWS_DEFAULT_REGION } = account.env(account.root);
    return new Workstation(home, {
      HOME: home,
      PATH: `${OWN_PROGRAMS}:${process.env.PATH}`,
      AWS_CLI_PYTHON: awsCli,
      // What it has compiled makes the next call twice as fast.
      PYTHONDONTWRITEBYTECODE: '',
      XDG_RUNTIME_DIR: path.join(home, 'run'),
      REGISTRY_AUTH_FILE: path.join(home, 'login.json'),
      CONTAINERS_STORAGE_CONF: path.join(home, 'storage.conf'),
      // No container is run for a build of files, so neither namespaces nor a runtime are needed.
      BUILDAH_ISOLATION: 'chroot',
      ENGINE: 'podman',
      AWS_CA_BUNDLE,
      AWS_REGION,
      AWS_DEFAULT_REGION,
      AWS_ENDPOINT_URL: '',
      SSL_CERT_FILE: account.caBundle,
      HTTPS_PROXY: gateway.url,
      https_proxy: gateway.url,
      NO_PROXY: '',
      no_proxy: '',
    });
  }

  private credentials: Record<string, string> = {};

  private constructor(
    readonly home: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Where its programs are. */
  get path(): string {
    return this.environment.PATH;
  }

  /** Whose keys the AWS CLI of the workstation has from now on. */
  use({ accessKeyId, secretAccessKey, sessionToken }: Credentials): void {
    this.credentials = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken ?? '',
    };
  }

  /** Runs a command; one that fails is a CommandError. Returns what it printed on standard output. */
  run(
    cwd: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    return runCommand(command, args, { cwd, env: { ...this.environment, ...this.credentials, ...env } });
  }
}
