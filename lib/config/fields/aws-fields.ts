import { RegionInfo } from 'aws-cdk-lib/region-info';
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

export const region: Check = (value) => {
  const regions = RegionInfo.regions.map(({ name }) => name);
  if (typeof value === 'string' && regions.includes(value)) return undefined;
  const meant = typeof value === 'string' ? nearest(value, regions) : undefined;
  return {
    expected: "the code of an AWS region, such as 'eu-west-1'",
    fix: meant
      ? `write '${meant}', if that is what was meant`
      : 'write one of those that `aws account list-regions` prints',
  };
};

export const connectionArn: Check = (value) => {
  if (typeof value === 'string' && CONNECTION_ARN.test(value)) return undefined;
  return {
    expected:
      'the ARN of a connection, arn:aws:codeconnections:REGION:ACCOUNT:connection/ID (or codestar-connections, as older ones are called)',
    fix: 'copy it from the output of `aws codeconnections list-connections`, or leave it out and the pipeline creates a connection',
  };
};
