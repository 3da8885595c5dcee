import { isKnownRegion, isPossibleRegion, knownRegions, partitionOf } from '../regions';
import type { Check } from './fields';
import { nearest } from './nearest';

const ACCOUNT = /^\d{12}$/;
const CONNECTION_ARN =
  /^arn:aws(-[a-z]+)*:(codeconnections|codestar-connections):[a-z]+(-[a-z]+)+-\d+:\d{12}:connection\/[A-Za-z0-9-]+$/;

export const account: Check = (value) => {
  if (typeof value === 'string' && ACCOUNT.test(value)) return undefined;
  if (typeof value === 'number') {
    const text = String(value).padStart(12, '0');
    return {
      expected: 'the 12 digits of an AWS account as a string: a number loses its leading zeros',
      fix: ACCOUNT.test(text) ? `write '${text}', with quotes` : 'write the 12 digits in quotes',
    };
  }
  const digits = typeof value === 'string' ? value.replace(/[\s-]/g, '') : '';
  return {
    expected: 'the 12 digits of an AWS account, as a string',
    fix: ACCOUNT.test(digits)
      ? `write '${digits}'`
      : 'write what `aws sts get-caller-identity --query Account` prints',
  };
};

/** A region that CDK does not know may be newer than CDK: `../warnings` says so. */
export const region: Check = (value) => {
  const name = typeof value === 'string' ? value : '';
  if (partitionOf(name)?.startsWith('aws-iso')) {
    return {
      expected:
        'a region from which GitHub can be reached: those of the isolated partitions have no internet',
      fix: "write one of another partition, such as 'eu-west-1'",
    };
  }
  if (isKnownRegion(name) || isPossibleRegion(name)) return undefined;
  const meant = nearest(name, knownRegions());
  return {
    expected: "the code of an AWS region, such as 'eu-west-1'",
    fix: meant
      ? `write '${meant}', if that is what was meant`
      : 'write one of those that `aws account list-regions` prints',
  };
};

export const connectionArn: Check = (value) => {
  const fix =
    'copy it from the output of `aws codeconnections list-connections`, or leave it out and the pipeline creates a connection';
  if (typeof value !== 'string' || !CONNECTION_ARN.test(value)) {
    return {
      expected:
        'the ARN of a connection, arn:aws:codeconnections:REGION:ACCOUNT:connection/ID (or codestar-connections, as older ones are called)',
      fix,
    };
  }
  const [, partition, , where] = value.split(':');
  const mistake = region(where);
  if (mistake) return { expected: `the ARN of a connection in ${mistake.expected}`, fix };
  const actual = partitionOf(where);
  return partition === actual
    ? undefined
    : { expected: `an ARN of partition ${actual}, in which ${where} is, not of ${partition}`, fix };
};
