import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { BIN, runGhInProcess } from './gh-in-process';

interface StoredEnvironment {
  readonly secrets: Record<string, { value: string; updatedAt: string }>;
  readonly variables?: Record<string, string>;
  readonly policies: { id: number; name: string }[];
  readonly protection_rules: { type: string; reviewers?: unknown[]; wait_timer?: number }[];
  readonly deployment_branch_policy: unknown;
  readonly can_admins_bypass: boolean;
}

/** An account that `gh` knows. */
interface Account {
  readonly host: string;
  readonly login: string;
  readonly isActive: boolean;
  readonly isStale?: boolean;
}

/** What GitHub holds, and what it was asked to do. */
export interface GitHubState {
  accounts: Account[];

  /** Logins by the tokens that are theirs. */
  tokens: Record<string, string>;
  isOffline?: boolean;

  /** Of private repositories, `team` has no required reviewers, and `free` no protection at all. */
  plan: 'free' | 'team' | 'paid';
  now: string;
  repositories: Record<
    string,
    {
      full_name: string;
      id: number;
      private: boolean;
      default_branch: string;
      owner: { id: number; type: string };
    }
  >;

  /** How the subjects of jobs are customized, by repository and by organization. */
  repositorySubjects: Record<string, object>;
  organizationSubjects: Record<string, object>;

  /** Users and teams, by the address that shows them. */
  people: Record<string, { id: number } & Record<string, unknown>>;

  /** What users and teams may do in a repository, by its name and then theirs. */
  access: Record<string, Record<string, 'read' | 'write' | 'admin'>>;

  /** What of GitHub Actions a repository may use. @default - all */
  actions?: { enabled: boolean; allowed_actions?: string; github_owned_allowed?: boolean };

  /** Texts, by repository, branch and path. */
  files: Record<string, string>;
  environments: Record<string, StoredEnvironment>;

  /** By repository. */
  variables: Record<string, Record<string, string>>;
  branches: string[];
  protection: Record<string, object>;
  calls: string[];

  /** What it refuses, by method and address, with what it says. */
  refusals?: Record<string, string>;

  /** What it answers and does not do, by method and address. */
  ignores?: string[];

  /** Reviewers whom it leaves out though they may read. */
  drops?: string[];

  /** Whether `gh` encodes the names of environments by itself. */
  encodesNames?: boolean;

  /** Whether `gh` says of a refusal only what it is, and not of which address. */
  hidesAddresses?: boolean;
}

/** What would change as whom and where `gh` asks, of whoever runs these tests. */
const INHERITED = [
  'GH_HOST',
  'GH_REPO',
  'GH_TOKEN',
  'GITHUB_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
];

/** An empty folder to work in, with a `gh` on the path that answers from a file. */
export class GitHubStub {
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), 'github-'));
  private readonly before = { directory: process.cwd(), environment: { ...process.env } };
  private readonly file = path.join(this.directory, 'github.json');
  private readonly end = runGhInProcess();

  constructor() {
    for (const name of INHERITED) delete process.env[name];
    process.env.PATH = `${BIN}:${this.before.environment.PATH}`;
    process.env.GITHUB_STATE = this.file;
    process.chdir(this.directory);
    this.state = {
      accounts: [{ host: 'github.com', login: 'alice', isActive: true }],
      tokens: {},
      plan: 'paid',
      now: '2026-11-24T12:00:00Z',
      repositories: {
        'your-org/sample-image': {
          full_name: 'your-org/sample-image',
          id: 89012345,
          private: false,
          default_branch: 'master',
          owner: { id: 1234567, type: 'Organization' },
        },
        'your-org/image-distribution': {
          full_name: 'your-org/image-distribution',
          id: 2,
          private: true,
          default_branch: 'master',
          owner: { id: 1234567, type: 'Organization' },
        },
      },
      repositorySubjects: {},
      organizationSubjects: {},
      people: {
        'users/alice': { id: 7, login: 'alice', type: 'User' },
        'users/bob': { id: 9, login: 'Bob', type: 'User' },
        'users/your-org': { id: 1234567, login: 'your-org', type: 'Organization' },
        ...teams({ releasers: 8, platform: 10, readers: 11 }),
        ...teams({ hidden: 12 }, 'secret'),
      },
      access: {
        'your-org/sample-image': { alice: 'read', 'your-org/releasers': 'read' },
        'your-org/image-distribution': {
          alice: 'admin',
          bob: 'read',
          'your-org/platform': 'write',
          'your-org/readers': 'read',
          'your-org/hidden': 'write',
        },
      },
      files: { 'your-org/image-distribution/master/.github/workflows/pull-request.yml': 'jobs:' },
      environments: {},
      variables: {},
      branches: ['your-org/image-distribution/master'],
      protection: {},
      calls: [],
    };
  }

  get state(): GitHubState {
    return JSON.parse(fs.readFileSync(this.file, 'utf8')) as GitHubState;
  }

  set state(state: GitHubState) {
    fs.writeFileSync(this.file, JSON.stringify(state));
  }

  /** Changes what GitHub holds. */
  change(change: (state: GitHubState) => void): void {
    const { state } = this;
    change(state);
    this.state = state;
  }

  /** Commits and merges a file of the folder. */
  merge(file: string): void {
    this.change((state) => {
      state.files[`your-org/image-distribution/master/${file}`] = fs.readFileSync(file, 'utf8');
    });
  }

  /** What was written to GitHub so far. */
  get writes(): string[] {
    return this.state.calls.filter((call) => !call.startsWith('GET '));
  }

  remove(): void {
    this.end();
    process.chdir(this.before.directory);
    process.env = this.before.environment;
    fs.rmSync(this.directory, { recursive: true });
  }
}

function teams(ids: Record<string, number>, privacy = 'closed'): GitHubState['people'] {
  const entries = Object.entries(ids).map(([slug, id]) => [
    `orgs/your-org/teams/${slug}`,
    { id, slug, privacy, organization: { login: 'your-org' } },
  ]);
  return Object.fromEntries(entries) as GitHubState['people'];
}
