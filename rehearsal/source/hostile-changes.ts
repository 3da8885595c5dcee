import { WorkTree } from './work-tree';

const REGISTRY_STACK = 'lib/stages/registry-stack.ts';
const GITHUB_ROLE = 'lib/constructs/github-role.ts';
const LEAST_PRIVILEGE = 'lib/least-privilege/least-privilege.ts';

/** Just before the push role of a registry is made. */
const BEFORE_PUSH_ROLE = /(?=const gitHub = new GitHubRole\(this, 'GitHubRole', \{)/;

/** Takes the rules away: Synth synthesises, and does not check what it makes. */
export async function removeRules(tree: WorkTree): Promise<void> {
  await tree.replace('bin/app.ts', /^Validations\.of\(app\).*$/m, '');
}

/** Adds a role with AdministratorAccess to every registry's stack. */
export async function addAdministrator(tree: WorkTree): Promise<void> {
  await tree.replace(
    REGISTRY_STACK,
    BEFORE_PUSH_ROLE,
    `new iam.Role(this, 'Hostile', {
        assumedBy: new iam.AccountRootPrincipal(),
        managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
      });
      `,
  );
}

/** Adds a role that may do everything, called `hostile`, to the stack of one image in Development. */
export async function addUnlimitedRole(tree: WorkTree, imageName: string): Promise<void> {
  await tree.replace(
    REGISTRY_STACK,
    BEFORE_PUSH_ROLE,
    `if (stageName === 'Development' && image.name === '${imageName}') {
        const everything = new iam.PolicyStatement({ actions: ['*'], resources: ['*'] });
        new iam.Role(this, 'Hostile', {
          roleName: 'hostile',
          assumedBy: new iam.AccountRootPrincipal(),
          inlinePolicies: { Everything: new iam.PolicyDocument({ statements: [everything] }) },
        });
      }
      `,
  );
}

/** Takes the boundary off every role. */
export async function removeBoundary(tree: WorkTree): Promise<void> {
  await tree.replace(LEAST_PRIVILEGE, /^.*node\.permissionsBoundary = .*$/m, '');
  await tree.replace(LEAST_PRIVILEGE, /^import \{ permissionsBoundaryArn \}.*$/m, '');
}

/** Has Synth build another repository, with whatever credentials for GitHub the account has. */
export async function buildAnotherRepository(tree: WorkTree): Promise<void> {
  await tree.replace(
    'lib/pipeline/pipeline-stack.ts',
    '    nameRoles(pipeline, name, { review, approval });',
    `    nameRoles(pipeline, name, { review, approval });
    const project = pipeline.synthProject.node.defaultChild as codebuild.CfnProject;
    project.source = { type: 'GITHUB', location: 'https://github.com/stranger/private' };`,
  );
}

/** Has every push role trust every repository of GitHub. */
export async function trustAllRepositories(tree: WorkTree): Promise<void> {
  await tree.replace(GITHUB_ROLE, 'StringEquals: {', 'StringLike: {');
  await tree.replace(GITHUB_ROLE, '[...props.subjects]', "['repo:*']");
}

/** Takes back what an unlimited role and the removal of the rules have changed. */
export async function takeBackHostileChanges(tree: WorkTree): Promise<void> {
  for (const file of [REGISTRY_STACK, 'bin/app.ts']) await tree.takeFromCheckout(file);
}
