import { parse } from 'yaml';
import { z } from 'zod';
import { ActionFailure } from '../execution/action-failure';

const artifactFiles = z.object({
  files: z.union([z.string().transform((file) => [file]), z.array(z.string())]).default([]),
  'base-directory': z.string().default('.'),
});

const buildspec = z.object({
  version: z.union([z.literal('0.2'), z.literal(0.2)]),
  env: z
    .object({
      variables: z.record(z.string(), z.coerce.string()).default({}),
      'exported-variables': z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
    })
    .prefault({}),
  phases: z.record(
    z.enum(['install', 'pre_build', 'build', 'post_build']),
    z
      .object({
        'runtime-versions': z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        commands: z.array(z.string()).default([]),
      })
      .optional(),
  ),
  artifacts: artifactFiles
    .extend({ 'secondary-artifacts': z.record(z.string(), artifactFiles).default({}) })
    .optional(),
});

/** What a build does (AWS CodeBuild User Guide, "Build specification reference for CodeBuild"). */
export type Buildspec = z.infer<typeof buildspec>;

/** Phases in their order. */
export const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;

/** @throws ActionFailure that says what is wrong with it */
export function parseBuildspec(text: string): Buildspec {
  const parsed = buildspec.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new ActionFailure('ConfigurationError', `YAML_FILE_ERROR: ${z.prettifyError(parsed.error)}`);
}
