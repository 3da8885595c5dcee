import type { Hint } from '../configuration-error';
import type { Check } from './fields';
import { hasInvisible, hasLookAlikes } from './look-alikes';

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
const GIT_SUFFIX = /\.git$/i;
const GITHUB_ADDRESS = /^(?:[a-z+]+:\/\/)?(?:[^@/\s]*@)?(?:www\.)?github\.com[:/]/i;

// git-check-ref-format(1). CodePipeline would take #{…} for a variable.
const BAD_IN_BRANCH = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|(^|\/)\.|\.lock(\/|$)|^@$|#\{/u;

/**
 * What the name of an environment is written with.
 *
 * It ends in the description of a role and in its trust policy, for which IAM takes Latin-1 (IAM API Reference,
 * "CreateRole"). Of that the signs beyond ASCII are left out: × may be taken for x, and a soft hyphen is not seen.
 */
const IN_A_ROLE = /^[ -~À-ÖØ-öø-ÿ]*$/;

/** GitHub takes none of these; see PyPI's trusted publishers for the list, which GitHub does not publish. */
const REFUSED_BY_GITHUB = /[\p{Cc}'"`,;\\]/u;

export const repository: Check = (value) => {
  const text = typeof value === 'string' ? value : '';
  if (REPOSITORY.test(text) && !GIT_SUFFIX.test(text)) return undefined;
  if (/[*?]/.test(text)) {
    return {
      expected: 'the owner/name of exactly one repository: a wildcard would let others push',
      fix: 'write one entry for each repository',
    };
  }
  const bare = text
    .trim()
    .replace(GITHUB_ADDRESS, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(GIT_SUFFIX, '');
  const isAddress = /:|github\.com\//i.test(text);
  const excess = isAddress ? ', not a URL' : GIT_SUFFIX.test(text) ? ', without .git' : '';
  return {
    expected: `owner/name of a GitHub repository${excess}`,
    fix: REPOSITORY.test(bare)
      ? `write '${bare}'`
      : "write it as in its address on GitHub, such as 'your-org/sample-image'",
  };
};

export const branch: Check = (value) => {
  const text = typeof value === 'string' ? value : '';
  const short = text.replace(/^refs\/heads\//, '');
  if (hasInvisible(text) || hasLookAlikes(text)) {
    return {
      expected: 'a name in which nothing is hidden and nothing can be taken for something else',
      fix: 'type it anew, or rename the branch',
    };
  }
  if (text && short === text && text.length <= 255 && !BAD_IN_BRANCH.test(text)) return undefined;
  return {
    expected: "the name of a branch, as git allows it and without 'refs/heads/'",
    fix:
      short !== text && branch(short) === undefined
        ? `write '${short}'`
        : "write one such as 'main', or leave it out for 'master'",
  };
};

/**
 * The name of a GitHub environment that can stand in a subject as it is.
 *
 * (GitHub Docs, "OpenID Connect reference": a colon in a name is escaped in the subject.)
 */
export const environment: Check = (value) => {
  const text = typeof value === 'string' ? value : '';
  const refuse = (expected: string): Hint => ({
    expected,
    fix: 'rename the environment on GitHub, such as to its stage, and write that name here',
  });
  if (!text || text !== text.trim() || text.length > 255) {
    return refuse('the name of a GitHub environment: 1 to 255 characters, no space at either end');
  }
  if (REFUSED_BY_GITHUB.test(text)) {
    return refuse(
      'a name that GitHub allows: no quotes, backticks, commas, semicolons, backslashes or control characters',
    );
  }
  if (!IN_A_ROLE.test(text)) {
    return refuse(
      'a name of ASCII, or of that and letters from À to ÿ: it ends in the description and the trust policy of a role, which take no others',
    );
  }
  if (/[:%]/.test(text))
    return refuse('a name without : and %, which do not stand as they are in the subject of a job');
  if (/[*?$]/.test(text))
    return refuse('a name without *, ? and $, which mean something else in a trust policy');
  return undefined;
};

export const id: Check = (value) => {
  if (Number.isSafeInteger(value) && (value as number) > 0) return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;
  return {
    expected: 'the id that GitHub gave it, a positive whole number',
    fix:
      Number.isSafeInteger(number) && number > 0
        ? `write ${number} without quotes`
        : "write what `gh api repos/OWNER/REPO --jq '.owner.id,.id'` prints: first ownerId, then repositoryId",
  };
};
