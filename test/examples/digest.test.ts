import { execFile } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { BatchGetImageCommandInput, ImageFailureCode } from '@aws-sdk/client-ecr';
import { AWS_CLI, pythonEnvironment } from '../../emulators/account/python-environment';
import { DIRECTORY } from '../emulators/support/paths';

const SCRIPT = path.join(__dirname, '..', '..', 'examples', 'sample-image', 'registry.sh');
const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/slipway/sample-image/master';
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** Of the ten that ECR has: each takes a start of the AWS CLI. */
const OTHERS: ImageFailureCode[] = ['ImageInaccessible', 'KmsError'];

let bin: string;
let server: Server;

/** An ECR that fails as an image's tag says, which the AWS CLI asks as it is installed with the project. */
beforeAll(async () => {
  const python = await pythonEnvironment(DIRECTORY, process.env, AWS_CLI);
  bin = fs.mkdtempSync(path.join(os.tmpdir(), 'registry-'));
  const aws = `#!/bin/sh\nexec ${python} -m awscli "$@"\n`;
  fs.writeFileSync(path.join(bin, 'aws'), aws, { mode: 0o755 });
  server = createServer((request, response) => {
    void json(request).then((body) => {
      const [imageId] = (body as BatchGetImageCommandInput).imageIds ?? [];
      response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answer(imageId)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 120_000);
afterAll(() => {
  server.close();
  fs.rmSync(bin, { recursive: true });
});

function answer(imageId: { imageTag?: string } = {}): object {
  const { imageTag } = imageId;
  if (imageTag === 'there') return { images: [{ imageId: { imageTag, imageDigest: DIGEST } }], failures: [] };
  if (imageTag === 'nothing') return { images: [], failures: [] };
  return {
    images: [],
    failures: [{ imageId, failureCode: imageTag, failureReason: 'The reason of ECR' }],
  };
}

async function digest(tag: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(own),
    PATH: `${bin}:${process.env.PATH}`,
    AWS_ECR_REGISTRY_ARN: ARN,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    // What it has compiled makes the next call twice as fast.
    PYTHONDONTWRITEBYTECODE: '',
  };
  return (await promisify(execFile)(SCRIPT, ['digest', tag], { env })).stdout.trim();
}

test('registry.sh tells a digest, and that there is none, by what ECR says', async () => {
  expect(await digest('there')).toBe(DIGEST);
  expect(await digest('ImageNotFound')).toBe('');
}, 60_000);

test('registry.sh takes no other failure of ECR for the absence of an image', async () => {
  for (const code of [...OTHERS, 'AnotherOneToCome']) {
    await expect(digest(code)).rejects.toThrow(
      `was asked for slipway/sample-image/master:${code} and says ${code}: The reason of ECR`,
    );
  }
}, 60_000);

test('registry.sh takes no empty answer for the absence of an image', async () => {
  await expect(digest('nothing')).rejects.toThrow('says None: None\nexpected a digest, or ImageNotFound');
}, 60_000);
