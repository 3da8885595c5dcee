import { account } from './aws-fields';
import type { Check } from './fields';

const ACCOUNT_IN_ARN = /^arn:[^:]+:iam::(\d{12}):/;

/** (AWS Organizations API Reference, "Organization") */
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
const ORGANIZATION_IN_ARN = /:organization\/(o-[a-z0-9]{10,32})$/;

const WILDCARD = /[*?]/;

/** An account that may pull from outside. */
export const pullAccount: Check = (value) => {
  const text = typeof value === 'string' ? value : '';
  if (WILDCARD.test(text)) {
    return {
      expected: 'the 12 digits of one AWS account: a wildcard would let every AWS account pull',
      fix: 'write one entry for each account, or their organization as pullOrganization',
    };
  }
  if (isOrganizationId(text)) {
    return {
      expected: 'the 12 digits of an AWS account, not an organization',
      fix: `write pullOrganization: '${text}' beside pullAccounts`,
    };
  }
  const ofArn = ACCOUNT_IN_ARN.exec(text)?.[1];
  if (ofArn) {
    return {
      expected:
        'the 12 digits of an AWS account, not an ARN: its administrators decide who of theirs may pull',
      fix: `write '${ofArn}'`,
    };
  }
  return account(value);
};

/** An organization all of whose accounts may pull. */
export const pullOrganization: Check = (value) => {
  if (isOrganizationId(value)) return undefined;
  const text = typeof value === 'string' ? value : '';
  if (WILDCARD.test(text)) {
    return {
      expected: 'the id of one organization: a wildcard would let every AWS account pull',
      fix: "write the id in full, such as 'o-abc123def4'",
    };
  }
  const bare = ORGANIZATION_IN_ARN.exec(text)?.[1] ?? text.trim().toLowerCase();
  const excess = /^(ou|r)-/.test(bare) ? ', not of a part of one' : '';
  return {
    expected: `the id of an organization, o- and 10 to 32 lowercase letters and digits${excess}`,
    fix: isOrganizationId(bare)
      ? `write '${bare}'`
      : 'write what `aws organizations describe-organization --query Organization.Id` prints, or name accounts as pullAccounts',
  };
};

/** Whether it is the id of one organization, written out. */
export function isOrganizationId(value: unknown): boolean {
  return typeof value === 'string' && ORGANIZATION.test(value);
}
