import type { AssemblySizes } from './assembly-sizes';

/** A figure of an assembly, with AWS's limit and the page that says so. */
export interface Figure {
  readonly name: string;
  readonly of: (sizes: AssemblySizes) => number;
  readonly limit?: { readonly max: number; readonly page: string };
}

const CLOUDFORMATION = 'AWS CloudFormation User Guide, "Understand CloudFormation quotas"';

const CODEPIPELINE = 'AWS CodePipeline User Guide, "Quotas in AWS CodePipeline"';
const CODEPIPELINE_ENDPOINTS = 'AWS General Reference, "AWS CodePipeline endpoints and quotas"';
const IAM = 'IAM User Guide, "IAM and AWS STS quotas"';

export const FIGURES: readonly Figure[] = [
  { name: 'stacks', of: ({ stacks }) => stacks, limit: { max: 2000, page: CLOUDFORMATION } },
  { name: 'resources of all stacks', of: ({ resources }) => resources },
  {
    name: 'resources of the largest stack',
    of: ({ maxResources }) => maxResources,
    limit: { max: 500, page: CLOUDFORMATION },
  },
  {
    name: "bytes of PipelineStack's template",
    of: ({ pipelineTemplate }) => pipelineTemplate,
    limit: { max: 1_048_576, page: CLOUDFORMATION },
  },
  {
    name: 'bytes of the largest template of a stage',
    of: ({ stageTemplate }) => stageTemplate,
    limit: { max: 1_048_576, page: CLOUDFORMATION },
  },
  {
    name: 'bytes of the assembly',
    of: ({ assembly }) => assembly,
    limit: { max: 256 * 1024 * 1024, page: CODEPIPELINE },
  },
  { name: 'stages of the pipeline', of: ({ stages }) => stages, limit: { max: 50, page: CODEPIPELINE } },
  {
    name: 'actions in all',
    of: ({ actions }) => actions,
    limit: { max: 500, page: CODEPIPELINE_ENDPOINTS },
  },
  {
    name: 'actions in the fullest stage',
    of: ({ fullestStage }) => fullestStage,
    limit: { max: 50, page: CODEPIPELINE },
  },
  { name: 'groups of the fullest account', of: ({ groups }) => groups, limit: { max: 300, page: IAM } },
  {
    name: 'characters: inline policies of a role',
    of: ({ policies }) => policies.ofRole,
    limit: { max: 10_240, page: IAM },
  },
  {
    name: 'characters: inline policies of a group',
    of: ({ policies }) => policies.ofGroup,
    limit: { max: 5120, page: IAM },
  },
  {
    name: 'characters: a managed policy',
    of: ({ policies }) => policies.managed,
    limit: { max: 6144, page: IAM },
  },
  {
    name: 'characters: the trust of a role',
    of: ({ policies }) => policies.trust,
    limit: { max: 2048, page: IAM },
  },
];
