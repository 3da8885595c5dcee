import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { Level, LEVEL_ACTIONS, PULL_ACTIONS } from '../access/permission-tables';
import { ImageLifecycle, lifecyclePolicyText } from './image-lifecycle';

export interface ImageRepositoryProps {
  /** Name in the registry, such as `slipway/sample-image/release`. */
  readonly repositoryName: string;

  /** Whether a tag, once pushed, can be pushed again with another image. */
  readonly mutableTags: boolean;

  /** How long images are kept. */
  readonly lifecycle: ImageLifecycle;
}

/**
 * One registry of one image.
 *
 * It is kept when its stack is deleted, because images are what users depend on, but not when its first
 * creation fails: an orphan of that name would block the retry.
 */
export class ImageRepository extends Construct {
  readonly repository: ecr.IRepository;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    this.repository = new ecr.Repository(this, 'Resource', {
      repositoryName: props.repositoryName,
      imageScanOnPush: true,
      imageTagMutability: props.mutableTags ? ecr.TagMutability.MUTABLE : ecr.TagMutability.IMMUTABLE,
      encryption: ecr.RepositoryEncryption.KMS,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // The L2 construct has no rule that moves images to the archive storage class.
    const resource = this.repository.node.defaultChild as ecr.CfnRepository;
    resource.lifecyclePolicy = { lifecyclePolicyText: lifecyclePolicyText(props.lifecycle) };
  }

  /** Opens this registry to a grantee at the given levels, and at no other. */
  grantLevels(grantee: iam.IGrantable & IConstruct, levels: readonly Level[]): void {
    if (levels.includes('Authorize')) {
      iam.Grant.addToPrincipal({
        grantee,
        actions: [...LEVEL_ACTIONS.Authorize],
        resourceArns: ['*'],
      }).assertSuccess();
      acknowledge(
        grantee,
        'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        'ecr:GetAuthorizationToken has no resource type: AWS accepts it on * only. It opens no repository by itself.',
      );
    }
    const onRepository = levels.filter((level) => level !== 'Authorize');
    const actions = new Set(onRepository.flatMap((level) => LEVEL_ACTIONS[level]));
    this.repository.grant(grantee, ...actions).assertSuccess();
  }

  /**
   * Lets other accounts pull, as far as their own administrators let them.
   *
   * No key has to be opened to them: Amazon ECR decrypts by a grant of its own (Amazon ECR User Guide,
   * "Encryption at rest").
   */
  grantPullsFromAccounts(accounts: readonly string[]): void {
    this.grantPulls(accounts.map((account) => new iam.AccountPrincipal(account)));
  }

  /**
   * Lets all other accounts of an organization pull, as far as their own administrators let them.
   *
   * Not its own account: there a policy that names everybody would be enough by itself, whatever the
   * groups and roles of the account may do.
   */
  grantPullsFromOrganization(organization: string): void {
    const members = new iam.StarPrincipal().withConditions({
      StringEquals: { 'aws:PrincipalOrgID': organization },
      StringNotEquals: { 'aws:PrincipalAccount': Stack.of(this).account },
    });
    this.grantPulls([members]);
    acknowledge(
      this.repository,
      'AwsSolutions::AwsSolutions-ECR1',
      'Everybody is everybody of one organization: a condition names it. AWS has no principal for an organization.',
    );
  }

  private grantPulls(principals: iam.IPrincipal[]): void {
    this.repository.addToResourcePolicy(new iam.PolicyStatement({ actions: [...PULL_ACTIONS], principals }));
  }
}
