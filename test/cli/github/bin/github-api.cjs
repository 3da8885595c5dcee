// Stands for GitHub's REST API, as far as Slipway asks. It answers that all was done where GitHub does, too.

/** What GitHub refuses. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

class GitHubApi {
  constructor(state) {
    this.state = state;
  }

  /** @returns undefined where GitHub answers without a body */
  call(method, url, body, header) {
    const address = url.pathname.slice(1);
    const { state } = this;
    state.calls.push(`${method} ${address}`);
    const refused = state.refusals?.[`${method} ${address}`];
    if (refused) {
      const [, message, status] = /^(.*) \(HTTP (\d+)\)$/.exec(refused);
      throw new Refusal(Number(status), message);
    }
    const parts = address.split('/').map(decodeURIComponent);
    // A request that is answered as ever, and does nothing.
    if (method !== 'GET' && state.ignores?.includes(`${method} ${address}`)) return {};
    const [kind] = parts;
    if (address.endsWith('/actions/oidc/customization/sub'))
      return this.#subject(kind, parts.slice(1, -4).join('/'));
    if (kind === 'users' || kind === 'orgs') return this.#people(parts, header);
    if (kind === 'repos') return this.#repository(method, parts, url, body);
    return notFound();
  }

  /** GitHub Docs, "REST API endpoints for GitHub Actions OIDC". */
  #subject(kind, name) {
    if (kind === 'orgs') return this.state.organizationSubjects[name] ?? notFound();
    const { full_name } = this.state.repositories[name] ?? notFound();
    return {
      use_default: true,
      use_immutable_subject: false,
      sub_claim_prefix: `repo:${full_name}`,
      ...this.state.repositorySubjects[name],
    };
  }

  #people(parts, header) {
    const [kind, owner, , team, under, ...repository] = parts;
    if (!owner) return Object.values(this.state.people);
    if (kind === 'users' && parts.length > 2) return notFound();
    const found = this.state.people[parts.slice(0, 4).join('/').toLowerCase()] ?? notFound();
    if (!under) return found;
    const level = this.#levelOf(repository.join('/'), `${owner}/${team}`.toLowerCase());
    if (level === 'none') return notFound();
    // GitHub Docs, "REST API endpoints for teams": without this media type the answer has no body.
    if (!header?.endsWith('repository+json')) return undefined;
    return { permissions: { pull: true, push: ['write', 'admin'].includes(level) } };
  }

  #levelOf(repository, name) {
    return this.state.access[repository]?.[name] ?? 'none';
  }

  #repository(method, [, owner, name, ...rest], url, body) {
    const repository = `${owner}/${name}`;
    const facts = this.state.repositories[repository] ?? notFound();
    const [kind, ...under] = rest;
    if (!kind) return facts;
    if (kind === 'environments') return this.#environment(method, repository, under, body);
    if (kind === 'actions' && under[0] === 'variables') {
      return variable((this.state.variables[repository] ??= {}), method, under[1], body);
    }
    if (kind === 'actions' && under[0] === 'permissions') return this.#actionsPermissions(under[1]);
    if (kind === 'branches') return this.#branch(method, repository, under, body);
    if (kind === 'collaborators') return this.#collaborator(repository, under);
    if (kind === 'contents') return this.#contents(repository, under.join('/'), url.searchParams.get('ref'));
    if (kind === 'codeowners') return this.#codeOwnerErrors(repository, url.searchParams.get('ref'));
    return notFound();
  }

  /** GitHub Docs, "REST API endpoints for GitHub Actions permissions". */
  #actionsPermissions(selected) {
    const { github_owned_allowed, ...permissions } = this.state.actions ?? {
      enabled: true,
      allowed_actions: 'all',
    };
    if (!selected) return permissions;
    return permissions.allowed_actions === 'selected' ? { github_owned_allowed } : notFound();
  }

  /** GitHub Docs, "REST API endpoints for collaborators": everybody may read what is public, and is no collaborator. */
  #collaborator(repository, [login, permission]) {
    const level = this.#levelOf(repository, login.toLowerCase());
    if (permission) {
      if (!this.state.people[`users/${login.toLowerCase()}`]) return notFound();
      return {
        permission: level === 'none' && !this.state.repositories[repository].private ? 'read' : level,
      };
    }
    return level === 'none' ? notFound() : undefined;
  }

  #contents(repository, file, branch) {
    const text = this.state.files[`${repository}/${branch}/${file}`] ?? notFound();
    return { content: Buffer.from(text).toString('base64'), encoding: 'base64' };
  }

  /** GitHub Docs, "List CODEOWNERS errors". */
  #codeOwnerErrors(repository, branch) {
    const file = '.github/CODEOWNERS';
    const text = this.state.files[`${repository}/${branch}/${file}`] ?? notFound();
    const errors = text.split('\n').flatMap((source, index) =>
      [...source.matchAll(/@(\S+)/g)]
        .filter(([, name]) => !['write', 'admin'].includes(this.#levelOf(repository, name.toLowerCase())))
        .map(([, name]) => ({
          line: index + 1,
          kind: 'Unknown owner',
          path: file,
          message: `Unknown owner on line ${index + 1}: make sure @${name} exists and has write access to the repository\n\n  ${source}\n  ^`,
        })),
    );
    return { errors };
  }

  #environment(method, repository, [name, kind, id], body) {
    // Not by upper and lower case (GitHub Docs, "Managing environments for deployment").
    const keys = Object.keys(this.state.environments);
    const asked = `${repository}/${name}`;
    const key = keys.find((one) => one.toLowerCase() === asked.toLowerCase()) ?? asked;
    if (method === 'PUT' && !kind) return this.#putEnvironment(repository, key, body);
    const environment = this.state.environments[key] ?? notFound();
    if (!kind) return environment;
    if (kind === 'deployment-branch-policies') return branchPolicies(method, environment, id, body);
    if (kind === 'secrets') return this.#secret(method, environment, id, body);
    if (kind === 'variables') return variable((environment.variables ??= {}), method, id, body);
    return notFound();
  }

  #secret(method, { secrets }, name, body) {
    if (name === 'public-key') return { key_id: '1', key: 'the environment’s' };
    if (method === 'PUT') {
      // Each a second later, as time goes on.
      this.state.now = new Date(Date.parse(this.state.now) + 1000).toISOString();
      secrets[name] = { value: body.encrypted_value, updatedAt: this.state.now };
      return {};
    }
    const shown = Object.entries(secrets).map(([one, { updatedAt }]) => ({
      name: one,
      updated_at: updatedAt,
    }));
    return { total_count: shown.length, secrets: shown };
  }

  #putEnvironment(repository, key, body) {
    const before = this.state.environments[key] ?? { secrets: {}, policies: [] };
    this.#expectOffered(repository, body, () => {
      this.state.environments[key] = {
        protection_rules: [],
        deployment_branch_policy: null,
        can_admins_bypass: true,
        ...before,
      };
    });
    // These two stay where nothing is said of them; google/go-github sends null for it, to clear them.
    const {
      reviewers: named = reviewersOf(before),
      deployment_branch_policy = before.deployment_branch_policy ?? null,
    } = body;
    if (named.length > 6) throw new Refusal(422, 'Invalid request. No more than 6 items are allowed');
    // Those without access of their own are left out, and nothing is said (integrations/terraform-provider-github,
    // "github_repository_environment fails to add teams to reviewers").
    const reviewers = named.flatMap(({ type, id }) => {
      const [address, found] = Object.entries(this.state.people).find(
        ([one, person]) => person.id === id && one.startsWith('orgs/') === (type === 'Team'),
      );
      const name = address.replace(/^users\/|^orgs\//, '').replace('/teams/', '/');
      const isDropped = this.state.drops?.includes(name) || this.#levelOf(repository, name) === 'none';
      return isDropped ? [] : [{ type, reviewer: found }];
    });
    this.state.environments[key] = {
      ...before,
      protection_rules: [
        ...(body.wait_timer ? [{ type: 'wait_timer', wait_timer: body.wait_timer }] : []),
        ...(reviewers.length > 0
          ? [
              {
                type: 'required_reviewers',
                prevent_self_review: body.prevent_self_review ?? false,
                reviewers,
              },
            ]
          : []),
        ...(deployment_branch_policy ? [{ type: 'branch_policy' }] : []),
      ],
      deployment_branch_policy,
      can_admins_bypass: body.can_admins_bypass ?? true,
    };
    return {};
  }

  /**
   * What the plan does not offer on private repositories is refused wherever it is sent, were it nothing, and the
   * environment is made all the same (google/go-github, "Add support for GitHub Environments for Pro/Teams pricing
   * plans"; integrations/terraform-provider-github, "error on creating github_repository_environment").
   */
  #expectOffered(repository, body, make) {
    const { plan, repositories } = this.state;
    if (!repositories[repository].private || plan === 'paid') return;
    if (['reviewers', 'wait_timer', 'prevent_self_review'].some((name) => name in body)) {
      make();
      throw new Refusal(
        422,
        'Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.',
      );
    }
    if (plan === 'free' && body.deployment_branch_policy) {
      make();
      throw new Refusal(
        422,
        'Fail to create protected rule, please ensure billing plan include protected branch gate.',
      );
    }
  }

  #branch(method, repository, [branch, protection], body) {
    const name = `${repository}/${branch}`;
    if (!this.state.branches.includes(name)) throw new Refusal(404, 'Branch not found');
    if (!protection) return {};
    if (this.state.repositories[repository].private && this.state.plan === 'free') {
      throw new Refusal(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.');
    }
    if (method === 'GET') {
      const found = this.state.protection[name];
      if (!found) throw new Refusal(404, 'Branch not protected');
      return found;
    }
    this.state.protection[name] = protectionAsShown(body);
    return {};
  }
}

/** GitHub Docs, "Variables reference", "Naming conventions for configuration variables" and "Limits". */
function variable(variables, method, asked, body) {
  const name = (asked ?? body.name).toUpperCase();
  const found = variables[name];
  if (asked && found === undefined) return notFound();
  if (method === 'GET') return { name, value: found };
  if (method === 'DELETE') {
    delete variables[name];
    return undefined;
  }
  if (!asked && found !== undefined) throw new Refusal(409, 'Already exists - Variable already exists');
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.startsWith('GITHUB_')) {
    throw new Refusal(
      422,
      'Variable names may only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_)',
    );
  }
  if (!body.value || Buffer.byteLength(body.value) > 48 * 1024) {
    throw new Refusal(422, 'Variable value is invalid');
  }
  variables[name] = body.value;
  return undefined;
}

function reviewersOf({ protection_rules = [] }) {
  const { reviewers = [] } = protection_rules.find(({ type }) => type === 'required_reviewers') ?? {};
  return reviewers.map(({ type, reviewer }) => ({ type, id: reviewer.id }));
}

/** GitHub Docs, "REST API endpoints for deployment branch policies": only where the environment has policies of its own. */
function branchPolicies(method, environment, id, body) {
  if (method !== 'GET' && !environment.deployment_branch_policy?.custom_branch_policies) return notFound();
  if (method === 'POST') environment.policies.push({ id: environment.policies.length + 1, ...body });
  if (method === 'DELETE') environment.policies = environment.policies.filter((one) => String(one.id) !== id);
  return method === 'DELETE' ? undefined : { branch_policies: environment.policies };
}

/** What is left out is turned off; switches and names come back in another shape than they are sent. */
function protectionAsShown(body) {
  const { required_status_checks, required_pull_request_reviews: reviews, restrictions, ...switches } = body;
  return {
    ...Object.fromEntries(Object.entries(switches).map(([key, enabled]) => [key, { enabled }])),
    ...(required_status_checks && { required_status_checks }),
    ...(restrictions && { restrictions: shown(restrictions) }),
    required_pull_request_reviews: {
      ...reviews,
      ...(reviews.dismissal_restrictions && {
        dismissal_restrictions: shown(reviews.dismissal_restrictions),
      }),
      ...(reviews.bypass_pull_request_allowances && {
        bypass_pull_request_allowances: shown(reviews.bypass_pull_request_allowances),
      }),
    },
  };
}

function shown({ users, teams, apps }) {
  const slugs = (names) => names.map((slug) => ({ slug }));
  return { users: users.map((login) => ({ login })), teams: slugs(teams), apps: slugs(apps) };
}

function notFound() {
  throw new Refusal(404, 'Not Found');
}

module.exports = { GitHubApi, Refusal };
